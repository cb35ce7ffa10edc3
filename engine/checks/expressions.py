"""FEEL wherever a diagram holds some: it must at least be FEEL, and call nothing that is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from engine.feel import FeelLimitExceeded, FeelSyntaxError, is_name
from engine.feel.freenames import misused_functions, unknown_functions
from engine.feel.meaningless import wrong_constants
from engine.findings import Finding, error
from engine.spiff import people, script, timing
from engine.spiff.diagram import Diagram, Node, Trigger


def check(diagram: Diagram) -> Iterator[Finding]:
    """A finding with its place for each expression that cannot be read."""
    for node in diagram.nodes.values():
        for what, text in _expressions(node):
            yield from _one(node.id, what, text)
        yield from _names(node)
        for what, only in _only_feel(node):
            yield from _feel(node.id, what, only)
        for trigger in node.triggers:
            yield from _trigger(node, trigger)
        yield from _plain(node)
    for flow in diagram.flows.values():
        if flow.condition and not script.is_expression(flow.condition):
            yield error(
                flow.id,
                f"조건은 =로 시작하는 FEEL이어야 합니다: {flow.condition}",
                f"A condition is FEEL and begins with =: {flow.condition}",
                flow.source,
            )
        elif flow.condition:
            yield from _one(flow.id, "condition", flow.condition, flow.source)


def _trigger(node: Node, trigger: Trigger) -> Iterator[Finding]:
    said = {"name": trigger.name, "timer": trigger.text}
    if trigger.kind == "compensate":
        return
    yield from _feel(node.id, "correlationKey", trigger.key, trigger.ref)
    if trigger.key == "" and node.kind != "startEvent":
        yield error(node.id, "상관 키가 비어 있습니다.", "The correlation key is empty.", trigger.ref)
    if trigger.kind == "conditional":
        said = {}
        yield from _feel(node.id, "condition", trigger.text)
    for what, text in said.items():
        if text:
            yield from _one(node.id, what, text, trigger.ref)


def _plain(node: Node) -> Iterator[Finding]:
    """What stands as plain text where a number or a time is wanted."""
    ext = node.ext
    wanted: list[tuple[str, str | None, Callable[[str], object]]] = [
        ("dueDate", ext.due, people.moment_of),
        ("followUpDate", ext.follow_up, people.moment_of),
        ("reminder", ext.properties.get("reminder"), people.moment_of),
        ("deadline", ext.properties.get("deadline"), people.moment_of),
        ("targetDuration", ext.properties.get("targetDuration"), _lasting),
        ("priority", ext.priority, _between(0, 100)),
        ("retries", ext.retries, _between(0, 10_000)),
    ]
    for what, text, read in wanted:
        if text and not script.is_expression(text):
            try:
                read(text)
            except ValueError:
                yield error(node.id, f"{what}을(를) 읽을 수 없습니다: {text}", f"{what} cannot be read: {text}")


def _lasting(text: str) -> None:
    """Whether a text is a duration in which something can be done."""
    some_day = datetime(2026, 1, 1, tzinfo=timing.SEOUL)
    if timing.span(text).after(some_day) <= some_day:
        raise timing.NotATime("it is over before it begins")


def _expressions(node: Node) -> Iterator[tuple[str, str]]:
    ext = node.ext
    for line in (*ext.inputs, *ext.outputs):
        yield f"mapping to {line.target}", line.source
    named = {
        "assignee": ext.assignee, "candidateGroups": ext.candidate_groups, "candidateUsers": ext.candidate_users,
        "dueDate": ext.due, "followUpDate": ext.follow_up, "priority": ext.priority, "type": ext.job_type,
        "retries": ext.retries, "decisionId": ext.decision_id, "processId": ext.called_process,
        "reminder": ext.properties.get("reminder"), "deadline": ext.properties.get("deadline"),
    }  # fmt: skip
    yield from (("listener", line.type) for line in ext.listeners if line.type)
    yield from ((what, text) for what, text in named.items() if text)


def _only_feel(node: Node) -> Iterator[tuple[str, str | None]]:
    """Where a plain text would mean nothing."""
    yield "script", node.ext.script
    if node.loop is not None:
        yield "inputCollection", node.loop.collection
        yield "outputElement", node.loop.output_element
        yield "completionCondition", node.loop.completion
        yield "loopCondition", node.loop.condition


def _feel(element_id: str, what: str, text: str | None, *others: str | None) -> Iterator[Finding]:
    """Findings about a text that must be FEEL, where there is one."""
    if text and not script.is_expression(text):
        yield error(
            element_id,
            f"{what}은(는) =로 시작하는 FEEL이어야 합니다: {text}",
            f"The {what} is FEEL and begins with =: {text}",
            *others,
        )
    elif text:
        yield from _one(element_id, what, text, *others)


def _names(node: Node) -> Iterator[Finding]:
    """Variables that are written by their name alone: what FEEL reads as something else could never be read again."""
    loop = node.loop
    names = {"resultVariable": node.ext.result_variable}
    if loop is not None:
        names |= {"inputElement": loop.element, "outputCollection": loop.output_collection}
    for what, name in names.items():
        if name and not _is_variable(name):
            yield error(node.id, f"{what}은(는) 변수 이름이 아닙니다: {name}", f"The {what} is no name: {name}")
    for line in (*node.ext.inputs, *node.ext.outputs):
        if not all(map(_is_variable, line.target.split("."))):
            yield error(
                node.id,
                f"매핑의 대상(target)은 변수 이름이 아닙니다: {line.target}",
                f"The target of a mapping is no name: {line.target}",
            )


def _is_variable(text: str) -> bool:
    """Whether a variable may be called so; a name with such a sign or word in it is a slip wherever it is read."""
    return is_name(text) and "?" not in text and not text.startswith("not ")


def _between(least: int, most: int) -> Callable[[str], object]:
    def read(text: str) -> int:
        if not least <= int(text) <= most:
            raise ValueError(text)
        return int(text)

    return read


def _one(element_id: str, what: str, text: str, *others: str | None) -> Iterator[Finding]:
    if not script.is_expression(text):
        return
    try:
        found = script.compiled(script.body(text))
    except FeelSyntaxError as problem:
        where = f"{problem.line}:{problem.column}"
        yield error(
            element_id, f"{what}의 FEEL을 읽을 수 없습니다 ({where}).", f"{what} is no FEEL: {problem.message}", *others
        )
        return
    except FeelLimitExceeded as problem:
        yield error(element_id, f"{what}의 FEEL이 너무 큽니다.", f"{what} is too much FEEL: {problem.limit}", *others)
        return
    for name in sorted(found.names):
        if name.startswith("not ") or "?" in name:
            yield error(
                element_id,
                f"{what}: {name}은(는) 하나의 이름으로 읽힙니다. not(…), if … then … else …로 쓰세요.",
                f"{what}: {name} is read as one name; write not(…), if … then … else ….",
                *others,
            )
    for name in sorted(unknown_functions(found.node)):
        yield error(element_id, f"{what}: {name} 함수는 없습니다.", f"{what}: there is no function {name}.", *others)
    for name in sorted(misused_functions(found.node)):
        yield error(
            element_id,
            f"{what}: {name} 함수는 그런 인수를 받지 않습니다.",
            f"{what}: {name} takes no such arguments.",
            *others,
        )
    for wrong in wrong_constants(found.node):
        yield error(
            element_id,
            f"{what}: 뜻이 없는 값입니다. {wrong}",
            f"{what} holds a constant that means nothing: {wrong}",
            *others,
        )
