"""Called processes: that they exist, and that nobody calls himself in the end."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from engine.findings import Finding, error
from engine.spiff import script
from engine.spiff.diagram import Diagram


def targets(diagram: Diagram) -> set[str]:
    """The processes a diagram calls by name."""
    return {
        node.ext.called_process
        for node in diagram.nodes.values()
        if node.kind == "callActivity" and node.ext.called_process
    }


def check(
    diagram: Diagram, known: Mapping[str, Collection[str]] | None, inner: Mapping[str, Collection[str]]
) -> Iterator[Finding]:
    """Findings about call activities; ``known`` are the other processes and what they call, ``inner`` those of this
    bundle.
    """
    graph = {**(known or {}), **inner}
    for node in diagram.nodes.values():
        if node.kind != "callActivity":
            continue
        name = node.ext.called_process
        if not name:
            yield error(node.id, "호출할 프로세스가 없습니다.", "The call names no process.")
        elif script.is_expression(name):
            if node.ext.binding != "latest":
                yield error(
                    node.id, "이름이 계산되는 호출은 latest만 됩니다.", "A call with a computed name must bind latest."
                )
        elif known is not None and name not in graph:
            yield error(node.id, f"{name} 프로세스가 배포되어 있지 않습니다.", f"The process {name} is not deployed.")
        elif _reaches(graph, name, diagram.process_id):
            yield error(node.id, "호출이 되돌아옵니다.", "The call leads back to this process.")


def _reaches(graph: Mapping[str, Collection[str]], start: str, goal: str) -> bool:
    pending, seen = [start], set()
    while pending:
        name = pending.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            pending.extend(graph.get(name, ()))
    return False
