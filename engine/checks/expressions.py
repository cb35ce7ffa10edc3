"""FEEL wherever a diagram holds some: it must at least be FEEL."""

from __future__ import annotations

from collections.abc import Iterator

from engine.feel import FeelLimitExceeded, FeelSyntaxError
from engine.findings import Finding, error
from engine.spiff import script
from engine.spiff.diagram import Diagram, Node


def check(diagram: Diagram) -> Iterator[Finding]:
    """A finding with its place for each expression that cannot be read."""
    for node in diagram.nodes.values():
        for what, text in _expressions(node):
            yield from _one(node.id, what, text)
    for flow in diagram.flows.values():
        if flow.condition:
            yield from _one(flow.id, "condition", flow.condition, always=True)


def _expressions(node: Node) -> Iterator[tuple[str, str]]:
    ext, loop = node.ext, node.loop
    for line in (*ext.inputs, *ext.outputs):
        yield f"mapping to {line.target}", line.source
        if not all(part.isidentifier() for part in line.target.split(".")):
            yield "mapping target", f"={line.target}"
    named = {
        "assignee": ext.assignee, "candidateGroups": ext.candidate_groups, "candidateUsers": ext.candidate_users,
        "dueDate": ext.due, "followUpDate": ext.follow_up, "priority": ext.priority, "type": ext.job_type,
        "retries": ext.retries, "decisionId": ext.decision_id, "processId": ext.called_process,
        "reminder": ext.properties.get("reminder"), "deadline": ext.properties.get("deadline"),
    }  # fmt: skip
    yield from (("listener", line.type) for line in ext.listeners if line.type)
    for trigger in node.triggers:
        said = {"name": trigger.name, "correlationKey": trigger.key, "timer": trigger.text}
        if trigger.kind == "compensate":
            continue
        if trigger.kind == "conditional" and trigger.text:
            said = {"condition": f"={script.body(trigger.text)}"}
        yield from ((what, text) for what, text in said.items() if text)
    yield from ((what, text) for what, text in named.items() if text)
    if ext.script:
        yield "script", ext.script if script.is_expression(ext.script) else f"={ext.script}"
    if loop is not None:
        looped = {
            "inputCollection": loop.collection,
            "outputElement": loop.output_element,
            "condition": loop.completion,
            "loopCondition": loop.condition,
        }
        yield from ((what, f"={script.body(text)}") for what, text in looped.items() if text)


def _one(element_id: str, what: str, text: str, *, always: bool = False) -> Iterator[Finding]:
    if not always and not script.is_expression(text):
        return
    try:
        script.compiled(script.body(text))
    except FeelSyntaxError as problem:
        where = f"{problem.line}:{problem.column}"
        yield error(element_id, f"{what}의 FEEL을 읽을 수 없습니다 ({where}).", f"{what} is no FEEL: {problem.message}")
    except FeelLimitExceeded as problem:
        yield error(element_id, f"{what}의 FEEL이 너무 큽니다.", f"{what} is too much FEEL: {problem.limit}")
