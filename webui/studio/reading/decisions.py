"""Decision tables of a DMN file as tables: inputs, outputs, rules, in the words that the file itself gives."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from lxml import etree

from webui.studio.reading.xml import local, parse

FORMULAS = {"literalExpression", "context", "invocation", "functionDefinition", "list", "relation"}


@dataclass(frozen=True, kw_only=True)
class RuleRead:
    """One line of a table; empty input cells are "-" (any value)."""

    inputs: Sequence[str]
    outputs: Sequence[str]
    note: str


@dataclass(frozen=True, kw_only=True)
class DecisionRead:
    """One decision: a table (inputs, outputs, rules) or a formula."""

    id: str
    name: str
    description: str
    hit_policy: str = ""
    inputs: Sequence[str] = ()
    outputs: Sequence[str] = ()
    rules: Sequence[RuleRead] = ()
    formula: str = ""


def read(content: bytes) -> list[DecisionRead]:
    """All decisions of a file in its order.

    Raises:
        NotReadable: no XML that we read.
    """
    return [_decision(one) for one in parse(content) if local(one) == "decision"]


def _decision(node: etree._Element) -> DecisionRead:
    table = _child(node, "decisionTable")
    found = DecisionRead(
        id=node.get("id", ""),
        name=node.get("name", "") or node.get("id", ""),
        description=_text(node, "description"),
    )
    if table is None:
        return replace(found, formula=_formula(node))
    return replace(
        found,
        hit_policy=_hit_policy(table),
        inputs=[_input_label(one) for one in _children(table, "input")],
        outputs=[one.get("label") or one.get("name") or found.name for one in _children(table, "output")],
        rules=[_rule(one) for one in _children(table, "rule")],
    )


def _rule(node: etree._Element) -> RuleRead:
    return RuleRead(
        inputs=[_text(one, "text") or "-" for one in _children(node, "inputEntry")],
        outputs=[_text(one, "text") for one in _children(node, "outputEntry")],
        note=" ".join(_text(one, "text") for one in _children(node, "annotationEntry")) or _text(node, "description"),
    )


def _input_label(node: etree._Element) -> str:
    expression = _child(node, "inputExpression")
    return node.get("label") or ("" if expression is None else _text(expression, "text"))


def _formula(node: etree._Element) -> str:
    return next((_words(one) for one in node if local(one) in FORMULAS), "")


def _words(node: etree._Element) -> str:
    return "".join(str(part) for part in node.itertext()).strip()


def _hit_policy(table: etree._Element) -> str:
    said = {
        "UNIQUE": _("한 줄만 맞습니다."),
        "FIRST": _("위에서부터 처음 맞는 줄을 씁니다."),
        "PRIORITY": _("맞는 줄 가운데 우선순위가 가장 높은 것을 씁니다."),
        "ANY": _("맞는 줄들의 결과가 모두 같습니다."),
        "COLLECT": _("맞는 줄의 값을 모두 모읍니다."),
        "RULE ORDER": _("맞는 줄의 값을 줄 순서로 모읍니다."),
        "OUTPUT ORDER": _("맞는 줄의 값을 우선순위 순서로 모읍니다."),
    }
    aggregated = {
        "SUM": _("맞는 줄의 값을 더합니다."),
        "MIN": _("맞는 줄의 가장 작은 값입니다."),
        "MAX": _("맞는 줄의 가장 큰 값입니다."),
        "COUNT": _("맞는 줄의 수입니다."),
    }
    return aggregated.get(table.get("aggregation", ""), said[table.get("hitPolicy", "UNIQUE")])


def _children(node: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in node if local(one) == name]


def _child(node: etree._Element, name: str) -> etree._Element | None:
    return next(iter(_children(node, name)), None)


def _text(node: etree._Element, name: str) -> str:
    found = _child(node, name)
    return "" if found is None else _words(found)
