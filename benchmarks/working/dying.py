"""Our workers under kill -9: whole workers (parent and children) die at random moments while they work, one after the
other, and another one goes on. What stays under the same lease for half a second after a death was in the hands of the
dead; none of the living keeps a job so long here.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from benchmarks.working import effects, ours
from benchmarks.working.fleets import OURS, Fleet, forget_messages, until
from engine import clock
from engine.models import Job

PROCESSES = 2
CALL_SECONDS = 0.1
WAITING = 40
FLOOD = 1000
SEED = 20261128
#: The jobs that somebody holds, each named as its effect is, with its lease.
_HELD = """
    SELECT coalesce(instance_id::text, substr(idempotency_key, length(type) + 2)), lease_id
    FROM engine_job WHERE lease_id IS NOT NULL
"""


@dataclass
class Deaths:
    """When each worker died, by the job it held then; a job may be held by several that died."""

    last: dict[str, float] = field(default_factory=dict)
    count: int = 0
    with_work: int = 0

    def note(self, at: float) -> None:
        """A worker has died at this moment, just now."""
        held = _held()
        time.sleep(0.5)
        held &= _held()
        self.last.update((name, at) for name, _ in held)
        self.count += 1
        self.with_work += bool(held)


def _held() -> set[tuple[str, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(_HELD)
        return set(cursor.fetchall())


def _worker(lease: float) -> Fleet:
    return Fleet(OURS, processes=PROCESSES, BENCH_LEASE_SECONDS=str(lease), BENCH_CALL_SECONDS=str(CALL_SECONDS))


def _begun(fleet: Fleet) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM bench_call WHERE worker = %s)", [fleet.group])
        return bool(cursor.fetchone()[0])


@dataclass
class Queue:
    """Work that never runs out as long as workers are to die over it."""

    queued: int = 0

    def keep_full(self) -> bool:
        """See to it that calls wait; always true."""
        if Job.objects.count() < WAITING:
            ours.queue_advancing(WAITING, clock.now())
            self.queued += WAITING
        return True

    def flood(self, number: int) -> None:
        """Bare jobs, which take so little time that they must come at the moment of a death."""
        ours.queue_bare(FLOOD, clock.now(), f"death{number}-")
        self.queued += FLOOD

    def is_done(self) -> bool:
        """Whether each job has its effect."""
        return effects.seen().keys >= self.queued


def under_kills(lease: float, deaths: int) -> dict[str, object]:
    """Kill so many workers while they work; what was lost, doubled and late.

    Raises:
        RuntimeError: no death met a job in hand: the run proves nothing.
    """
    chance = random.Random(SEED)
    effects.clear()
    forget_messages()
    queue, noted, living = Queue(), Deaths(), [_worker(lease)]
    try:
        for number in range(deaths):
            living.append(_worker(lease))
            for each in living:
                until(lambda each=each: queue.keep_full() and _begun(each), every=0.05)  # type: ignore[misc]
            queue.flood(number)
            time.sleep(chance.random())
            queue.keep_full()
            living.pop(0).kill()
            noted.note(time.time())
        until(queue.is_done, seconds=600)
    finally:
        for each in living:
            each.kill()
    return _told(noted, lease, queue.queued)


def _told(noted: Deaths, lease: float, queued: int) -> dict[str, object]:
    found, times = effects.seen(), effects.times()
    late = [times[key] - at for key, at in noted.last.items() if key in times]
    if not late:
        raise RuntimeError("no death met a job in hand")
    return {
        "lease_seconds": lease,
        "deaths": noted.count,
        "deaths_with_jobs_in_hand": noted.with_work,
        "jobs": queued,
        "lost": queued - found.keys,
        "doubled": found.rows - found.keys,
        "calls_made_again": effects.calls_made_again(),
        "jobs_in_hand_of_the_dead": len(late),
        "recovery_seconds_max": round(max(late), 2),
        "recovered_within_lease_and_a_second": max(late) <= lease + 1,
    }
