"""What a table gives in several outputs belongs together: only what some rule gives can come of it."""

import pytest

from engine import checks
from engine.findings import Finding
from tests.engine.building import bundle, extension, flows, io, node, script, user
from tests.engine.dmn.building import decision, definitions, table
from tests.engine.exploring.planted.making import both, some, xor
from tests.engine.stored_states.samples import E, S

OUTPUTS = ['<output id="o1" name="way" typeRef="string"/>', '<output id="o2" name="asks" typeRef="boolean"/>']
SAME = [["< 10", '"short"', "false"], [">= 10", '"long"', "true"]]
OTHER = [["< 10", '"long"', "false"], [">= 10", '"long"', "true"]]
COMPUTED = [["< 10", '"short"', "false"], [">= 10", '"long"', "n > 20"]]


def deciding(more: str = "", decides: str = "d") -> str:
    called = f'<zeebe:calledDecision decisionId="{decides}" resultVariable="r"/>'
    return node("businessRuleTask", "d", extension(called + more))


def told(rules: list[list[str]], *parts: str, policy: str = "UNIQUE") -> list[Finding]:
    rows = table([("n", "number")], OUTPUTS, rules, hitPolicy=policy)
    files = {"decisions/d.dmn": definitions(decision("d", rows))}
    return checks.check(bundle("p", S, E, *parts, files=files))


def errors(rules: list[list[str]], *parts: str, policy: str = "UNIQUE") -> set[str]:
    """Where something is told that stops a deployment."""
    return {str(one.element_id) for one in told(rules, *parts, policy=policy) if one.severity == "error"}


def meeting(way: str = "r.way", asks: str = "r.asks", between: str = "") -> tuple[str, ...]:
    """b where the way is long, c where somebody is asked, both met by a parallel join: right where each brings the
    other.
    """
    lines = flows(f"s -> d {between}-> x -> e", f'x -> g: ={way} = "long"', f'g -> b: ={way} = "long"',
                  f"g -> c: ={asks}", "b -> j", "c -> j -> e")  # fmt: skip
    return xor("x", "f_x_e"), some("g"), user("b"), user("c"), both("j"), lines


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "ANY"])
def test_outputs_that_always_come_together_are_no_mistake(policy):
    assert errors(SAME, deciding(), *meeting(), policy=policy) == set()


def test_outputs_that_do_not_are_one():
    assert errors(OTHER, deciding(), *meeting()) == {"j"}


def test_an_output_that_is_computed_may_be_anything_beside_those_that_are_not():
    assert errors(COMPUTED, deciding(), *meeting()) == {"j"}


def test_outputs_belong_together_after_they_were_mapped():
    mapped = deciding(io("out =r.way -> way", "out =r.asks -> asks"))
    assert errors(SAME, mapped, *meeting("way", "asks")) == set()
    assert errors(OTHER, mapped, *meeting("way", "asks")) == {"j"}


def test_outputs_belong_together_after_scripts_took_them_over():
    taken = (script("k", "=r.way", "way"), script("l", "=r.asks", "asks"))
    assert errors(SAME, deciding(), *taken, *meeting("way", "asks", "-> k -> l ")) == set()
    assert errors(OTHER, deciding(), *taken, *meeting("way", "asks", "-> k -> l ")) == {"j"}


def test_a_combination_that_no_rule_gives_never_comes():
    way = flows("s -> d -> x -> e", 'x -> b: =r.way = "long" and r.asks = false', "b -> e")
    said = [f.message_en for f in told(SAME, deciding(), xor("x", "f_x_e"), user("b"), way) if f.element_id == "b"]
    assert "Nothing that can happen leads to this step: look at the conditions before it." in said


def test_what_lies_behind_a_decision_that_a_variable_names_is_looked_at():
    way = flows("s -> d -> x -> b", "x -> c: =r.asks", "b -> j", "c -> j -> e")
    parts = (xor("x", "f_x_b"), user("b"), user("c"), both("j"), way)
    assert errors(SAME, deciding(decides="=wanted"), *parts) == {"j"}
