"""What a search shows: dead ends, steps nobody reaches, and work that never ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.exploring import circles
from engine.exploring.searching import Found, Place
from engine.spiff.diagram import Node

Kind = Literal[
    "starved",
    "endless",
    "no_flow",
    "uncaught_error",
    "stuck",
    "never_ends",
    "only_stopped",
    "round",
    "unreached",
    "bound",
    "twice",
]
After: TypeAlias = Mapping[int, set[int]]
#: Of one kind, more than this at once only hide the first ones.
MOST = 5


@dataclass(frozen=True)
class Mistake:
    """Something that stands against a diagram: where, the place that shows it (None where no path can), and the
    ``others`` it goes round through.
    """

    kind: Kind
    element_id: str | None
    place: Place | None = None
    message: str = ""
    others: tuple[str, ...] = ()


def of(found: Found) -> list[Mistake]:
    """All that a search shows, each kind at each element once, by the shortest path."""
    mistakes = [*_troubles(found)]
    if found.complete:
        mistakes += [*_traps(found), *_rounds(found), *_unreached(found)]
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
                others = _circle(place, trouble.element_id) if kind == "endless" else ()
                yield Mistake(kind, trouble.element_id, place, trouble.message, others)


def _circle(place: Place, element_id: str | None) -> tuple[str, ...]:
    """What a step that comes to no end passes from one visit of an element to the next."""
    path = () if place.step is None else place.step.path
    turns = [number for number, passed in enumerate(path) if passed == element_id]
    return tuple(dict.fromkeys(path[turns[-1] :] if turns else path))


_NAMED = frozenset({"starved", "endless", "no_flow", "uncaught_error", "twice"})


def _traps(found: Found) -> Iterator[Mistake]:
    """Where no end can be reached any more, or none without an event beside the flow, such as a withdrawal, at the step
    on which it became so.
    """
    stopping = {place.number: place.after for place in found.places}
    flowing = {place.number: place.after - place.stopped for place in found.places}
    told: set[str] = set()
    for kind, after in (("never_ends", stopping), ("only_stopped", flowing)):
        for element, place in _trapped(found, after).items():
            if element not in told:
                told.add(element)
                yield Mistake(kind, element, place, others=_round_through(found, element))  # type: ignore[arg-type]


def _round_through(found: Found, element: str) -> tuple[str, ...]:
    """The nodes that lie on a circle of flows with one of them."""
    diagram = found.subject.diagram
    ahead = _linked(element, {one: [flow.target for flow in flows] for one, flows in diagram.outgoing.items()})
    behind = _linked(element, {one: [flow.source for flow in flows] for one, flows in diagram.incoming.items()})
    return tuple(one for one in diagram.nodes if one in ahead & behind)


def _linked(element: str, following: Mapping[str, list[str]]) -> set[str]:
    pending, seen = list(following.get(element, ())), set[str]()
    while pending:
        if (one := pending.pop()) not in seen:
            seen.add(one)
            pending.extend(following.get(one, ()))
    return seen


def _trapped(found: Found, after: After) -> dict[str, Place]:
    live = _leading_to_an_end(found, after)
    entries: dict[str, Place] = {}
    for place in found.places:
        if place.number in live or place.step is None:
            continue
        if place.step.before in live or place.step.before == 0:
            entries.setdefault(_trapped_at(found, place, after), place)
    return dict(list(entries.items())[:MOST])


def _leading_to_an_end(found: Found, after: After) -> set[int]:
    before: dict[int, list[int]] = {}
    for number, following in after.items():
        for one in following:
            before.setdefault(one, []).append(number)
    pending = [place.number for place in found.places if place.done]
    live: set[int] = set()
    while pending:
        number = pending.pop()
        if number not in live:
            live.add(number)
            pending.extend(before.get(number, ()))
    return live


def _trapped_at(found: Found, place: Place, after: After) -> str:
    """The innermost sub-process that no path leaves any more, else a step that is done again and again."""
    nodes = found.subject.diagram.nodes
    behind = _after(found, place.number, after)
    held = set(place.standing).intersection(*(one.standing for one in behind))
    scopes = [one for one in place.standing if one in held and nodes[one].kind == "subProcess"]
    if scopes:
        return scopes[-1]
    last = behind
    while len(further := _after(found, last[-1].number, after)) < len(last):
        last = further  # closer to what is done again and again
    final = [one for other in last for one in other.standing]
    return next((one for one in place.standing if one in final), final[0])


def _after(found: Found, number: int, after: After) -> list[Place]:
    """The states at rest from one on, in the order they are met."""
    pending, seen = [number], {number}
    for one in pending:
        new = after[one] - seen
        seen |= new
        pending.extend(sorted(new))
    return [place for one in pending if (place := found.places[one]).step is not None]


def _rounds(found: Found) -> Iterator[Mistake]:
    """Where machines may come back to the same question within one step."""
    moments = {place.number: place.after for place in found.places[1:] if place.step is None}
    elements = (found.places[number].standing for number in circles.in_circles(moments))
    first = next((standing[0] for standing in elements if standing), None)
    if first is not None:
        yield Mistake("round", first)


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
