"""Events: which kinds are executed where, and that they say what they wait for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from engine.findings import Finding, error
from engine.spiff import script, timing
from engine.spiff.diagram import ACTIVITIES, Diagram, Node, Trigger

#: The event definitions that are executed, by place; anything else is refused.
EXECUTED = {
    "start": frozenset({"none", "message", "signal", "timer"}),
    "inner start": frozenset({"none"}),
    "event start": frozenset({"message", "timer", "signal", "error", "escalation", "conditional", "compensate"}),
    "intermediateCatchEvent": frozenset({"message", "timer", "signal", "link", "conditional"}),
    "intermediateThrowEvent": frozenset({"none", "message", "signal", "escalation", "link", "compensate"}),
    "endEvent": frozenset({"none", "message", "signal", "error", "escalation", "terminate", "compensate", "cancel"}),
    "boundaryEvent": frozenset(
        {"message", "timer", "signal", "error", "escalation", "conditional", "compensate", "cancel"}
    ),
}
#: What may stand together on one event.
TOGETHER_CAUGHT = frozenset({"message", "timer", "signal", "error", "escalation", "conditional"})
TOGETHER_THROWN = frozenset({"message", "signal", "escalation"})
_SOME_DAY = datetime(2026, 1, 1, tzinfo=timing.SEOUL)


def check(diagram: Diagram) -> Iterator[Finding]:
    """All findings about events and the starts of scopes."""
    for node in diagram.nodes.values():
        if (place := _place(diagram, node)) is not None:
            yield from _event(node, place)
        if node.kind == "boundaryEvent":
            yield from _boundary(diagram, node)
        if node.kind == "receiveTask" and node.trigger.kind == "none":
            yield error(node.id, "받을 메시지가 없습니다.", "The task names no message.")
    for scope in [None, *(node.id for node in diagram.nodes.values() if node.kind == "subProcess")]:
        yield from _starts(diagram, scope)
    yield from _links(diagram)


def _place(diagram: Diagram, node: Node) -> str | None:
    if node.kind != "startEvent":
        return node.kind if node.kind in EXECUTED else None
    if node.scope is None:
        return "start"
    return "event start" if diagram.nodes[node.scope].by_event else "inner start"


def _event(node: Node, place: str) -> Iterator[Finding]:
    for trigger in node.triggers:
        yield from _trigger(node, trigger, place)
    beside = TOGETHER_THROWN if node.kind in {"endEvent", "intermediateThrowEvent"} else TOGETHER_CAUGHT
    for trigger in node.triggers if node.also else ():
        if trigger.kind not in beside:
            yield error(
                node.id,
                f"{trigger.kind} 이벤트는 다른 이벤트와 함께 쓸 수 없습니다.",
                f"A {trigger.kind} definition cannot stand beside others.",
            )


def _trigger(node: Node, trigger: Trigger, place: str) -> Iterator[Finding]:
    kind = trigger.kind
    if kind not in EXECUTED[place]:
        yield error(
            node.id,
            f"여기에서는 {kind} 이벤트를 실행할 수 없습니다.",
            f"A {kind} event cannot be executed here.",
            node.scope if node.kind == "startEvent" else None,
        )
        return
    if kind == "timer":
        yield from _timer(node, trigger)
    if kind == "conditional" and not trigger.text:
        yield error(node.id, "조건이 없습니다.", "The event has no condition.")
    named = {"message", "signal", "link"}
    if kind in named and not trigger.name and not node.ext.job_type:
        yield error(node.id, "이름이 없습니다.", f"The {kind} has no name.", trigger.ref)
    if kind in {"error", "escalation"} and place in {"endEvent", "intermediateThrowEvent"} and not trigger.name:
        yield error(node.id, "던질 코드가 없습니다.", f"The {kind} that is thrown has no code.", trigger.ref)
    if kind == "error" and place in {"event start", "boundaryEvent"} and not node.interrupting:
        yield error(node.id, "오류 이벤트는 항상 중단합니다.", "An error event always interrupts.", node.scope)


def _timer(node: Node, trigger: Trigger) -> Iterator[Finding]:
    text = trigger.text
    if not text or not trigger.timer:
        yield error(node.id, "시각이 없습니다.", "The timer has no time.")
    elif not script.is_expression(text):
        try:
            due = timing.schedule(trigger.timer, text, _SOME_DAY).due_at
            if trigger.timer == "duration" and due < _SOME_DAY:
                raise timing.NotATime("it is over before it begins")
        except timing.NotATime as problem:
            yield error(node.id, f"타이머를 읽을 수 없습니다: {text}", f"The timer cannot be read: {text} ({problem})")


def _boundary(diagram: Diagram, node: Node) -> Iterator[Finding]:
    host = diagram.nodes.get(node.host or "")
    if host is None or host.kind not in ACTIVITIES or host.scope != node.scope or host.by_event:
        yield error(
            node.id,
            "경계 이벤트가 활동에 붙어 있지 않습니다.",
            "The boundary event is attached to no activity.",
            node.host,
        )
    elif host.kind not in {"subProcess", "callActivity"} and all(one.kind == "escalation" for one in node.triggers):
        yield error(
            node.id,
            "에스컬레이션은 하위 프로세스나 호출에서만 나옵니다.",
            "Only a sub-process or a call lets an escalation out.",
            host.id,
        )


def _starts(diagram: Diagram, scope: str | None) -> Iterator[Finding]:
    starts = diagram.starts(scope)
    plain = [node for node in starts if node.trigger.kind == "none"]
    for node in plain[1:]:
        yield error(
            node.id,
            "일반 시작 이벤트가 둘 이상입니다.",
            "There is more than one plain start event.",
            plain[0].id,
            scope,
        )
    if scope is not None and diagram.nodes[scope].by_event and len(starts) != 1:
        yield error(
            scope,
            "이벤트 하위 프로세스에는 시작 이벤트가 하나여야 합니다.",
            "It needs exactly one start event.",
            *(start.id for start in starts),
        )
    if not diagram.members.get(scope):
        yield error(scope or diagram.process_id, "비어 있습니다.", "There is nothing inside.")


def _links(diagram: Diagram) -> Iterator[Finding]:
    links = [node for node in diagram.nodes.values() if node.trigger.kind == "link"]
    catches = [(n.scope, n.trigger.name) for n in links if n.kind == "intermediateCatchEvent"]
    throws = [(n.scope, n.trigger.name) for n in links if n.kind == "intermediateThrowEvent"]
    for node in links:
        key = (node.scope, node.trigger.name)
        if node.kind == "intermediateThrowEvent" and key not in catches:
            yield error(node.id, "링크의 도착점이 없습니다.", "The link leads nowhere.")
        if node.kind == "intermediateCatchEvent" and (key not in throws or catches.count(key) > 1):
            yield error(
                node.id, "링크의 출발점이 없거나 도착점이 둘입니다.", "The link comes from nowhere or arrives twice."
            )
