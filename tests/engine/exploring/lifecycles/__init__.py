"""The seven lifecycles the gate is judged on: two that are deployed, and five that are drawn here and not deployed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, make_dataclass
from pathlib import Path

from django.conf import settings

from engine import folders, handlers
from engine.bundle import Bundle
from engine.exploring import relevance
from engine.spiff import parsing
from engine.spiff.diagram import Node

DRAWN = Path(__file__).parent


@dataclass(frozen=True)
class Nothing:
    """The inputs of a handler that looks at none."""


def all_seven() -> dict[str, Bundle]:
    """Their bundles, by process id."""
    deployed, drawn = folders.bundles_in(Path(settings.PROCESSES_DIR)), folders.bundles_in(DRAWN)
    return {bundle.process_id: bundle for bundle in (*drawn, *deployed)}


def calls(bundles: dict[str, Bundle]) -> dict[str, set[str]]:
    """What each of them calls."""
    return {name: folders.called_by(bundle) for name, bundle in bundles.items()}


@contextmanager
def handled(bundles: dict[str, Bundle]) -> Iterator[None]:
    """Handlers for the service types that nothing serves yet: letters go outside, all others give what their steps
    take out, and nothing else.
    """
    before = dict(handlers._registry)
    for bundle in bundles.values():
        steps: dict[str, list[Node]] = {}
        for node in parsing.diagram_of(bundle).nodes.values():
            if node.ext.job_type and handlers.find(node.ext.job_type) is None:
                steps.setdefault(node.ext.job_type, []).append(node)
        for type, nodes in steps.items():
            _register(type, nodes)
    yield
    handlers._registry.clear()
    handlers._registry.update(before)


def _register(type: str, nodes: list[Node]) -> None:
    if nodes[0].kind == "sendTask":
        handlers.outside(type, apply=_sent)(_send)
    else:
        handlers.handler(type)(_giving({name for node in nodes for name in _taken(node)}))


def _taken(node: Node) -> set[str]:
    return {name for line in node.ext.outputs for name in relevance.names_in(line.source)}


def _giving(names: set[str]) -> Callable[[handlers.Call, Nothing], object]:
    def give(call: handlers.Call, inputs: Nothing) -> object:
        return None

    give.__annotations__["return"] = make_dataclass("Given", sorted(names)) if names else type(None)
    return give


def _send(work: handlers.Call, inputs: Nothing) -> dict[str, str]:
    return {}


def _sent(call: handlers.Call, inputs: Nothing, outcome: dict[str, str]) -> None:
    return None
