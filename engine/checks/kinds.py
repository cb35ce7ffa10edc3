"""Conditions and decisions over variables that a form alone writes: what such a field can never be is pointed out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from engine.exploring.subject import Subject
from engine.exploring.unknowns import Domain
from engine.exploring.writing import written_by_forms
from engine.feel import FeelLimitExceeded, FeelSyntaxError, nodes
from engine.feel.expression import Expression
from engine.feel.values import Value
from engine.findings import Finding, warning
from engine.spiff import script
from engine.spiff.diagram import Diagram, Node

_NAMES = {"number": ("숫자", "number"), "text": ("글", "text"), "boolean": ("예/아니요", "yes or no")}
_FEEL = {"number": "number", "string": "text", "boolean": "boolean"}
#: Whose value is never true or false, whatever the variables are.
_NEVER_TRUE = (nodes.Arithmetic, nodes.Negation, nodes.ListNode, nodes.ContextNode, nodes.RangeNode)


def check(subject: Subject) -> Iterator[Finding]:
    """All that is certain about the kinds of values in a process; nothing of it stops a deployment."""
    fields = written_by_forms(subject)
    for element_id, text in conditions(subject.diagram):
        expression = _read(text)
        if expression is not None:
            yield from _condition(element_id, expression.node, fields)
    for node in subject.diagram.nodes.values():
        yield from _decision(subject, node, fields)


def conditions(diagram: Diagram) -> Iterator[tuple[str, str]]:
    """The conditions of flows, events and loops, each with the element it stands at."""
    for flow in diagram.flows.values():
        if flow.condition:
            yield flow.id, flow.condition
    for node in diagram.nodes.values():
        loop = node.loop
        texts = [trigger.text for trigger in node.triggers if trigger.kind == "conditional"]
        texts += [loop.condition or "", loop.completion or ""] if loop is not None else []
        yield from ((node.id, text) for text in texts if text)


def _read(text: str) -> Expression | None:
    try:
        return script.compiled(script.body(text))
    except (FeelSyntaxError, FeelLimitExceeded):
        return None  # said by another check


def _condition(element_id: str, node: nodes.Node, fields: Mapping[str, Domain]) -> Iterator[Finding]:
    never = isinstance(node, _NEVER_TRUE) or (isinstance(node, nodes.Literal) and not isinstance(node.value, bool))
    field = fields.get(node.name) if isinstance(node, nodes.Name) else None
    if never or (field is not None and _kind(field) not in ("", "boolean")):
        yield warning(
            element_id, "조건이 참이나 거짓이 될 수 없습니다.", "The condition can be neither true nor false."
        )
    yield from _comparisons(element_id, node, fields)


def _comparisons(element_id: str, node: nodes.Node, fields: Mapping[str, Domain]) -> Iterator[Finding]:
    if isinstance(node, nodes.Logic):
        for operand in node.operands:
            yield from _comparisons(element_id, operand, fields)
    if not isinstance(node, nodes.Comparison):
        return
    for one, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(one, nodes.Name) and one.name in fields and isinstance(other, nodes.Literal):
            yield from _compared(element_id, (one.name, fields[one.name]), other.value)


def _compared(element_id: str, field: tuple[str, Domain], value: Value) -> Iterator[Finding]:
    name, domain = field
    known, asked = _kind(domain), _kind_of(value)
    if value is None or not known or not asked:
        return
    if known != asked:
        yield _mismatch(element_id, name, (known, asked))
    elif domain.values is not None and value not in domain.values:
        offered = ", ".join(str(one) for one in domain.values)
        yield warning(
            element_id,
            f"{name} 항목의 보기에 {value}은(는) 없습니다. 보기: {offered}",
            f"The field {name} does not offer {value}, only {offered}.",
        )


def _mismatch(element_id: str, name: str, kinds: tuple[str, str]) -> Finding:
    (known_ko, known_en), (asked_ko, asked_en) = _NAMES[kinds[0]], _NAMES[kinds[1]]
    return warning(
        element_id,
        f"{name} 항목은 {known_ko}인데 {asked_ko}(으)로 다룹니다.",
        f"The field {name} is a {known_en} and is treated as a {asked_en}.",
    )


def _decision(subject: Subject, node: Node, fields: Mapping[str, Domain]) -> Iterator[Finding]:
    """A table's columns that read a field of another type; what inputs map is another variable."""
    model = subject.decisions.get(node.ext.decision_id or "")
    decision = None if model is None else model.decisions.get(node.ext.decision_id)
    if decision is None or decision.table is None:
        return
    mapped = {line.target for line in node.ext.inputs}
    for column in decision.table.inputs:
        known = _kind(fields[column.text]) if column.text in fields and column.text not in mapped else ""
        wanted = _FEEL.get(column.type.kind, "")
        if known and wanted and known != wanted:
            yield _mismatch(node.id, column.text, (known, wanted))


def _kind(domain: Domain) -> str:
    """The kind of a field; of a choice that of its values, none where they differ."""
    if domain.values is None:
        return domain.kind
    kinds = {_kind_of(value) for value in domain.values}
    return kinds.pop() if len(kinds) == 1 else ""


def _kind_of(value: Value) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "text"
    return "number" if isinstance(value, Decimal | int) else ""
