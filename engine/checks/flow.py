"""Sequence flows and gateways: where they may lead, and that every node can be reached."""

from __future__ import annotations

from collections.abc import Iterator

from engine.findings import Finding, error
from engine.spiff.diagram import EVENTS, Diagram, Flow, Node

CONDITIONAL = frozenset({"exclusiveGateway", "inclusiveGateway"})


def check(diagram: Diagram) -> Iterator[Finding]:
    """All findings about flows."""
    for flow in diagram.flows.values():
        yield from _ends(diagram, flow)
    for node in diagram.nodes.values():
        yield from _out_of(diagram, node)
    yield from _unreachable(diagram)


def _ends(diagram: Diagram, flow: Flow) -> Iterator[Finding]:
    source, target = diagram.nodes.get(flow.source), diagram.nodes.get(flow.target)
    if source is None or target is None:
        yield error(
            flow.id, "흐름의 시작이나 끝이 없습니다.", "The flow begins or ends at nothing.", flow.source, flow.target
        )
        return
    if source.scope != target.scope:
        yield error(
            flow.id,
            "흐름이 하위 프로세스의 경계를 넘습니다.",
            "The flow crosses the border of a sub-process.",
            source.id,
            target.id,
        )
    if target.kind in {"startEvent", "boundaryEvent"}:
        yield error(flow.id, "시작 이벤트로 들어가는 흐름은 없습니다.", "No flow may lead into this event.", target.id)
    if source.kind == "endEvent":
        yield error(flow.id, "종료 이벤트에서 나오는 흐름은 없습니다.", "No flow may leave an end event.", source.id)
    if source.by_event or target.by_event:
        yield error(
            flow.id,
            "이벤트 하위 프로세스는 흐름에 있지 않습니다.",
            "An event sub-process takes part in no flow.",
            *(node.id for node in (source, target) if node.by_event),
        )


def _out_of(diagram: Diagram, node: Node) -> Iterator[Finding]:
    flows = diagram.outgoing.get(node.id, [])
    if node.default is not None and node.default not in {flow.id for flow in flows}:
        yield error(node.id, "기본 흐름이 이 요소에서 나오지 않습니다.", "The default flow does not leave this node.")
    if node.kind in CONDITIONAL and len(flows) > 1:
        for flow in flows:
            if not flow.condition and flow.id != node.default:
                yield error(flow.id, "조건이 없습니다.", "The flow has no condition and is not the default.", node.id)
    if node.kind in {"parallelGateway", "eventBasedGateway"} | EVENTS:
        yield from _without_choice(node, flows)
    if node.kind == "eventBasedGateway":
        yield from _members(diagram, node, flows)
    if node.kind in CONDITIONAL | {"parallelGateway"} and not flows:
        yield error(node.id, "게이트웨이에서 나가는 흐름이 없습니다.", "No flow leaves the gateway.")


def _without_choice(node: Node, flows: list[Flow]) -> Iterator[Finding]:
    """Of an event, or a gateway that chooses nothing: it has neither conditions nor a default."""
    for flow in flows:
        if flow.condition:
            yield error(flow.id, "이 요소는 조건을 보지 않습니다.", "This element looks at no conditions.", node.id)
    if node.default is not None:
        yield error(node.id, "이 요소에는 기본 흐름이 없습니다.", "This element has no default flow.", node.default)


def _members(diagram: Diagram, node: Node, flows: list[Flow]) -> Iterator[Finding]:
    if len(flows) < 2:
        yield error(
            node.id, "이벤트 게이트웨이는 둘 이상을 기다립니다.", "An event-based gateway waits for two or more."
        )
    for flow in flows:
        target = diagram.nodes.get(flow.target)
        if target is None:
            continue
        waits = target.kind == "receiveTask" or (
            target.kind == "intermediateCatchEvent"
            and all(trigger.kind in {"message", "timer", "signal", "conditional"} for trigger in target.triggers)
        )
        if not waits:
            yield error(
                target.id,
                "이벤트 게이트웨이 뒤에는 기다리는 이벤트만 옵니다.",
                "Only events that wait may follow.",
                node.id,
            )
        if len(diagram.incoming.get(target.id, [])) > 1:
            yield error(target.id, "이벤트로 다른 흐름도 들어옵니다.", "Another flow leads to this event too.", node.id)


def _unreachable(diagram: Diagram) -> Iterator[Finding]:
    reached: set[str] = set()
    pending = [node.id for node in diagram.nodes.values() if _begins(diagram, node)]
    while pending:
        node_id = pending.pop()
        if node_id in reached or node_id not in diagram.nodes:
            continue
        reached.add(node_id)
        pending.extend(flow.target for flow in diagram.outgoing.get(node_id, []))
    for node in diagram.nodes.values():
        if node.id not in reached:
            yield error(node.id, "이 요소에 이르는 길이 없습니다.", "Nothing leads to this node.", node.scope)


def _begins(diagram: Diagram, node: Node) -> bool:
    """Whether a node gets its token from elsewhere than a flow."""
    if node.kind in {"startEvent", "boundaryEvent"} or node.by_event or node.for_compensation:
        return True
    if node.kind == "intermediateCatchEvent" and node.trigger.kind == "link":
        return True
    if node.instantiates and node.scope is None:
        return True
    return not diagram.starts(node.scope) and not diagram.incoming.get(node.id)
