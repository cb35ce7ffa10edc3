"""What growth costs: long loops, many people at once, many stored cases, and the size of a stored state.

Rounds of grown and young are interleaved; ratios are medians of the rounds' ratios. Arguments: stored cases (1000000),
turns (10000), people (1000); 0 leaves a measure out.
"""

from __future__ import annotations

from datetime import UTC, datetime

from benchmarks.growing import cases, process, stored
from benchmarks.stepping import ours
from benchmarks.stepping import process as stepping
from engine import operations
from engine.actors import SYSTEM

ROUNDS = 5


def main(arguments: list[str]) -> dict[str, object]:
    """Run all."""
    given = [int(word) for word in arguments]
    count, turns, people = [*given, *(1_000_000, 10_000, 1_000)[len(given) :]][:3]
    now = datetime.now(UTC)
    for bundle in (stepping.bundle(), process.loop(), process.many(), process.many(in_turn=True)):
        operations.deploy(bundle=bundle, by=SYSTEM, now=now)
    bench = cases.Bench(ours.worker(now), now, ROUNDS)
    ours.round_of(3, bench.who, now)
    figures: dict[str, object] = {
        "state_bytes_max": ours.look(bench.who, now)["state_bytes_max"],
        "state_bytes_of_random_text": cases.state_of_random_text(bench),
    }
    if people:
        figures["many_at_once"] = cases.people(bench, "many", people)
        figures["many_in_turn"] = cases.people(bench, "in_turn", people)
    if turns:
        figures["long_loop"] = cases.turns(bench, turns)
    if count:
        figures["many_stored"] = stored.measure(bench, count)
    return figures
