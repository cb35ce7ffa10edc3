"""What may start a process: receive tasks and event-based gateways that instantiate it stand at its beginning."""

from __future__ import annotations

from collections.abc import Iterator

from engine.findings import Finding, error
from engine.spiff.diagram import Diagram, Node


def check(diagram: Diagram) -> Iterator[Finding]:
    """Findings about nodes that instantiate the process."""
    for node in diagram.nodes.values():
        if node.instantiates and node.kind in {"receiveTask", "eventBasedGateway"}:
            yield from _one(diagram, node)


def _one(diagram: Diagram, node: Node) -> Iterator[Finding]:
    if node.scope is not None or diagram.incoming.get(node.id):
        yield error(
            node.id,
            "프로세스를 시작하는 요소는 프로세스의 맨 앞에만 둘 수 있습니다.",
            "What instantiates the process stands at its very beginning, with no flow into it.",
        )
    if node.loop is not None or diagram.boundaries.get(node.id):
        yield error(
            node.id,
            "프로세스를 시작하는 태스크에는 반복이나 경계 이벤트를 둘 수 없습니다.",
            "A task that instantiates the process has no loop and no boundary event.",
        )
    if node.kind == "eventBasedGateway":
        for flow in diagram.outgoing.get(node.id, []):
            target = diagram.nodes.get(flow.target)
            if target is not None and any(trigger.kind not in {"message", "signal"} for trigger in target.triggers):
                yield error(
                    target.id,
                    "프로세스를 시작하는 이벤트 게이트웨이 뒤에는 메시지와 신호만 올 수 있습니다.",
                    "Behind an event-based gateway that instantiates only messages and signals may stand.",
                )
