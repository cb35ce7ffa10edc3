"""Will it get stuck? A process without other errors is explored; what was seen of a bundle is kept in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from engine import handlers
from engine.bundle import Bundle
from engine.checks import kinds
from engine.exploring import searching, telling, verdict
from engine.exploring.subject import FieldReader, Subject
from engine.exploring.unknowns import Domain
from engine.findings import Finding
from engine.spiff import parsing
from engine.spiff.diagram import Diagram

#: Read the fields of a form file and what each may hold; without one any form may give anything.
FIELD_READERS: list[FieldReader] = []


def check(bundle: Bundle, diagram: Diagram) -> list[Finding]:
    """What exploring a process of a bundle shows; deploying the same files again costs nothing."""
    return _kept(bundle.digest, diagram.process_id, _Fresh(lambda: _explored(bundle, diagram), _surroundings(diagram)))


def _surroundings(diagram: Diagram) -> frozenset[tuple[str, str]]:
    """The handlers a diagram names and where they work: the one thing outside the bundle that is looked at."""
    named = {node.ext.job_type for node in diagram.nodes.values() if node.ext.job_type}
    return frozenset((name, known.place) for name in named if (known := handlers.find(name)) is not None)


class _Fresh:
    """How to find out, equal to every other with the same surroundings, so that a cache asks only once."""

    def __init__(self, explore: Callable[[], list[Finding]], surroundings: frozenset[tuple[str, str]]) -> None:
        self.explore = explore
        self._surroundings = surroundings

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Fresh) and self._surroundings == other._surroundings

    def __hash__(self) -> int:
        return hash(self._surroundings)


@lru_cache(maxsize=1_000)
def _kept(digest: str, process_id: str, fresh: _Fresh) -> list[Finding]:
    return fresh.explore()


def _explored(bundle: Bundle, diagram: Diagram) -> list[Finding]:
    subject = Subject(diagram, parsing.decisions(bundle), fields_of(bundle))
    found = searching.search(subject)
    return [*kinds.check(subject), *telling.findings(found, verdict.of(found))]


def fields_of(bundle: Bundle) -> dict[str, Mapping[str, Domain]]:
    """The fields of a bundle's forms, by form id."""
    return {form_id: read(content) for form_id, content in bundle.forms.items() for read in FIELD_READERS}


def forget() -> None:
    """Empty the memory; only measurements need it."""
    _kept.cache_clear()
