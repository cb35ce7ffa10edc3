"""What may lie ahead of a token: the nodes a walk over the flows comes to, and what these read and write."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from engine.exploring import facts as of_nodes
from engine.exploring.facts import NONE, Variables
from engine.exploring.liveness import Liveness
from engine.spiff.diagram import Node

_THROWN = frozenset({"error", "escalation"})
#: Where a step comes to rest.
WAITING = frozenset(
    {"userTask", "receiveTask", "intermediateCatchEvent", "callActivity", "eventBasedGateway", "serviceTask",
     "sendTask"}
)  # fmt: skip
#: A node that is yet to be done, or one that is only left any more.
Point: TypeAlias = tuple[str, bool]


@dataclass(frozen=True)
class Course:
    """A walk: from a node, which is still to be entered unless its token ``rests``, up to the nodes or kinds in
    ``stops``, and out of no multi-instance in ``fences``, where other elements are still at work.
    """

    start: str
    rests: bool = False
    stops: frozenset[str] = frozenset()
    fences: frozenset[str] = frozenset()


@dataclass
class Ahead:
    """What a walk came to: the variables read and written, those that may be read where it stopped, whether an error
    or escalation is thrown on the way, whether its scope may end on it, and at which nodes it may come to rest.
    """

    reads: Variables = NONE
    writes: Variables = NONE
    later: Variables = NONE
    throws: bool = False
    ends: bool = False
    rests: frozenset[str] = frozenset()


@dataclass
class Outlook:
    """The walks of a process, each made once."""

    live: Liveness
    _known: dict[Course, Ahead] = field(default_factory=dict)

    def of(self, course: Course) -> Ahead:
        """What lies ahead on a course."""
        found = self._known.get(course)
        if found is None:
            found = self._known[course] = self._walk(course)
        return found

    def _walk(self, course: Course) -> Ahead:
        found = Ahead()
        nodes = self.live.subject.diagram.nodes
        pending: list[Point] = [(course.start, course.rests)]
        pending += [(event, True) for event in self._beside(course.start)]
        seen = set(pending)
        while pending:
            name, left = pending.pop()
            new = self._leave(found, nodes[name], course) if left else self._enter(found, nodes[name], course)
            pending += [point for point in new if point not in seen]
            seen.update(new)
        return found

    def _enter(self, found: Ahead, node: Node, course: Course) -> list[Point]:
        facts = self.live.facts[node.id]
        found.rests |= {node.id} if node.kind in WAITING else frozenset()
        found.reads |= facts.begins
        found.writes |= facts.fills
        if node.id != course.start and (node.id in course.stops or node.kind in course.stops):
            found.later |= self._once_begun(node)
            return []
        first = of_nodes.first_inside(self.live.subject.diagram, node) if node.kind == "subProcess" else []
        beside = [(event, True) for event in self._beside(node.id)]
        return [(node.id, True), *((one, False) for one in first), *beside]

    def _leave(self, found: Ahead, node: Node, course: Course) -> list[Point]:
        facts, fenced = self.live.facts[node.id], node.id in course.fences
        found.reads |= facts.takes | facts.after
        found.writes |= facts.writes | (NONE if fenced else facts.collects)
        found.throws |= node.kind in {"endEvent", "intermediateThrowEvent"} and any(
            trigger.kind in _THROWN for trigger in node.triggers
        )
        after = of_nodes.targets(self.live.subject.diagram, node)
        if fenced or (not after and node.scope == self.live.subject.diagram.nodes[course.start].scope):
            found.ends = True
        if fenced:
            return []
        again = [(node.id, False)] if node.loop is not None and (node.loop.sequential or node.loop.standard) else []
        if not after:
            return [*again, *([(node.scope, True)] if node.scope is not None else [])]
        return [*again, *((one, False) for one in after)]

    def _once_begun(self, node: Node) -> Variables:
        """What may be read from where a walk has just come to rest."""
        again = node.loop is not None and (node.loop.sequential or node.loop.standard)
        found = self.live.entering[node.id] if again else self.live.leaving[node.id]
        return found.union(*(self.live.entering[event] for event in self._beside(node.id)))

    def _beside(self, node_id: str) -> list[str]:
        return [event.id for event in self.live.subject.diagram.boundaries.get(node_id, [])]
