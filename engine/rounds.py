"""Rounds of due work: one look at what there is, then some of each kind. A failure of one leaves the others alone, and
what failed is not due again before its back-off is over.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from enum import Enum, auto
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection

from engine import due, leases, waking
from engine.actors import SYSTEM
from engine.batches import working
from engine.commands import background, parking
from engine.commands.deliver_message import deliver_kept
from engine.commands.fire_timer import fire_timer
from engine.commands.process_starts import fire_start_timer
from engine.commands.run_job import claim, run_job
from engine.due import Due
from engine.models import Job
from engine.pace import Pace

log = logging.getLogger("engine.jobs")
BATCH = 50


class Outcome(Enum):
    """What became of one piece of due work; what was left is somebody else's at this moment."""

    DONE = auto()
    PUT_OFF = auto()
    LEFT = auto()


def run_due(now: datetime, limit: int = BATCH) -> int:
    """Do what is due, at most ``limit`` of each kind; gives how much was done."""
    return _round(due.look(now), limit)[Outcome.DONE]


def work_off(found: Due, over: Callable[[], bool]) -> Due:
    """Round after round at the pace of the work, beginning with what was found, until nothing is due that could be
    done, or it is over; gives the last look.
    """
    pace = Pace()
    while found.anything and not over():
        began = time.monotonic()
        outcomes = _round(found, pace.limit)
        moved = outcomes[Outcome.DONE] + outcomes[Outcome.PUT_OFF]
        if not moved:
            break
        pace.went(moved, time.monotonic() - began)
        found = due.look()
    return found


def _round(found: Due, limit: int) -> Counter[Outcome]:
    outcomes = Counter(_outcomes(found, limit))
    if found.batches:
        done: list[int] = []
        _guarded(lambda: done.append(working.work(found.now, limit)))
        outcomes[Outcome.DONE] += sum(done)
    return outcomes


def _outcomes(found: Due, limit: int) -> Iterator[Outcome]:
    now = found.now
    for timer_id in due.timers(now, limit) if found.timers else ():
        yield _fire(timer_id, now)
    for start_id in due.starts(now, limit) if found.starts else ():
        yield _begin(start_id, now)
    if found.jobs:
        yield from _do_jobs(now, limit)
    for message_id, task_id, instance_id in due.kept(now, limit) if found.kept else ():
        yield _hand_over(message_id, (task_id, instance_id), now)


def _fire(timer_id: UUID, now: datetime) -> Outcome:
    return _guarded(
        lambda: fire_timer(timer_id=timer_id, now=now), lambda problem: parking.timer_failed(timer_id, now, problem)
    )


def _begin(start_id: int, now: datetime) -> Outcome:
    return _guarded(
        lambda: fire_start_timer(start_timer_id=start_id, now=now), lambda _: parking.start_timer_failed(start_id, now)
    )


def _hand_over(message_id: UUID, waiting: tuple[UUID, UUID], now: datetime) -> Outcome:
    return _guarded(
        lambda: deliver_kept(message_id=message_id, waiting=waiting, by=SYSTEM, now=now),
        lambda problem: parking.message_failed(message_id, waiting, now, problem),
    )


def _do_jobs(now: datetime, limit: int) -> Iterator[Outcome]:
    """Claim jobs and do them while their leases are renewed: those of the background together, the others one by one.
    Where there may be more than this round takes, somebody is woken to join.
    """
    claimed = claim(limit=limit, now=now)
    if len(claimed) >= limit or any(_was_lost(job) for job in claimed):
        waking.ring()
    with leases.held(claimed) as batch:
        bare = [job for job in claimed if job.kind == background.KIND and not _was_lost(job)]
        over = background.run_together(bare, now) if bare else set()
        yield from [Outcome.DONE] * len(over)
        while (job := batch.next()) is not None:
            if job.id not in over:
                outcome = _guarded(partial(run_job, job=job, now=now))
                # A claimed job is nobody's to take right now, whatever became of it.
                yield Outcome.PUT_OFF if outcome is Outcome.LEFT else outcome


def _was_lost(job: Job) -> bool:
    """Whether somebody tried it before: perhaps who held it died, and held others."""
    return job.attempts > 1


def _guarded(act: Callable[[], Any], failed: Callable[[Exception], None] | None = None) -> Outcome:
    try:
        return Outcome.DONE if act() else Outcome.LEFT
    except Exception as problem:
        if connection.needs_rollback:
            raise
        log.exception("due work failed; it is tried again later")
        return Outcome.PUT_OFF if failed is not None and _put_off(failed, problem) else Outcome.LEFT


def _put_off(failed: Callable[[Exception], None], problem: Exception) -> bool:
    try:
        failed(problem)
    except Exception:
        log.exception("what failed could not even be put off")
        return False
    return True
