"""Processes by chance: what is open, what is listened to and when all is over agree with an oracle after every step."""

from __future__ import annotations

from collections import Counter
from random import Random
from uuid import uuid4

import pytest

from engine import checks, operations
from engine.queries.cases import _run
from engine.spiff import codec, parsing, stepping
from engine.spiff.run import Run, Token, empty
from tests.engine.building import bundle
from tests.engine.random_processes.blocks import Author, Block, Pen
from tests.engine.random_processes.oracle import Key, Scope
from tests.engine.test_sizes import Alone


def key(run: Run, token: Token) -> Key:
    numbers = []
    scope: int | None = token.inner if not token.listening else token.scope
    while scope is not None:
        if (number := run.scopes[scope].variables.get("loopCounter")) is not None:
            numbers.append(int(number))
        scope = run.scopes[scope].parent
    return token.node.id, tuple(reversed(numbers))


def waiting(run: Run) -> dict[Key, list[Token]]:
    found: dict[Key, list[Token]] = {}
    for token in run.tokens.values():
        listens = token.listening and token.trigger.kind == "message"
        if listens or token.extra.get("waits") == "user":
            found.setdefault(key(run, token), []).append(token)
    return found


def stored(run: Run) -> Run:
    """The run as it comes back from its row; written again, it is the same bytes."""
    written = codec.encode(run)
    again = stepping.connect(codec.decode(written, run.definition, Alone()))
    assert codec.encode(again) == written
    return stepping.connect(codec.decode(written, run.definition, Alone()))


def drawn(seed: int) -> tuple[Block, Pen]:
    block = Author(Random(seed)).process()
    pen = Pen()
    pen.whole(block)
    return block, pen


def tell(seed: int, steps: int = 120) -> int:
    """One story; gives how many steps it had."""
    dice = Random(seed)
    block, pen = drawn(seed)
    drawing = bundle("p", *pen.parts, top="".join(pen.top))
    if seed % 10 == 0:  # the gate looks at all that can happen, which costs a hundred times the one story told here
        assert [f for f in checks.check(drawing) if f.severity == "error"] == []
    run = stepping.connect(empty(parsing.define(drawing, (uuid4(), 1), {}), Alone()))
    stepping.begin(run, {"picked": pen.picked})
    oracle = Scope(block, ())
    fired: Counter[Key] = Counter()
    for step in range(steps):
        found = waiting(run)
        expected = Counter([*oracle.tasks(), *oracle.events()])
        assert Counter({k: len(tokens) for k, tokens in found.items()}) == expected, (seed, step)
        assert run.ended == oracle.over, (seed, step)
        assert not any(token.stuck for token in run.tokens.values()), (seed, step)
        if oracle.over:
            return step
        ready = sorted([*set(oracle.tasks()), *(k for k in set(oracle.events()) if fired[k] < 2)])
        chosen = dice.choice(ready)
        token = found[chosen][0]
        if token.listening:
            fired[chosen] += 1
            oracle.fire(chosen)
            assert stepping.happen(run, token.id, "message", {})
        else:
            oracle.complete(chosen)
            stepping.complete(run, token.id, {})
        run = stored(run)
    return steps


@pytest.mark.parametrize("hundred", range(4))
def test_what_is_drawn_by_chance_does_what_its_blocks_say(hundred):
    lengths = [tell(seed) for seed in range(hundred * 100, hundred * 100 + 100)]
    assert sum(lengths) > 500, "most stories have several steps"


@pytest.mark.parametrize("seed", range(9_000, 9_020))
def test_cases_drawn_by_chance_come_to_their_end_in_the_database(case, seed):
    """As above through the engine's own doors; the fixture's checker then finds nothing wrong."""
    dice = Random(seed)
    block, pen = drawn(seed)
    case.deploy(bundle("p", *pen.parts, top="".join(pen.top)))
    case.start("p", picked=pen.picked)
    oracle = Scope(block, ())
    fired: Counter[Key] = Counter()
    while not oracle.over:
        found = waiting(_run(case.row))
        assert Counter({k: len(tokens) for k, tokens in found.items()}) == Counter([*oracle.tasks(), *oracle.events()])
        alone = [k for k in oracle.events() if fired[k] < 1 and sum(k[0] == other[0] for other in found) == 1]
        chosen = dice.choice(sorted([*set(oracle.tasks()), *alone]))
        if chosen in alone:
            fired[chosen] += 1
            oracle.fire(chosen)
            operations.deliver_message(name=f"m_{chosen[0]}", key=None, data={}, by=case.by, now=case.now)
        else:
            oracle.complete(chosen)
            task_id = found[chosen][0].id
            operations.complete(instance_id=case.instance_id, task_id=task_id, data={}, by=case.by, now=case.now)
    assert case.row.status == "completed"
    assert case.open == []
