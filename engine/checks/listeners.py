"""Listeners: which events of a step are listened to, and that a handler inside the step answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from engine import handlers
from engine.findings import Finding, error
from engine.spiff import listeners, script
from engine.spiff.diagram import Diagram, Listener, Node


def check(diagram: Diagram, types: Collection[str]) -> Iterator[Finding]:
    """Findings about execution and task listeners; ``types`` are the service types that are served."""
    if diagram.ext.listeners:
        yield error(
            diagram.process_id,
            "프로세스 자체의 리스너는 실행할 수 없습니다. 시작·종료 이벤트에 두세요.",
            "Listeners of the process itself are not executed: put them on its start and end events.",
        )
    for node in diagram.nodes.values():
        for line in node.ext.listeners:
            yield from _event(node, line)
            yield from _type(node, line, types)


def _event(node: Node, line: Listener) -> Iterator[Finding]:
    known = listeners.EXECUTION if line.execution else listeners.TASK
    if line.event not in known:
        yield error(
            node.id,
            f"리스너의 {line.event} 시점은 실행할 수 없습니다.",
            f"A listener to {line.event or 'no event'} is not executed; known are {', '.join(sorted(known))}.",
        )
    elif not line.execution and node.kind != "userTask":
        yield error(node.id, "태스크 리스너는 사용자 태스크에만 둡니다.", "A task listener stands on a user task only.")
    elif line.event in _never(node):
        yield error(
            node.id,
            f"이 요소에서는 {line.event} 리스너가 실행되지 않습니다.",
            f"A listener to {line.event} never runs on this element.",
        )


def _never(node: Node) -> Collection[str]:
    """The events that do not come at an element: it is left by a jump, an error or another event's path."""
    kinds = {trigger.kind for trigger in node.triggers}
    if node.kind == "boundaryEvent" and kinds & {"compensate", "compensation"}:
        return {"start", "end"}
    thrown = node.kind in {"endEvent", "intermediateThrowEvent"}
    if node.kind == "eventBasedGateway" or (thrown and kinds & {"error", "link"}):
        return {"end"}
    return {"start"} if node.by_event else set()


def _type(node: Node, line: Listener, types: Collection[str]) -> Iterator[Finding]:
    if not line.type:
        yield error(node.id, "리스너에 유형이 없습니다.", "The listener names no type.")
        return
    if script.is_expression(line.type):
        return
    known = handlers.find(line.type)
    if known is not None and known.place == "outside":
        yield error(
            node.id,
            f"{line.type}은(는) 단계 밖에서 일하므로 리스너가 될 수 없습니다.",
            f"{line.type} works outside the step and cannot listen to it.",
        )
    elif line.type not in types:
        yield error(node.id, f"{line.type} 처리기가 없습니다.", f"No handler is registered for {line.type}.")
