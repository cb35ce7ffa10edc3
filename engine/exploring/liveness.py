"""Which variables can still be read from where the tokens stand: what nobody reads again distinguishes no states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.exploring import giving, relevance
from engine.exploring.subject import Subject
from engine.spiff.diagram import Diagram, Node


@dataclass
class _Facts:
    """Of one node: what is read before its result is there, what after, and what the result surely writes."""

    before: frozenset[str]
    after: frozenset[str]
    writes: frozenset[str]


@dataclass(frozen=True)
class Touched:
    """By node: the variables it reads or writes, and the nodes that may come after it."""

    names: dict[str, frozenset[str]]
    after: dict[str, list[str]]


@dataclass(frozen=True)
class Liveness:
    """``resting`` is what may be read from a node on whose token waits, ``running`` from one that is being done,
    ``always`` what may be read at any time.
    """

    resting: dict[str, frozenset[str]] = field(default_factory=dict)
    running: dict[str, frozenset[str]] = field(default_factory=dict)
    always: frozenset[str] = frozenset()


def of(subject: Subject) -> Liveness:
    """Go backwards over the flows until nothing is added any more."""
    diagram = subject.diagram
    facts = {node.id: _facts(subject, node) for node in diagram.nodes.values()}
    after: dict[str, list[str]] = {node.id: list(_next(diagram, node)) for node in diagram.nodes.values()}
    resting: dict[str, frozenset[str]] = dict.fromkeys(facts, frozenset())
    pending = list(facts)
    sources: dict[str, list[str]] = {}
    for source, targets in after.items():
        for target in targets:
            sources.setdefault(target, []).append(source)
    while pending:
        node_id = pending.pop()
        one = facts[node_id]
        later = one.after.union(*(resting[target] for target in after[node_id]))
        found = one.before | (later - one.writes).union(*(resting[n] for n in _beside(diagram, node_id)))
        if found != resting[node_id]:
            resting[node_id] = found
            pending.extend(sources.get(node_id, []))
    running = {
        node_id: one.before.union(one.after, resting[node_id], *(resting[target] for target in after[node_id]))
        for node_id, one in facts.items()
    }
    return Liveness(resting, running, _always(subject))


def touched(subject: Subject) -> Touched:
    """What each node by itself reads and writes, and where it leads."""
    nodes = subject.diagram.nodes.values()
    facts = {node.id: _facts(subject, node) for node in nodes}
    written = {node.id: _written(subject, node) for node in nodes}
    names = {key: (one.before | one.after | written[key]) & subject.relevant.names for key, one in facts.items()}
    return Touched(names, {node.id: list(_next(subject.diagram, node)) for node in nodes})


def _written(subject: Subject, node: Node) -> frozenset[str]:
    """All that a node may write, surely or not."""
    targets = frozenset(line.target.partition(".")[0] for line in (*node.ext.inputs, *node.ext.outputs))
    loop = node.loop
    own = {loop.element or "", loop.output_collection or ""} if loop is not None else set()
    return targets | own | (frozenset() if node.ext.outputs else _given(subject, node))


def _facts(subject: Subject, node: Node) -> _Facts:
    ext, loop = node.ext, node.loop
    computed = subject.relevant.texts
    inputs = _names(*computed.intersection((ext.script or "", *(line.source for line in ext.inputs))))
    outputs = _names(*computed.intersection(line.source for line in ext.outputs))
    flows = _names(*(flow.condition for flow in subject.diagram.outgoing.get(node.id, [])))
    if loop is not None:
        inputs |= _names(loop.collection, loop.condition, loop.completion, loop.output_element)
    given = _given(subject, node)
    if ext.outputs:
        targets = frozenset(line.target for line in ext.outputs)
        return _Facts(inputs | (outputs - given), flows, targets if _surely(node) else frozenset())
    return _Facts(inputs, flows, given if _surely(node) else frozenset())


def _given(subject: Subject, node: Node) -> frozenset[str]:
    """What the result of a node writes whenever it goes on along its flows."""
    if node.kind in {"scriptTask", "businessRuleTask"} and node.ext.job_type is None:
        name = node.ext.result_variable
        return frozenset({name} if name else ())
    by_time = any(trigger.kind not in {"message", "signal"} for trigger in node.triggers)
    if node.kind in {"userTask", "serviceTask", "callActivity"} or (node.kind in _CATCHING and not by_time):
        return frozenset(giving.given(subject, node))
    return frozenset()


_CATCHING = frozenset({"receiveTask", "intermediateCatchEvent", "boundaryEvent"})


def _surely(node: Node) -> bool:
    """A loop may be done not at all, and a sub-process has its inside to read first."""
    return node.loop is None and node.kind != "subProcess"


def _next(diagram: Diagram, node: Node) -> Iterator[str]:
    """The nodes a token of this one may come to next, into and out of sub-processes and over links."""
    yield from (flow.target for flow in diagram.outgoing.get(node.id, []))
    if node.trigger.kind == "link":
        links = diagram.members.get(node.scope, [])
        yield from (
            n.id for n in links if n.trigger.kind == "link" and n.trigger.name == node.trigger.name and n is not node
        )
    if node.kind == "subProcess":
        yield from (inner.id for inner in diagram.members.get(node.id, []))
    if node.scope is not None:
        yield node.scope
    if node.loop is not None:
        yield node.id


def _beside(diagram: Diagram, node_id: str) -> list[str]:
    return [event.id for event in diagram.boundaries.get(node_id, [])]


def _always(subject: Subject) -> frozenset[str]:
    """What event sub-processes, handlers of compensation and conditions of events read, and names of inner scopes."""
    diagram = subject.diagram
    found: set[str] = set(subject.relevant.patched)
    for node in diagram.nodes.values():
        found.update(line.target for line in node.ext.inputs)
        if node.loop is not None:
            found |= {node.loop.element or "", *_names(node.loop.output_element)}
        found |= _names(*(trigger.text for trigger in node.triggers if trigger.kind == "conditional"))
        if node.for_compensation or _in_event_process(diagram, node):
            facts = _facts(subject, node)
            found |= facts.before | facts.after
    return frozenset(found & subject.relevant.names)


def _in_event_process(diagram: Diagram, node: Node) -> bool:
    scope = diagram.nodes.get(node.scope or "")
    while scope is not None and not scope.by_event:
        scope = diagram.nodes.get(scope.scope or "")
    return scope is not None


def _names(*texts: str | None) -> frozenset[str]:
    return frozenset().union(*(relevance.names_in(text) for text in texts))
