"""The analysis finds gaps, overlaps, dead rules and wrong types, each with inputs that show it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine import dmn
from tests.engine.dmn.building import ENVIRONMENT, decision, definitions, findings, input_data, knowledge, table, text

OUT = "<output/>"


def kinds(found: list[dmn.Finding]) -> list[tuple[str, tuple[int, ...]]]:
    return [(finding.kind, finding.rules) for finding in found]


def test_a_complete_table_has_no_finding() -> None:
    assert findings(table([("age", "number")], [OUT], [["< 18", "1"], [">= 18", "2"]])) == []


@pytest.mark.parametrize(
    ("kind", "rules", "example"),
    [
        ("number", ["< 18", "> 18"], Decimal(18)),
        ("number", ["< 18", "[19..30]", "> 30"], Decimal("18")),
        ("number", ["<= 18", "[19..30]", "> 30"], Decimal("18.5")),
        ("number", ["<= 18", "[25..30]", "> 30"], Decimal(19)),
        ("number", ["> 0"], Decimal(0)),
        ("number", ["<= 0"], Decimal(1)),
        ("number", [">= 0"], Decimal(-1)),
        ("string", ['"a"', '"b"'], ""),
        ("string", ['<= "a"', '>= "b"'], "a "),
        ("string", ['< "a"', '> "a"'], "a"),
        ("boolean", ["true"], False),
        ("date", ['< date("2024-01-01")', '> date("2024-01-01")'], date(2024, 1, 1)),
        ("date", ['<= date("2024-01-01")', '>= date("2024-01-10")'], date(2024, 1, 2)),
        ("date", ['> date("2024-01-01")', 'date("2024-01-01")'], date(2023, 12, 31)),
        ("date", ['<= date("2024-01-01")'], date(2024, 1, 2)),
    ],
)
def test_a_gap_is_shown_by_an_example(kind: str, rules: list[str], example: object) -> None:
    found = findings(table([("x", kind)], [OUT], [[rule, "1"] for rule in rules]))
    assert [(finding.kind, finding.example) for finding in found] == [("gap", {"x": example})]
    assert not found[0].blocks


def test_days_that_follow_each_other_leave_no_gap() -> None:
    rules = [['<= date("2024-01-01")', "1"], ['>= date("2024-01-02")', "2"]]
    assert findings(table([("x", "date")], [OUT], rules)) == []
    ends = [['date("0001-01-01")', "1"], ['> date("0001-01-01")', "1"]]
    assert findings(table([("x", "date")], [OUT], ends)) == []
    last = [['date("9999-12-31")', "1"], ['< date("9999-12-31")', "1"]]
    assert findings(table([("x", "date")], [OUT], last)) == []


def test_every_gap_that_was_found_has_its_own_example() -> None:
    rules = [["< 5", "true", "1"], ["> 5", "false", "2"]]
    found = findings(table([("n", "number"), ("b", "boolean")], [OUT], rules))
    examples = [finding.example for finding in found]
    assert Decimal(5) in [example["n"] for example in examples]
    assert {"n": Decimal(4), "b": False} in examples
    assert {"n": Decimal(6), "b": True} in examples


def test_the_example_of_a_gap_is_really_one() -> None:
    box = table([("n", ""), ("s", "")], [OUT], [["< 5", '"a"', "1"], ["[5..10)", '"a", "b"', "2"]])
    model = dmn.parse(definitions(input_data("n"), input_data("s"), decision("d", box, "i_n", "i_s")))
    found = dmn.analyse(model)
    assert found
    for finding in found:
        assert dmn.evaluate(model, "d", finding.example, ENVIRONMENT).trace == ()


def test_a_default_or_a_collecting_policy_needs_no_rule_for_everything() -> None:
    output = "<output><defaultOutputEntry><text>0</text></defaultOutputEntry></output>"
    assert findings(table([("x", "number")], [output], [["> 5", "1"]])) == []
    assert findings(table([("x", "number")], [OUT], [["> 5", "1"]], hitPolicy="COLLECT")) == []


def test_only_numbers_are_added_up() -> None:
    adding = {"hitPolicy": "COLLECT", "aggregation": "SUM"}
    rules = [["< 5", '"a"'], ["-", "null"], ["> 5", "2"], ["> 6", "x * 2"]]
    wrong = [finding for finding in findings(table([("x", "number")], [OUT], rules, **adding)) if finding.blocks]
    assert kinds(wrong) == [("wrong type", (1,)), ("wrong type", (2,))]
    assert findings(table([("x", "number")], [OUT], rules[2:], **adding)) == []
    typed = table([("x", "number")], ['<output typeRef="string"/>'], [["-", '"a"']], **adding)
    assert [finding.message for finding in findings(typed)] == [
        "only numbers can be added up, the output is a string",
        "only numbers can be added up, not a",
    ]
    assert findings(typed.replace("SUM", "MAX")) == []


def test_values_that_are_not_allowed_are_no_gap() -> None:
    values = '<inputValues><text>"a", "b"</text></inputValues>'
    column = f"<input><inputExpression><text>x</text></inputExpression>{values}</input>"
    assert findings(table([(column, "")], [OUT], [['"a"', "1"], ['"b"', "2"]])) == []
    found = findings(table([(column, "")], [OUT], [['"a"', "1"]]))
    assert [finding.example for finding in found] == [{"x": "b"}]


def test_values_that_the_type_does_not_allow_are_no_gap() -> None:
    items = (
        '<itemDefinition name="tDay"><typeRef>number</typeRef><allowedValues><text>[1..7]</text></allowedValues>'
        '</itemDefinition><itemDefinition name="tWorkday"><typeRef>tDay</typeRef><allowedValues><text>&lt;= 5</text>'
        "</allowedValues></itemDefinition>"
    )
    box = table([("x", "tWorkday")], [OUT], [["<= 3", "1"], ["(3..5]", "2"]])
    assert findings(box, items) == []
    computed = items.replace("&lt;= 5", "? &lt; 6")
    assert kinds(findings(table([("x", "tWorkday")], [OUT], [["<= 3", "1"], ["(3..5]", "2"]]), computed)) == []


def test_overlaps_of_a_unique_table_block() -> None:
    found = findings(table([("x", "number")], [OUT], [["<= 5", "1"], [">= 5", "2"]]))
    assert [(finding.kind, finding.rules, finding.example, finding.blocks) for finding in found] == [
        ("overlap", (1, 2), {"x": Decimal(5)}, True)
    ]


def test_the_same_overlap_is_told_once_and_not_more_than_twenty() -> None:
    found = findings(table([("x", "number")], [OUT], [["-", str(number)] for number in range(40)]))
    assert len(found) == 20
    both = findings(
        table([("x", "number"), ("y", "number")], [OUT], [["-", "-", "1"], ["> 5", "> 5", "2"], ["< 5", "-", "3"]])
    )
    assert kinds(both) == [("overlap", (1, 3)), ("overlap", (1, 2))] or len(both) == 2


def test_any_overlaps_with_equal_results_only() -> None:
    rules = [["<= 5", "1"], [">= 5", "1.0"], ["< 9", "x"], ["> 8", "x"]]
    found = findings(table([("x", "number")], [OUT], rules, hitPolicy="ANY"))
    assert ("overlap", (1, 2)) not in kinds(found)
    assert ("overlap", (3, 4)) not in kinds(found)
    assert ("overlap", (2, 3)) in kinds(found)


def test_rules_that_no_input_reaches_are_dead() -> None:
    first = findings(table([("x", "number")], [OUT], [["> 5", "1"], ["> 6", "2"], ["-", "3"]], hitPolicy="FIRST"))
    assert kinds(first) == [("dead rule", (2,))]
    assert "earlier" in first[0].message
    empty = findings(table([("x", "number")], [OUT], [["[5..1]", "1"], ["-", "2"]], hitPolicy="COLLECT"))
    assert kinds(empty) == [("dead rule", (1,))]


def test_a_column_whose_values_are_never_allowed_kills_every_rule() -> None:
    column = "<input><inputExpression><text>x</text></inputExpression><inputValues><text>5</text></inputValues></input>"
    assert kinds(findings(table([(column, "")], [OUT], [["6", "1"]]))) == [("gap", ()), ("dead rule", (1,))]
    never = column.replace("<text>5</text>", "<text>5 and false</text>")
    assert kinds(findings(table([(never, "")], [OUT], [["6", "1"]]))) == [("dead rule", (1,))]


def test_wrong_types_of_cells_and_outputs_block() -> None:
    outputs = ['<output name="o" typeRef="number"><outputValues><text>1, 2</text></outputValues></output>']
    rules = [['"a"', "1"], ["> 5", '"x"'], ["<= 5", "3"], ['date("2024-01-01")', "null"]]
    found = [finding for finding in findings(table([("x", "number")], outputs, rules)) if finding.kind == "wrong type"]
    assert [(finding.rules, finding.example, finding.element_id) for finding in found] == [
        ((1,), {"x": "a"}, "r1"),
        ((4,), {"x": date(2024, 1, 1)}, "r4"),
        ((2,), {"o": "x"}, "r2"),
        ((3,), {"o": Decimal(3)}, "r3"),
    ]
    assert "not of the type number" in found[2].message
    assert "not one of the output values" in found[3].message


def test_rules_with_computed_cells_are_said_to_be_unchecked_and_the_others_compared() -> None:
    found = findings(table([("x", "number")], [OUT], [["< limit", "1"], ["> 5", "2"], ["> 6", "3"]]))
    assert kinds(found) == [("overlap", (2, 3)), ("unchecked", (1,))]


def test_columns_of_mixed_or_unordered_kinds_are_unchecked() -> None:
    mixed = findings(table([("x", "")], [OUT], [["5", "1"], ['"a"', "2"]]))
    durations = findings(table([("x", "")], [OUT], [['< duration("P1D")', "1"]]))
    assert kinds(mixed) == kinds(durations) == [("unchecked", ())]


def test_a_table_with_too_many_combinations_is_unchecked() -> None:
    columns = [(f"x{number}", "number") for number in range(16)]
    rules = [[*("> 5" if place == number else "-" for place in range(16)), str(number)] for number in range(16)]
    found = findings(table(columns, [OUT], rules, hitPolicy="COLLECT"))
    assert kinds(found) == [("unchecked", ())]


def test_tables_of_knowledge_models_are_looked_through_and_problems_come_first() -> None:
    box = table([("x", "number")], [OUT], [["> 5", "1"]])
    model = dmn.parse(definitions(knowledge("f", {"x": ""}, box), decision("d", text("("))))
    assert [(finding.kind, finding.element_id) for finding in dmn.analyse(model)] == [("problem", "d"), ("gap", "t")]


def test_requirements_that_cannot_be_met_block() -> None:
    model = dmn.parse(
        definitions(decision("d", text("e"), "e"), decision("e", text("d"), "d"), decision("f", text("1")))
    )
    found = [(finding.element_id, finding.message) for finding in dmn.analyse(model) if finding.blocks]
    assert found == [("d", "the decision requires itself"), ("e", "the decision requires itself")]
    lost = dmn.parse(definitions(decision("d", text("e"), "e")))
    assert [finding.message for finding in dmn.analyse(lost)] == ["it requires e, which is not in the model"]


@pytest.mark.parametrize("policy", ["PRIORITY", "OUTPUT ORDER"])
def test_a_table_by_priority_without_an_order_of_its_values_blocks(policy: str) -> None:
    rules = [["< 18", '"a"'], [">= 18", '"b"']]
    found = findings(table([("age", "number")], [OUT], rules, hitPolicy=policy))
    assert [finding.kind for finding in found if finding.blocks] == ["problem"]
    ordered = '<output><outputValues><text>"b","a"</text></outputValues></output>'
    assert findings(table([("age", "number")], [ordered], rules, hitPolicy=policy)) == []
