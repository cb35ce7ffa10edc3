"""What a node reads and writes by itself, and where a token goes from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from engine.exploring import giving, relevance
from engine.exploring.naming import Naming, Variable
from engine.exploring.subject import Subject
from engine.spiff.diagram import Diagram, Node

Variables: TypeAlias = frozenset[Variable]
NONE: Variables = frozenset()
#: What is caught where it was thrown inside.
THROWN = frozenset({"error", "escalation"})
_CATCHING = frozenset({"receiveTask", "intermediateCatchEvent", "boundaryEvent"})


@dataclass(frozen=True)
class Facts:
    """Of one node: what is read to begin it, to take its result out, of the result itself, and to choose its flows
    (``begins``, ``takes``, ``brought``, ``after``); what is written at its beginning (``fills``), by its result
    (``writes``, of that ``surely``), and what the elements of a multi-instance are collected in.
    """

    begins: Variables
    takes: Variables
    brought: Variables
    after: Variables
    fills: Variables
    writes: Variables
    surely: Variables
    collects: Variables


@dataclass(frozen=True)
class Reader:
    """One node's expressions, each read where the engine reads it."""

    subject: Subject
    naming: Naming
    node: Node
    given: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Find out what the node's result brings."""
        object.__setattr__(self, "given", _given(self.subject, self.node))

    def facts(self) -> Facts:
        """All of the node."""
        flows = self.subject.diagram.outgoing.get(self.node.id, [])
        return Facts(
            begins=self._begins(),
            takes=self._takes(),
            brought=_brought(self),
            after=self.outside(names_in(*(flow.condition for flow in flows))),
            fills=_fills(self),
            writes=_writes(self),
            surely=self._surely(),
            collects=self._collects(),
        )

    def _begins(self) -> Variables:
        loop = self.node.loop
        sources = self._computed(line.source for line in self.node.ext.inputs)
        found = self.inside(sources | self._computed([self.node.ext.script or ""])) | self.outside(sources)
        return found if loop is None else found | self.outside(names_in(loop.collection))

    def _takes(self) -> Variables:
        loop = self.node.loop
        found = self.inside(self._computed(line.source for line in self.node.ext.outputs) - self.given)
        if loop is not None:
            found |= self.inside(names_in(loop.condition, loop.completion, loop.output_element))
        return found

    def _surely(self) -> Variables:
        """Of a multi-instance only what is collected, since it may be done not at all; nothing of a sub-process, whose
        inside reads first.
        """
        if self.node.loop is not None:
            return self._collects()
        if self.node.kind == "subProcess" or any("." in line.target for line in self.node.ext.outputs):
            return NONE
        return _writes(self)

    def _collects(self) -> Variables:
        loop = self.node.loop
        return self.outside([loop.output_collection] if loop is not None and loop.output_collection else [])

    def _computed(self, texts: Iterable[str]) -> frozenset[str]:
        return names_in(*self.subject.relevant.texts.intersection(texts))

    def inside(self, names: Iterable[str]) -> Variables:
        """The variables that names mean once the node has begun."""
        return self.naming.inside(self.node, names)

    def outside(self, names: Iterable[str]) -> Variables:
        """Those they mean around it."""
        return self.naming.outside(self.node, names)


def _brought(reader: Reader) -> Variables:
    """What the output mappings read of the result itself."""
    sources = reader.subject.relevant.texts.intersection(line.source for line in reader.node.ext.outputs)
    return reader.inside(names_in(*sources) & reader.given)


def _fills(reader: Reader) -> Variables:
    loop = reader.node.loop
    found = reader.inside(line.target.partition(".")[0] for line in reader.node.ext.inputs)
    return found | reader.inside([loop.element] if loop is not None and loop.element else [])


def _writes(reader: Reader) -> Variables:
    outputs = reader.node.ext.outputs
    if not outputs:
        return reader.inside(reader.given)
    targets = [line.target.partition(".")[0] for line in outputs]
    return reader.outside(targets) | (reader.inside(targets) if reader.node.loop is not None else NONE)


def _given(subject: Subject, node: Node) -> frozenset[str]:
    """What the result of a node writes whenever it goes on along its flows."""
    if node.kind in {"scriptTask", "businessRuleTask"} and node.ext.job_type is None:
        name = node.ext.result_variable
        return frozenset({name} if name else ())
    by_time = any(trigger.kind not in {"message", "signal"} for trigger in node.triggers)
    known = {"userTask", "serviceTask", "sendTask", "callActivity"}
    if node.kind in known or node.ext.job_type or (node.kind in _CATCHING and not by_time):
        return frozenset(giving.given(subject, node))
    return frozenset()


def targets(diagram: Diagram, node: Node) -> list[str]:
    """The nodes along the flows and links out of a node."""
    found = [flow.target for flow in diagram.outgoing.get(node.id, [])]
    if node.trigger.kind == "link" and node.kind == "intermediateThrowEvent":
        links = [one for one in diagram.members.get(node.scope, []) if one.kind == "intermediateCatchEvent"]
        found += [one.id for one in links if one.trigger.kind == "link" and one.trigger.name == node.trigger.name]
    return found


def first_inside(diagram: Diagram, node: Node) -> list[str]:
    """The nodes that a sub-process begins with, those of its event sub-processes too."""
    members = [one for one in diagram.members.get(node.id, []) if one.kind != "boundaryEvent"]
    first = [one.id for one in members if not diagram.incoming.get(one.id) and not one.by_event]
    return first + [start.id for one in members if one.by_event for start in diagram.starts(one.id)]


def beside_the_flow(diagram: Diagram) -> frozenset[str]:
    """The nodes that events on a border lead to without interrupting: these may come again and again."""
    events = [node for node in diagram.nodes.values() if node.kind == "boundaryEvent" and not node.interrupting]
    pending, reached = [event.id for event in events], set[str]()
    while pending:
        node_id = pending.pop()
        if node_id not in reached:
            reached.add(node_id)
            pending.extend(flow.target for flow in diagram.outgoing.get(node_id, []))
    return frozenset(reached)


def only_hears(node: Node) -> bool:
    """Whether an event comes by an error or escalation from inside only."""
    return node.kind in {"startEvent", "boundaryEvent"} and all(t.kind in THROWN for t in node.triggers)


def hearing(diagram: Diagram, node: Node) -> list[str]:
    """The events around a node that what it throws may come to, whatever the code."""
    kinds = _thrown(node)
    found: list[str] = []
    current: Node | None = node if kinds else None
    while current is not None:
        events = [*diagram.boundaries.get(current.id, []), *diagram.event_starts(current.scope)]
        found += [event.id for event in events if any(trigger.kind in kinds for trigger in event.triggers)]
        current = diagram.nodes.get(current.scope or "")
    return found


def _thrown(node: Node) -> frozenset[str]:
    if node.kind == "callActivity":
        return THROWN
    if node.kind in {"endEvent", "intermediateThrowEvent"} and node.ext.job_type is None:
        return THROWN & {trigger.kind for trigger in node.triggers}
    return frozenset({"error"} if node.ext.job_type is not None else ())


def names_in(*texts: str | None) -> frozenset[str]:
    """The variables some expressions read."""
    return frozenset().union(*(relevance.names_in(text) for text in texts))
