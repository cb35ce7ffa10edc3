"""Camunda 8's extensions on elements where nothing would come of them: drawn, and silently not done."""

from __future__ import annotations

from collections.abc import Iterator

from engine.findings import Finding, error
from engine.spiff.diagram import GATEWAYS, Diagram, Node

_PEOPLE = frozenset({"userTask"})
_WORKED = frozenset({"serviceTask", "sendTask", "businessRuleTask", "scriptTask", "intermediateThrowEvent", "endEvent"})


def check(diagram: Diagram) -> Iterator[Finding]:
    """A finding for each extension at a place of another kind, and for two that exclude each other."""
    for node in diagram.nodes.values():
        for tag, kinds in _said(node):
            if node.kind not in kinds:
                yield error(
                    node.id,
                    f"{node.kind}에는 zeebe:{tag}을(를) 쓸 수 없습니다.",
                    f"A zeebe:{tag} does nothing on a {node.kind}.",
                )
        if node.kind in GATEWAYS and (node.ext.inputs or node.ext.outputs):
            yield error(node.id, "게이트웨이에는 매핑이 없습니다.", "A gateway has no mappings.")
        if node.ext.job_type is not None and (node.ext.script is not None or node.ext.decision_id is not None):
            yield error(
                node.id,
                "서비스 유형과 FEEL·결정은 함께 쓸 수 없습니다.",
                "It is done by a service type, or by FEEL or a decision, not by both.",
            )


def _said(node: Node) -> Iterator[tuple[str, frozenset[str]]]:
    """The extensions a node has, each with the kinds of elements it means something on."""
    ext = node.ext
    if ext.job_type is not None:
        yield "taskDefinition", _WORKED
    if ext.form_id is not None:
        yield "formDefinition", frozenset({"userTask", "startEvent"})
    if ext.assignee or ext.candidate_groups or ext.candidate_users:
        yield "assignmentDefinition", _PEOPLE
    if ext.due or ext.follow_up:
        yield "taskSchedule", _PEOPLE
    if ext.priority:
        yield "priorityDefinition", _PEOPLE
    if ext.script is not None:
        yield "script", frozenset({"scriptTask"})
    if ext.decision_id is not None:
        yield "calledDecision", frozenset({"businessRuleTask"})
    if ext.called_process is not None:
        yield "calledElement", frozenset({"callActivity"})
