"""Cases that have grown against young ones: interleaved rounds of completions, each as a page makes it."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from benchmarks.stepping import ours
from benchmarks.stepping.process import DATA
from engine import operations
from engine.models import ProcessInstance
from engine.participants import ParticipantSpec
from tasks.models import ItemState, WorkItem
from tasks.viewers import Viewer

#: Completions of each contender in a round.
A_ROUND = 30


@dataclass(frozen=True)
class Bench:
    """Who does the steps, when, and how many rounds are measured."""

    who: Viewer
    now: datetime
    rounds: int

    def start(self, process_id: str, **variables: object) -> UUID:
        """A case whose role ``worker`` the person holds."""
        held = ParticipantSpec(role="worker", kind="person", ref=self.who.actor.id)
        return operations.start(
            process_id=process_id, variables=variables, participants=(held,), by=self.who.actor, now=self.now
        ).id

    def seconds(self, case_id: UUID) -> float:
        """What one completion of the case takes; looking for its item is not counted."""
        item = WorkItem.objects.filter(root_id=case_id, state=ItemState.OPEN).order_by("-opened_at", "id").first()
        if item is None:
            raise RuntimeError("the case has no open item")
        begun = time.perf_counter()
        ours.complete(item, self.who, self.now)
        return time.perf_counter() - begun


def state_of_random_text(bench: Bench) -> int:
    """Bytes of the stored state of the stepping process with 3 KB of syllables that no compressor can foresee."""
    dice = random.Random(1)
    text = "".join(chr(dice.randrange(0xAC00, 0xD7A4)) for _ in range(1024))
    case_id = bench.start("bench", n=2, form={f"field{n}": text[n * 32 : n * 32 + 32] for n in range(32)})
    bench.seconds(case_id)
    return len(ProcessInstance.objects.values_list("state", flat=True).get(pk=case_id))


def turns(bench: Bench, many: int) -> dict[str, object]:
    """A step of a case at its ``many``-th turn against one at its tenth."""
    old = bench.start("turning", turn=0, n=1, form=DATA["form"])
    for _ in range(many):
        item = WorkItem.objects.only("id").get(root_id=old, state=ItemState.OPEN)
        # Straight through the engine: it is the same step without the form.
        operations.complete(instance_id=old, task_id=item.pk, data={"n": Decimal(1)}, by=bench.who.actor, now=bench.now)

    def young() -> list[float]:
        found: list[float] = []
        while len(found) < A_ROUND:
            case_id = bench.start("turning", turn=0, n=1, form=DATA["form"])
            found += [bench.seconds(case_id) for _ in range(15)][9:]
        return found

    return {"turns": many, **compared(bench.rounds, lambda: [bench.seconds(old) for _ in range(A_ROUND)], young)}


def people(bench: Bench, process_id: str, many: int, few: int = 10) -> dict[str, object]:
    """One completion of a multi-instance of ``many`` against one of ``few``."""

    def of(count: int) -> UUID:
        return bench.start(process_id, people=list(range(count)))

    large = of(many)

    def small() -> list[float]:
        found: list[float] = []
        while len(found) < A_ROUND:
            case_id = of(few)
            found += [bench.seconds(case_id) for _ in range(few // 2)]
        return found

    rounds = min(bench.rounds, max(1, many // 2 // A_ROUND))
    measured = compared(rounds, lambda: [bench.seconds(large) for _ in range(A_ROUND)], small)
    return {"people": many, **measured}


def compared(
    rounds: int, grown: Callable[[], Sequence[float]], young: Callable[[], Sequence[float]]
) -> dict[str, object]:
    """Medians in ms of interleaved rounds, and the median of the rounds' ratios."""
    rows = []
    for _ in range(rounds):
        rows.append((statistics.median(grown()), statistics.median(young())))
    return {
        "grown_ms": round(statistics.median(row[0] for row in rows) * 1000, 2),
        "young_ms": round(statistics.median(row[1] for row in rows) * 1000, 2),
        "times": round(statistics.median(row[0] / row[1] for row in rows), 2),
        "rounds": rounds,
    }
