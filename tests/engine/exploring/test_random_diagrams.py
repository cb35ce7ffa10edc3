"""What the gate says of random diagrams is what happens: to a search without its short cuts, and to the real engine."""

import random
from decimal import Decimal

import pytest

from engine import checks
from engine.exploring import independence, searching, verdict
from engine.exploring.subject import Subject
from engine.spiff import parsing, stepping
from engine.spiff.run import empty
from tests.engine.exploring.drawing import VARIABLES, Drawing
from tests.engine.test_sizes import Alone

SEEDS = range(24)


def mistakes(subject: Subject) -> set[tuple[str, str | None]]:
    """Where work that never ends is first seen depends on the order, that it never ends does not."""
    found = searching.search(subject)
    return {(one.kind, None if one.kind == "never_ends" else one.element_id) for one in verdict.of(found)}


@pytest.mark.parametrize("seed", SEEDS)
def test_one_order_of_independent_steps_shows_what_every_order_shows(seed, monkeypatch):
    subject = Subject(parsing.diagram_of(Drawing(seed, wrong=0.3).bundle(6)))
    few = mistakes(subject)
    monkeypatch.setattr(independence.Independence, "first", lambda self, run, moves: moves)
    assert few == mistakes(subject)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_gate_says_of_a_join_is_what_the_engine_does(seed):
    bundle = Drawing(seed, wrong=0.3).bundle(5)
    subject = Subject(parsing.diagram_of(bundle))
    found = searching.search(subject)
    said = {one.element_id for one in verdict.of(found) if one.kind == "starved"}
    dice = random.Random(seed)
    assert {element for _ in range(200) for element in walked(subject, dice)} == said


def walked(subject: Subject, dice: random.Random) -> set[str]:
    """One case by chance: the joins that wait in vain, if it got stuck."""
    run = stepping.connect(empty(subject.definition, Alone()))
    stepping.begin(run, some_data(dice))
    for _ in range(60):
        starved = any(trouble.kind == "starved" for trouble in run.effects.troubles)
        open_ones = [token for token in run.tokens.values() if token.extra.get("waits") == "user" and not token.stuck]
        timers = [token for token in run.tokens.values() if token.listening and not token.stuck]
        if run.ended or starved or not open_ones:
            return {token.node.id for token in run.tokens.values() if starved and token.extra.get("arrived")}
        token = dice.choice([*open_ones, *open_ones, *timers])
        if token.listening:
            stepping.happen(run, token.id, "timer", {})
        else:
            stepping.complete(run, token.id, some_data(dice))
    return set()


def some_data(dice: random.Random) -> dict[str, Decimal]:
    return {name: Decimal(dice.randint(1, 2)) for name in VARIABLES}


def test_the_random_diagrams_are_of_both_kinds():
    refused = [seed for seed in SEEDS if any(f.severity == "error" for f in checks.check(Drawing(seed, 0.3).bundle(6)))]
    assert 5 < len(refused) < 19
