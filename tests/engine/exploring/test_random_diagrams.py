"""What the gate says of random diagrams is what happens: to a search without its short cuts, and to the real engine."""

import random
from decimal import Decimal

import pytest

from engine import checks
from engine.bundle import Bundle
from engine.exploring import independence, searching, verdict
from engine.exploring.subject import Subject
from engine.spiff import parsing, stepping
from engine.spiff.run import Run, empty
from tests.engine.exploring.drawing import VARIABLES, Beside, Drawing
from tests.engine.test_sizes import Alone

SEEDS = range(16)
WALKS, LONGEST = 120, 400


def drawn(seed: int) -> Bundle:
    """Half of them with sub-processes, errors, two events to wait for, and ends that end all."""
    return Drawing(seed, wrong=0.3, rich=seed % 2 == 1).bundle(6)


#: Where these are first seen depends on the order, that there are some does not.
FIRST_SEEN = frozenset({"never_ends", "only_stopped", "twice", "round"})


def mistakes(subject: Subject) -> set[tuple[str, str | None]]:
    found = searching.search(subject)
    return {(one.kind, None if one.kind in FIRST_SEEN else one.element_id) for one in verdict.of(found)}


@pytest.mark.parametrize("seed", SEEDS)
def test_one_order_of_independent_steps_shows_what_every_order_shows(seed, monkeypatch):
    subject = Subject(parsing.diagram_of(drawn(seed)))
    few = mistakes(subject)
    monkeypatch.setattr(independence.Independence, "first", lambda self, run, moves: moves)
    assert few == mistakes(subject)


@pytest.mark.parametrize("seed", range(40))
def test_it_shows_the_same_where_events_beside_the_flow_may_end_what_goes_on(seed, monkeypatch):
    subject = Subject(parsing.diagram_of(Beside(seed, wrong=0.25, rich=seed % 2 == 1).bundle(4)))
    few = mistakes(subject)
    monkeypatch.setattr(independence.Independence, "first", lambda self, run, moves: moves)
    assert few == mistakes(subject)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_gate_says_of_a_join_is_what_the_engine_does(seed):
    subject = Subject(parsing.diagram_of(drawn(seed)))
    said = mistakes(subject)
    dice = random.Random(seed)
    played = [play(subject, dice) for _ in range(WALKS)]
    assert {element for run in played for element in starved(run)} == {at for kind, at in said if kind == "starved"}
    if said <= {("twice", None)}:
        assert all(run.ended for run in played), "a process without mistakes comes to its end"


def play(subject: Subject, dice: random.Random) -> Run:
    """One case by chance, until it ends, gets stuck or has gone on for long."""
    run = stepping.connect(empty(subject.definition, Alone()))
    stepping.begin(run, some_data(dice))
    for _ in range(LONGEST):
        if run.ended or starved(run):
            return run
        people = [token for token in run.tokens.values() if token.extra.get("waits") == "user" and not token.stuck]
        timers = [token for token in run.tokens.values() if token.trigger.kind == "timer" and not token.stuck]
        token = dice.choice([*people, *people, *timers])
        if token in people:
            stepping.complete(run, token.id, some_data(dice))
        else:
            stepping.happen(run, token.id, "timer", {})
    return run


def starved(run: Run) -> set[str]:
    """The joins that wait in vain."""
    stuck = {token.scope for token in run.tokens.values() if token.stuck}
    return {token.node.id for token in run.tokens.values() if token.extra.get("arrived") and token.scope in stuck}


def some_data(dice: random.Random) -> dict[str, Decimal]:
    return {name: Decimal(dice.randint(1, 2)) for name in VARIABLES}


def test_the_random_diagrams_are_of_both_kinds():
    refused = [seed for seed in SEEDS if any(f.severity == "error" for f in checks.check(drawn(seed)))]
    assert 3 < len(refused) < 13
