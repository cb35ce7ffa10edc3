"""Compensation and transactions: that each handler, event and cancellation has its counterpart."""

from __future__ import annotations

from collections.abc import Iterator

from engine.findings import Finding, error, warning
from engine.spiff.diagram import Diagram, Node


def check(diagram: Diagram) -> Iterator[Finding]:
    """All findings about undoing and cancelling."""
    for node in diagram.nodes.values():
        if node.for_compensation:
            yield from _handler(diagram, node)
        for trigger in node.triggers:
            if trigger.kind == "compensate":
                yield from _compensate(diagram, node)
            elif trigger.kind == "cancel":
                yield from _cancel(diagram, node)


def _handler(diagram: Diagram, node: Node) -> Iterator[Finding]:
    if node.id not in diagram.handlers.values():
        yield error(node.id, "이 보상 처리를 부르는 이벤트가 없습니다.", "No compensation event leads to this handler.")
    if diagram.incoming.get(node.id) or diagram.outgoing.get(node.id):
        yield error(node.id, "보상 처리에는 흐름을 잇지 않습니다.", "A compensation handler takes part in no flow.")


def _compensate(diagram: Diagram, node: Node) -> Iterator[Finding]:
    if node.kind == "boundaryEvent":
        if node.host not in diagram.handlers:
            yield error(
                node.id,
                "이어진 보상 처리가 없습니다.",
                "The event is associated with no compensation handler.",
                node.host,
            )
        if diagram.outgoing.get(node.id):
            yield error(node.id, "보상 이벤트에서는 흐름이 나가지 않습니다.", "No flow leaves a compensation event.")
    elif node.kind == "startEvent":
        holder = diagram.nodes.get(node.scope or "")
        if holder is None or holder.scope is None:
            yield error(
                node.id,
                "프로세스 전체의 보상은 아무도 시작하지 않습니다.",
                "Nothing can start the compensation of a whole process.",
            )
    elif node.trigger.name is not None:
        yield from _named(diagram, node, node.trigger.name)
    elif not any(diagram.nodes[one].scope == _home(diagram, node) for one in diagram.undoable):
        yield warning(node.id, "되돌릴 것이 없습니다.", "Nothing in this scope can be compensated.")


def _named(diagram: Diagram, node: Node, activity_id: str) -> Iterator[Finding]:
    activity = diagram.nodes.get(activity_id)
    if activity is None or activity.scope != _home(diagram, node):
        yield error(
            node.id,
            f"여기에서 되돌릴 수 있는 활동이 아닙니다: {activity_id}",
            f"{activity_id} is no activity that can be compensated from here.",
            activity_id,
        )
    elif activity_id not in diagram.undoable:
        yield error(node.id, f"{activity_id}에 보상 처리가 없습니다.", f"{activity_id} has no compensation handler.")


def _cancel(diagram: Diagram, node: Node) -> Iterator[Finding]:
    if node.kind == "boundaryEvent":
        host = diagram.nodes.get(node.host or "")
        if host is None or not host.transaction:
            yield error(node.id, "트랜잭션이 아닙니다.", "A cancel event belongs on a transaction.", node.host)
        if not node.interrupting:
            yield error(node.id, "취소 이벤트는 항상 중단합니다.", "A cancel event always interrupts.", node.host)
        return
    transaction = diagram.nodes.get(_home(diagram, node) or "")
    if transaction is None or not transaction.transaction:
        yield error(
            node.id, "취소 종료는 트랜잭션 바로 안에만 둡니다.", "A cancel end stands directly in a transaction only."
        )
    elif not any(event.trigger.kind == "cancel" for event in diagram.boundaries.get(transaction.id, [])):
        yield error(
            transaction.id,
            "취소를 받는 경계 이벤트가 없습니다.",
            "The transaction has no boundary event for its cancel.",
            node.id,
        )


def _home(diagram: Diagram, node: Node) -> str | None:
    """The sub-process whose activities the event undoes: event sub-processes act for the one around them."""
    scope = node.scope
    while scope is not None and diagram.nodes[scope].by_event:
        scope = diagram.nodes[scope].scope
    return scope
