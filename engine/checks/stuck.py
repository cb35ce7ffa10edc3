"""Will it get stuck? A process without other errors is explored; what was seen of a bundle is kept in memory."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from engine import handlers
from engine.bundle import Bundle
from engine.checks import empties, kinds, names, sharing
from engine.exploring import searching, telling, verdict
from engine.exploring.subject import FieldReader, Subject
from engine.exploring.unknowns import Domain
from engine.findings import Finding, warning
from engine.spiff import parsing
from engine.spiff.diagram import Diagram

#: Read the fields of a form file and what each may hold; without one any form may give anything.
FIELD_READERS: list[FieldReader] = []
MOST_KEPT = 1_000
log = logging.getLogger("engine.checks")
_kept: dict[tuple[str, str, frozenset[tuple[str, str]]], tuple[Finding, ...]] = {}


def check(bundle: Bundle, diagram: Diagram) -> tuple[Finding, ...]:
    """What exploring a process of a bundle shows; deploying the same files again costs nothing."""
    key = bundle.digest, diagram.process_id, _surroundings(diagram)
    found = _kept.get(key)
    if found is None:
        found = _kept[key] = tuple(_explored(bundle, diagram))
        for old in list(_kept)[: len(_kept) - MOST_KEPT]:
            _kept.pop(old, None)
    return found


def _surroundings(diagram: Diagram) -> frozenset[tuple[str, str]]:
    """The handlers a diagram names and where they work: the one thing outside the bundle that is looked at."""
    named = {node.ext.job_type for node in diagram.nodes.values() if node.ext.job_type}
    return frozenset((name, known.place) for name in named if (known := handlers.find(name)) is not None)


def _explored(bundle: Bundle, diagram: Diagram) -> list[Finding]:
    subject = Subject(diagram, parsing.decisions(bundle), fields_of(bundle))
    try:
        found = searching.search(subject)
        return [
            *kinds.check(subject),
            *names.check(subject),
            *sharing.check(subject),
            *empties.check(found),
            *telling.findings(found, verdict.of(found)),
        ]
    except Exception as problem:
        # Nobody's diagram must wait for our mistake; what was not looked at is said.
        log.warning("exploring %s failed: %s", diagram.process_id, type(problem).__name__, exc_info=True)
        return [
            warning(
                diagram.process_id,
                "일어날 수 있는 경우를 따라가 보다가 프로그램이 실패했습니다. 멈추지 않는지 살피지 못했습니다.",
                "Following what can happen failed for a reason of our own: it was not looked at whether it gets stuck.",
            )
        ]


def fields_of(bundle: Bundle) -> dict[str, Mapping[str, Domain]]:
    """The fields of a bundle's forms, by form id."""
    return {form_id: read(content) for form_id, content in bundle.forms.items() for read in FIELD_READERS}


def forget() -> None:
    """Empty the memory; only measurements need it."""
    _kept.clear()
