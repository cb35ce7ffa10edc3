"""The deploy gate looks into decision tables: overlaps stop, gaps warn, each with an example."""

import pytest

from engine import dmn
from engine.checks import tables

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:d">'
TABLE = """{head}
<decision id="grade" name="grade"><variable name="grade"/>
<decisionTable id="table" hitPolicy="{policy}">
<input id="in"><inputExpression typeRef="number"><text>minutes</text></inputExpression></input>
<output id="out" typeRef="string"/>{rules}
</decisionTable></decision>
<inputData id="minutes" name="minutes"><variable name="minutes" typeRef="number"/></inputData></definitions>"""


def table(policy, *rules):
    lines = "".join(
        f'<rule id="r{number}"><inputEntry id="i{number}"><text>{test}</text></inputEntry>'
        f'<outputEntry id="o{number}"><text>{result}</text></outputEntry></rule>'
        for number, (test, result) in enumerate(rules, start=1)
    )
    return dmn.parse(TABLE.format(head=HEAD, policy=policy, rules=lines).encode())


def test_two_rules_that_hold_at_once_stop_a_unique_table():
    found = tables.findings(table("UNIQUE", ("&lt; 100", '"a"'), (">= 60", '"b"')), "decisions/grade.dmn")
    assert [finding.severity for finding in found] == ["error"]
    assert found[0].path == "decisions/grade.dmn"
    assert "규칙 1, 2" in found[0].message_ko
    assert "minutes" in found[0].message_ko
    assert "rule 1, 2" in found[0].message_en


def test_a_gap_is_worth_a_warning_with_an_input_that_falls_into_it():
    found = tables.findings(table("UNIQUE", ("&lt; 60", '"a"'), ("> 60", '"b"')), "decisions/grade.dmn")
    assert [finding.severity for finding in found] == ["warning"]
    assert '"minutes": 60' in found[0].message_ko


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST"])
def test_a_table_without_fault_passes_silently(policy):
    assert tables.findings(table(policy, ("&lt;= 60", '"a"'), ("> 60", '"b"')), "grade.dmn") == []
