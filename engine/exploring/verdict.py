"""What a search shows: dead ends, steps nobody reaches, and work that never ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engine.exploring.searching import Found, Place
from engine.spiff.diagram import Node

Kind = Literal["starved", "endless", "no_flow", "uncaught_error", "stuck", "never_ends", "unreached", "bound", "twice"]
#: Of one kind, more than this at once only hide the first ones.
MOST = 5


@dataclass(frozen=True)
class Mistake:
    """Something that stands against a diagram: where, and the place that shows it (None where no path can)."""

    kind: Kind
    element_id: str | None
    place: Place | None = None
    message: str = ""


def of(found: Found) -> list[Mistake]:
    """All that a search shows, each kind at each element once, by the shortest path."""
    mistakes = [*_troubles(found)]
    if found.complete:
        mistakes += [*_traps(found), *_unreached(found)]
    elif found.stopped == "bound":
        mistakes.append(Mistake("bound", None, message=str(len(found.places))))
    return mistakes


def _troubles(found: Found) -> Iterator[Mistake]:
    seen: set[tuple[str, str | None]] = set()
    for place in found.places:
        for trouble in place.troubles:
            kind: Kind = trouble.kind if trouble.kind in _NAMED else "stuck"  # type: ignore[assignment]
            if (kind, trouble.element_id) not in seen:
                seen.add((kind, trouble.element_id))
                yield Mistake(kind, trouble.element_id, place, trouble.message)


_NAMED = frozenset({"starved", "endless", "no_flow", "uncaught_error", "twice"})


def _traps(found: Found) -> Iterator[Mistake]:
    """Where no end can be reached any more, at the step on which it became so."""
    live = _leading_to_an_end(found)
    entries: dict[str, Mistake] = {}
    for place in found.places:
        if place.number in live or place.step is None:
            continue
        if place.step.before in live or place.step.before == 0:
            element = _trapped_at(found, place)
            entries.setdefault(element, Mistake("never_ends", element, place))
    yield from list(entries.values())[:MOST]


def _leading_to_an_end(found: Found) -> set[int]:
    before: dict[int, list[int]] = {}
    for place in found.places:
        for number in place.after:
            before.setdefault(number, []).append(place.number)
    pending = [place.number for place in found.places if place.done]
    live: set[int] = set()
    while pending:
        number = pending.pop()
        if number not in live:
            live.add(number)
            pending.extend(before.get(number, ()))
    return live


def _trapped_at(found: Found, place: Place) -> str:
    """The innermost sub-process that no path leaves any more, else a step that is done again and again."""
    nodes = found.subject.diagram.nodes
    behind = _after(found, place.number)
    held = set(place.standing).intersection(*(one.standing for one in behind))
    scopes = [one for one in place.standing if one in held and nodes[one].kind == "subProcess"]
    if scopes:
        return scopes[-1]
    final = [one for last in _after(found, behind[-1].number) for one in last.standing]
    return next((one for one in place.standing if one in final), final[0])


def _after(found: Found, number: int) -> list[Place]:
    """The states at rest from one on, in the order they are met."""
    pending, seen = [number], {number}
    for one in pending:
        new = found.places[one].after - seen
        seen |= new
        pending.extend(sorted(new))
    return [place for one in pending if (place := found.places[one]).step is not None]


def _unreached(found: Found) -> Iterator[Mistake]:
    """Nodes no token came to though one left the node before; what an event may begin is left out."""
    diagram = found.subject.diagram
    happening = _may_happen(found)
    left = found.passed | happening
    for node in diagram.nodes.values():
        if node.id in found.visited | happening or node.for_compensation:
            continue
        sources = [flow.source for flow in diagram.incoming.get(node.id, [])]
        if not sources or any(source in left for source in sources):
            yield Mistake("unreached", node.id)


def _may_happen(found: Found) -> set[str]:
    """What follows, as drawn, on events beside the flow: not all that makes them happen is looked at."""
    diagram = found.subject.diagram
    pending = [node.id for node in diagram.nodes.values() if node.instantiates or _beside(found, node)]
    reached: set[str] = set()
    while pending:
        node_id = pending.pop()
        if node_id in reached:
            continue
        reached.add(node_id)
        pending.extend(flow.target for flow in diagram.outgoing.get(node_id, []))
        pending.extend(node.id for node in diagram.members.get(node_id, []))
    return reached


def _beside(found: Found, node: Node) -> bool:
    if node.kind == "boundaryEvent":
        return node.host in found.visited and node.id not in found.visited
    starts = found.subject.diagram.starts(node.id)
    return node.by_event and not any(start.id in found.visited for start in starts)
