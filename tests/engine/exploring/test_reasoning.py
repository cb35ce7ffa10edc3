"""Answers about unknown values agree with each other, and nothing that can be is left out."""

from itertools import product

import pytest

from engine.exploring import atoms
from engine.exploring.beliefs import Beliefs
from engine.exploring.reasoning import Reasoner
from engine.exploring.unknowns import Domain, Unknown
from engine.spiff import script


def answers(*conditions: str, domain: Domain | None = None) -> set[tuple[bool | None, ...]]:
    """Every way in which the conditions over an unknown x can be answered together."""
    found: set[tuple[bool | None, ...]] = set()
    for wanted in product([True, False], repeat=len(conditions)):
        beliefs = Beliefs()
        names = {"x": beliefs.fresh(domain or Domain()), "limit": 5}
        given = list(wanted)
        asked = iter(given)

        def choose(atom, node, options, asked=asked):
            answer = next(asked)
            return answer if answer in options else options[0]

        reasoner = Reasoner(names, beliefs, choose)
        found.add(tuple(reasoner.truth(script.compiled(text).node) for text in conditions))
    return found


@pytest.mark.parametrize(
    ("conditions", "possible"),
    [
        (['x = "a"', 'x = "b"'], {(True, False), (False, True), (False, False)}),
        (["x > 1", "x <= 1"], {(True, False), (False, True)}),
        (["x > 3", "x < 2"], {(True, False), (False, True), (False, False)}),
        (["x", "not(x)"], {(True, False), (False, True)}),
        (["x = true", "x"], {(True, True), (False, False)}),
        (["x in [1..3]", "x = 2"], {(True, True), (True, False), (False, False)}),
        (["x between 1 and 3", "x > 3"], {(True, False), (False, True), (False, False)}),
        (["x = null", 'x = "a"'], {(True, False), (False, True), (False, False)}),
        (["x > limit", "x > 5"], {(True, True), (False, False)}),
        (["x.a = 1", "x.a = 2"], {(True, False), (False, True), (False, False)}),
        (["x.a = 1", "x.b = 1"], {(True, True), (True, False), (False, True), (False, False)}),
        (["count(x) > 3", "count(x) > 3"], {(True, True), (False, False)}),
        (["(if x = null then 0 else x) > 3", "x > 3"], {(True, True), (False, False)}),
        (["get or else(x, 0) > 3", "x > 3"], {(True, True), (False, False)}),
        (["is defined(x)", "x = null"], {(True, False), (False, True)}),
        (["x = null", "x > 3"], {(True, False), (False, True), (False, False)}),
        (["is defined(x) and x > 3", "x > 3"], {(True, True), (False, False)}),
        (["get or else(x, 9) > 3", "x = null"], {(True, True), (True, False), (False, False)}),
        (['(if x > 3 and x < 9 then "a" else "b") = "a"', "x in (3..9)"], {(True, True), (False, False)}),
        (['x = date("2026-01-02")', 'x > date("2026-01-01")'], {(True, True), (False, True), (False, False)}),
    ],
)
def test_questions_about_one_value_are_answered_together(conditions, possible):
    assert answers(*conditions) == possible


def test_of_a_choice_only_the_offered_values_are_possible():
    choice = Domain(("yes", "no"), nullable=False)
    assert answers('x = "yes"', 'x = "no"', domain=choice) == {(True, False), (False, True)}
    assert answers('x = "maybe"', domain=choice) == {(False,)}


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ('list contains(["yes", "perhaps"], x)', {(True, False), (False, True)}),
        ('"oh " + x = "oh yes"', {(True, False), (False, True)}),
        ('starts with(x, "y")', {(True, False), (False, True)}),
        ('count(["yes", "no"][item = x]) = 1', {(True, False), (True, True)}),
        ('some y in ["yes"] satisfies y = x', {(True, True), (True, False), (False, True), (False, False)}),
    ],
)
def test_of_a_choice_every_value_is_put_into_a_function(condition, truth):
    assert answers(condition, 'x = "no"', domain=Domain(("yes", "no"), nullable=False)) == truth


def test_of_a_checkbox_both_answers_and_none_are_put_into_a_function():
    box = Domain(kind="boolean")
    assert answers("get or else(x, false)", "x = true", domain=box) == {(True, True), (False, False)}
    assert answers('string(x) = "true"', "x = true", domain=box) == {(True, True), (False, False)}


def test_a_question_about_the_day_may_be_answered_otherwise_in_the_next_step():
    beliefs, node = Beliefs(), script.compiled("x > today()").node
    first = Reasoner({"x": Unknown(1)}, beliefs, lambda atom, node, options: True)
    assert first.truth(node) is True
    again = Reasoner({"x": Unknown(1)}, beliefs, lambda atom, node, options: pytest.fail("asked twice in a step"))
    assert again.truth(node) is True
    later = Reasoner({"x": Unknown(1)}, beliefs.copy(), lambda atom, node, options: False)
    assert later.truth(node) is False


def test_what_is_known_is_computed_and_not_asked():
    known = Reasoner({"x": 3}, Beliefs(), lambda atom, node, options: pytest.fail("asked"))
    assert known.truth(script.compiled("x > 2 and x < 4").node) is True
    assert known.value(script.compiled('{a: x + 1, b: "c"}').node) == {"a": 4, "b": "c"}


def test_of_a_context_that_is_partly_known_only_what_is_looked_at_counts():
    beliefs = Beliefs()
    names = {"r": {"kind": "a", "n": beliefs.fresh(), "list": [{"m": beliefs.fresh()}]}, "items": [{"m": 1}]}
    known = Reasoner(names, beliefs, lambda atom, node, options: pytest.fail("asked"))
    assert known.truth(script.compiled('r.kind = "a"').node) is True
    assert known.truth(script.compiled("r.missing").node) is None
    assert known.truth(script.compiled("items.m[1] = 1").node) is True
    asked = []
    more = Reasoner(names, beliefs, lambda atom, node, options: asked.append(atom.text) or True)
    assert more.truth(script.compiled('(if r.kind = "a" then r.n else 0) > 3').node) is True
    assert known.truth(script.compiled("r.n > 2").node) is True
    assert isinstance(known.value(script.compiled("count(r)").node), Unknown)
    assert more.truth(script.compiled("r.list.m[1] > 3").node) is True
    assert more.truth(script.compiled("some one in r.list satisfies one.m > 3").node) is True
    assert len(asked) == 3


def test_a_value_under_two_names_is_put_in_under_both():
    beliefs = Beliefs()
    value = beliefs.fresh()
    names = {"r": {"n": value}, "n": value}
    asked = Reasoner(names, beliefs, lambda atom, node, options: True)
    assert asked.truth(script.compiled("(if r.n > 3 then n else 0) > 3").node) is True
    assert Reasoner(names, beliefs, lambda *_: pytest.fail("asked")).truth(script.compiled("n > 2").node) is True


def test_a_value_taken_over_keeps_its_answers():
    beliefs = Beliefs()
    value = beliefs.fresh()
    asked = Reasoner({"x": value}, beliefs, lambda atom, node, options: True)
    copied = asked.value(script.compiled("x").node)
    assert asked.truth(script.compiled('x = "a"').node) is True
    other = Reasoner({"y": copied}, beliefs, lambda atom, node, options: pytest.fail("asked"))
    assert other.truth(script.compiled('y = "b"').node) is False


def test_feel_never_sees_an_unknown():
    node = script.compiled("x + 1").node
    assert atoms.evaluate(node, {"x": 1}) == 2
    assert isinstance(Reasoner({"x": Unknown(1)}, Beliefs(), lambda *_: True).value(node), Unknown)
