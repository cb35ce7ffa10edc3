"""Conditions over fields of forms: what such a field can never be is pointed out and stops nothing."""

import pytest

from engine import checks
from tests.engine.building import bundle, extension, flows, node, script
from tests.engine.exploring.planted.making import AB, form, xor

FIELDS = form(
    "a",
    {"type": "number", "key": "hours", "id": "f1", "label": "hours", "validate": {"required": True}},
    {"type": "textfield", "key": "name", "id": "f2", "label": "name"},
    {"type": "checkbox", "key": "agreed", "id": "f3", "label": "agreed"},
    {"type": "radio", "key": "way", "id": "f4", "label": "way", "values": [{"value": "mail", "label": "mail"}]},
)


def said(condition: str, *more: str, files: dict[str, bytes] = FIELDS) -> list[str]:
    way = flows("s -> a -> x -> e", f"x -> b: {condition}", "b -> e")
    findings = checks.check(bundle("p", *AB, xor("x", "f_x_e"), *more, way, files=files))
    return [f.message_en for f in findings if f.element_id == "f_x_b" and f.severity == "warning"]


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ('=hours = "40"', "The field hours is a number and is treated as a text."),
        ("=name > 3", "The field name is a text and is treated as a number."),
        ('=agreed = "yes" and hours > 1', "The field agreed is a yes or no and is treated as a text."),
        ('=way = "fax"', "The field way does not offer fax, only mail."),
        ("=hours", "The condition can be neither true nor false."),
        ("=hours + 1", "The condition can be neither true nor false."),
        ('="yes"', "The condition can be neither true nor false."),
    ],
)
def test_a_condition_that_does_not_fit_its_field_is_pointed_out(condition, message):
    assert message in said(condition)


@pytest.mark.parametrize("condition", ["=hours > 40", '=name = "a"', "=agreed", '=way = "mail"', "=hours = null"])
def test_one_that_fits_is_not(condition):
    assert said(condition) == []


def test_what_something_else_writes_too_may_be_of_any_kind():
    assert said('=hours = "40"', script("n", '="40"', "hours"), flows("b -> n -> e")) == []


def test_a_decision_that_reads_a_field_as_another_kind_is_pointed_out():
    table = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="urn:t" id="d" name="d">
      <decision id="rank" name="rank"><decisionTable id="t" hitPolicy="FIRST">
        <input id="i"><inputExpression id="ie" typeRef="string"><text>hours</text></inputExpression></input>
        <output id="o" typeRef="string"/>
        <rule id="r"><inputEntry id="c"><text>"a"</text></inputEntry>
        <outputEntry id="d1"><text>"x"</text></outputEntry></rule>
      </decisionTable></decision></definitions>"""
    rank = node("businessRuleTask", "rank", extension('<zeebe:calledDecision decisionId="rank" resultVariable="r"/>'))
    files = {**FIELDS, "decisions/rank.dmn": table.encode()}
    findings = checks.check(bundle("p", *AB[:3], rank, flows("s -> a -> rank -> e"), files=files))
    assert [f.message_en for f in findings if f.element_id == "rank"] == [
        "The field hours is a number and is treated as a text."
    ]
