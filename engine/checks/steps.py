"""Steps: that each has what it needs to be done, and people who may do it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.findings import Finding, error, warning
from engine.spiff import script
from engine.spiff.diagram import ACTIVITIES, Diagram, Loop, Node


@dataclass(frozen=True)
class Places:
    """What the bundle and the system offer: form ids, decision ids, service types, role ids."""

    forms: frozenset[str]
    decisions: frozenset[str]
    types: frozenset[str]
    roles: frozenset[str]


def check(diagram: Diagram, places: Places) -> Iterator[Finding]:
    """All findings about steps and lanes."""
    for node in diagram.nodes.values():
        yield from _one(node, places)
    for lane in diagram.lanes:
        if places.roles and lane not in places.roles:
            yield warning(lane, f"{lane}은(는) 알려진 역할이 아닙니다.", f"{lane} is no known role.")


def _one(node: Node, places: Places) -> Iterator[Finding]:
    if node.loop is not None:
        yield from _loop(node, node.loop)
    for line in (*node.ext.inputs, *node.ext.outputs):
        if not line.source:
            yield error(node.id, f"{line.target}에 넣을 값이 없습니다.", f"The mapping to {line.target} has no source.")
    yield from _work(node, places)


def _work(node: Node, places: Places) -> Iterator[Finding]:
    """What each kind of step needs to be done."""
    if node.kind in {"userTask", "startEvent"}:
        yield from _form(node, places)
    if node.ext.job_type is not None or node.kind == "serviceTask":
        yield from _type(node, places)
    if node.kind == "sendTask" and node.ext.job_type is None and node.trigger.kind == "none":
        yield error(node.id, "보낼 것이 없습니다.", "The task sends nothing: it names no message and no type.")
    if node.kind == "scriptTask" and node.ext.job_type is None and not node.ext.script:
        yield error(node.id, "FEEL 스크립트가 없습니다.", "The script task has no FEEL expression.")
    if node.kind == "scriptTask" and node.ext.script and not node.ext.result_variable:
        yield error(node.id, "스크립트의 결과를 담을 변수가 없습니다.", "The script's result goes into no variable.")
    if node.kind == "businessRuleTask" and node.ext.job_type is None:
        yield from _decision(node, places)


def _loop(node: Node, loop: Loop) -> Iterator[Finding]:
    if node.kind not in ACTIVITIES:
        yield error(node.id, "활동만 반복할 수 있습니다.", "Only an activity can be repeated.")
    else:
        yield from (_passes if loop.standard else _elements)(node.id, loop)


def _passes(node_id: str, loop: Loop) -> Iterator[Finding]:
    if loop.condition is None and loop.maximum is None:
        yield error(node_id, "반복을 끝내는 것이 없습니다.", "Nothing ends the loop: no condition and no maximum.")
    if loop.maximum is not None and loop.maximum < 1:
        yield error(node_id, "반복 횟수를 읽을 수 없습니다.", "The loop's maximum is no whole number from 1.")


def _elements(node_id: str, loop: Loop) -> Iterator[Finding]:
    if not loop.collection:
        yield error(node_id, "다중 인스턴스에 입력 목록이 없습니다.", "The multi-instance has no input collection.")
    elif bool(loop.output_collection) != bool(loop.output_element):
        yield error(
            node_id,
            "출력 목록과 출력 요소는 함께 적습니다.",
            "An output collection and an output element stand together or not at all.",
        )


def _form(node: Node, places: Places) -> Iterator[Finding]:
    named = node.ext.form_id
    if named and named not in places.forms:
        yield error(node.id, f"양식 {named}이(가) 없습니다.", f"The form {named} is nowhere.")
    elif node.kind == "userTask" and not named and node.id not in places.forms:
        yield warning(node.id, "양식이 없어 어떤 값이든 받습니다.", "Without a form the task takes any data.")


def _type(node: Node, places: Places) -> Iterator[Finding]:
    named = node.ext.job_type
    if not named:
        yield error(node.id, "서비스 유형이 없습니다.", "The step names no service type.")
    elif not script.is_expression(named) and node.ext.headers.get("external") != "true" and named not in places.types:
        yield error(node.id, f"{named} 처리기가 없습니다.", f"No handler is registered for {named}.")


def _decision(node: Node, places: Places) -> Iterator[Finding]:
    named = node.ext.decision_id
    if not named:
        yield error(node.id, "결정표가 없습니다.", "The step names no decision.")
    elif not script.is_expression(named) and named not in places.decisions:
        yield error(node.id, f"결정 {named}이(가) 없습니다.", f"The decision {named} is nowhere.")
    if not node.ext.result_variable:
        yield error(node.id, "결정의 결과를 담을 변수가 없습니다.", "The decision's result goes into no variable.")
