"""Decision tables: cells, hit policies, defaults, allowed values, and why a result is what it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine import dmn, feel
from tests.engine.dmn.building import ENVIRONMENT, decide, decision, definitions, input_data, knowledge, table, text

OUT = "<output/>"
RANKED = '<output name="o"><outputValues><text>"high", "low"</text></outputValues></output>'
OVERLAPPING = [["> 5", '"low"'], ["> 10", '"high"'], ["> 100", '"none"']]


def of_age(policy: str, output: str = OUT, rules: list[list[str]] | None = None, **attributes: str) -> bytes:
    box = table([("age", "")], [output], rules or OVERLAPPING, hitPolicy=policy, **attributes)
    return definitions(input_data("age"), decision("d", box, "i_age"))


@pytest.mark.parametrize(
    ("policy", "age", "expected"),
    [
        ("UNIQUE", 7, "low"),
        ("UNIQUE", 20, None),
        ("UNIQUE", 1, None),
        ("ANY", 20, None),
        ("ANY", 7, "low"),
        ("FIRST", 20, "low"),
        ("PRIORITY", 20, "high"),
        ("PRIORITY", 200, "high"),
        ("OUTPUT ORDER", 200, ["high", "low", "none"]),
        ("RULE ORDER", 20, ["low", "high"]),
        ("COLLECT", 20, ["low", "high"]),
        ("COLLECT", 1, []),
    ],
)
def test_the_hit_policy_chooses(policy: str, age: int, expected: object) -> None:
    assert decide(of_age(policy, RANKED), age=age) == expected


def test_the_order_of_a_types_allowed_values_is_the_priority_where_the_output_has_none() -> None:
    items = (
        '<itemDefinition name="tRank"><typeRef>string</typeRef>'
        '<allowedValues><text>"high", "low"</text></allowedValues></itemDefinition>'
    )
    box = table([("age", "")], ['<output typeRef="tRank"/>'], OVERLAPPING[:2], hitPolicy="PRIORITY")
    assert decide(definitions(items, input_data("age"), decision("d", box, "i_age")), age=20) == "high"


def test_any_takes_equal_results() -> None:
    assert decide(of_age("ANY", rules=[["> 5", "1"], ["> 10", "1.0"]]), age=20) == 1


@pytest.mark.parametrize(("aggregation", "expected"), [("SUM", 6), ("MIN", 1), ("MAX", 3), ("COUNT", 3)])
def test_collect_aggregates(aggregation: str, expected: int) -> None:
    numbers = [["> 5", "2"], ["> 6", "3"], ["> 7", "1"]]
    words = [["> 5", '"a"'], ["> 6", "3"]]
    assert decide(of_age("COLLECT", rules=numbers, aggregation=aggregation), age=20) == expected
    found = decide(of_age("COLLECT", rules=words, aggregation=aggregation), age=20)
    assert found == (2 if aggregation == "COUNT" else None)
    assert decide(of_age("COLLECT", rules=numbers, aggregation=aggregation), age=1) == (
        0 if aggregation == "COUNT" else None
    )


def test_several_outputs_make_a_context_and_defaults_stand_in() -> None:
    outputs = [
        '<output name="a" typeRef="number"><defaultOutputEntry><text>0</text></defaultOutputEntry></output>',
        '<output name="b"/>',
    ]
    box = table([("age", "number")], outputs, [["> 5", "age + 1", '"x"'], ["< 0", '"wrong"', '"y"']])
    xml = definitions(input_data("age"), decision("d", box, "i_age"))
    assert decide(xml, age=7) == {"a": 8, "b": "x"}
    assert decide(xml, age=3) == {"a": 0, "b": None}
    assert decide(xml, age=-3) == {"a": None, "b": "y"}


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ("", 5, True),
        ("-", None, True),
        ("5, 7", 7, True),
        ("not(5, 7)", 7, False),
        ("not(5, 7)", 6, True),
        ("not(5)", None, True),
        ("!= 5", 6, True),
        ("!= 5", 5, False),
        ("!= 5, 5", 5, True),
        ("-5", -5, True),
        ("[1..5]", 5, True),
        ("(1..5)", 5, False),
        ("]1..5[", 3, True),
        ("<= 5", 5, True),
        ("< 5", 5, False),
        ("> -5", 0, True),
        ('"a"', "a", True),
        ('< "b"', "a", True),
        ("true", True, True),
        ("true", False, False),
        ('date("2024-01-01")', date(2024, 1, 1), True),
        ('< date("2024-01-01")', date(2023, 1, 1), True),
        ('> date and time("2024-01-01T00:00:00")', date(2024, 1, 1), False),
        ('duration("P1D")', 5, False),
        ('date("nonsense")', date(2024, 1, 1), False),
        ('date(from: "2024-01-01")', date(2024, 1, 1), True),
        ("date(limit, 1, 1)", date(2024, 1, 1), False),
        ('-"a"', "a", False),
        ("-limit", -5, True),
        ("[1..null]", 1, False),
        ('[1.."a"]', 1, False),
        ("[1..limit]", 5, True),
        ("= limit", 5, True),
        ('5, "a"', "a", True),
        ("limit", 5, True),
        ("? > limit - 1", 5, True),
        ("[1, 5]", 5, True),
        ("null", None, True),
        ("5", "a", False),
        ("5", None, False),
    ],
)
def test_a_cell_is_met_or_not_by_index_or_by_evaluation(cell: str, value: object, expected: bool) -> None:
    box = table([("x", "")], [OUT], [[cell, "true"], ["1e30", "false"], ["1e30 + 1", "false"]], hitPolicy="FIRST")
    xml = definitions(input_data("x"), input_data("limit"), decision("d", box, "i_x", "i_limit"))
    assert (decide(xml, x=value, limit=5) is True) is expected


def test_a_value_that_is_not_allowed_gives_nothing() -> None:
    values = "<inputValues><text>[0..120]</text></inputValues>"
    column = f"<input><inputExpression><text>age</text></inputExpression>{values}</input>"
    xml = definitions(input_data("age"), decision("d", table([(column, "")], [OUT], [["> 5", "1"]]), "i_age"))
    assert decide(xml, age=7) == 1
    assert decide(xml, age=700) is None
    assert decide(xml) is None


def test_the_result_says_which_rules_fired_with_which_inputs() -> None:
    model = dmn.parse(of_age("COLLECT"))
    decided = dmn.evaluate(model, "d", {"age": 20}, ENVIRONMENT)
    assert decided.trace == (
        dmn.Fired("d", "t", 1, "r1", {"age": Decimal(20)}),
        dmn.Fired("d", "t", 2, "r2", {"age": Decimal(20)}),
    )


def test_a_table_that_runs_very_often_does_not_flood_the_explanation() -> None:
    box = table([("x", "")], [OUT], [["-", "x"]])
    xml = definitions(knowledge("f", {"x": ""}, box), decision("d", text("count(for i in 1..1500 return f(i))"), "k_f"))
    model = dmn.parse(xml)
    patient = feel.Environment(now=ENVIRONMENT.now, limits=feel.Limits(seconds=20))
    decided = dmn.evaluate(model, "d", {}, patient)
    assert decided.value == 1500
    assert len(decided.trace) == 1000


@pytest.mark.parametrize(
    ("box", "reason"),
    [
        (table([("1", "")], [OUT], [["-", "1"]], hitPolicy="NONE"), "there is no hit policy NONE"),
        (
            table(
                [("1", "")], ['<output name="a"/>', '<output name="b"/>'], [], hitPolicy="COLLECT", aggregation="SUM"
            ),
            "a collect table with an aggregator has one output",
        ),
        (table([("1", "")], ['<output name="a"/>', "<output/>"], []), "one of several outputs has no name"),
        (table([("1", "")], [OUT], [], hitPolicy="FIRST", aggregation="SUM"), "there is no hit policy FIRST SUM"),
        (table([("", "")], [OUT], [["1", "2"]]), "an input that rules look at needs an expression"),
        (table([("1", "")], [OUT], [["-"]]), "a rule has another number of cells than the table has columns"),
        (table([("1", "")], [OUT], [["5 5", "1"]]), "line 1, column 3: expected an operator or the end"),
        (table([("1", "")], [OUT], [["-", "1 +"]]), "line 1, column 4: expected an expression"),
        (table([("1 +", "")], [OUT], [["-", "1"]]), "line 1, column 4: expected an expression"),
        (table([("1", "unknown")], [OUT], [["-", "1"]]), "there is no type unknown"),
    ],
)
def test_a_broken_table_is_refused(box: str, reason: str) -> None:
    model = dmn.parse(definitions(decision("d", box)))
    with pytest.raises(dmn.DecisionRefused) as refusal:
        dmn.evaluate(model, "d", {}, ENVIRONMENT)
    assert refusal.value.reason == reason
    assert [finding.kind for finding in dmn.analyse(model) if finding.blocks] == ["problem"]


@pytest.mark.parametrize("part", ["inputExpression", "inputEntry", "outputEntry"])
def test_a_table_in_another_language_is_refused(part: str) -> None:
    def blocking(language: str, cell: str) -> list[str]:
        box = table([("age", "")], [OUT], [[cell, "1"]]).replace(f"<{part}", f'<{part} expressionLanguage="{language}"')
        return [found.kind for found in dmn.analyse(dmn.parse(definitions(decision("d", box)))) if found.blocks]

    assert blocking("javascript", "5") == blocking("juel", "5") == ["problem"]
    assert blocking("feel", "5") == []
    assert blocking("juel", "-") == ([] if part == "inputEntry" else ["problem"])


@pytest.mark.parametrize("kind", ["integer", "long", "double"])
def test_the_number_types_of_older_modelers_are_numbers(kind: str) -> None:
    box = table([("age", kind)], [f'<output typeRef="{kind}"/>'], [["> 5", "age * 1.5"]])
    assert decide(definitions(input_data("age", kind), decision("d", box, "i_age")), age=7) == Decimal("10.5")


def test_a_missing_cell_of_a_short_rule_is_any_value() -> None:
    model = dmn.parse(definitions(decision("d", table([("1", ""), ("2", "")], [OUT], [["-"]]))))
    assert [problem.reason for problem in model.problems] == [
        "a rule has another number of cells than the table has columns"
    ]
