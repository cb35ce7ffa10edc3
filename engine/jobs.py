"""Background work: due timers, jobs and kept messages are claimed from PostgreSQL; Redis only wakes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_init, worker_shutdown
from django.db import close_old_connections, connection, transaction

from engine import clock, due, leases, metrics, retention, waking
from engine.actors import SYSTEM
from engine.batches import working
from engine.commands import background, expire, parking
from engine.commands.deliver_message import deliver_kept
from engine.commands.fire_timer import fire_timer
from engine.commands.process_starts import fire_start_timer
from engine.commands.run_job import claim, run_job
from engine.models import Job

log = logging.getLogger("engine.jobs")
IDLE_SECONDS = 5.0
LEASED_SECONDS = 1.0
SETTLING_SECONDS = 2.0
BATCH = 50
#: So long one wake-up works on before it lets the next one have the thread.
WAKE_SECONDS = 5.0
_stopping = threading.Event()


def run_due(now: datetime, limit: int = BATCH) -> int:
    """Do what is due, at most ``limit`` of each kind; gives how much was done. A failure of one leaves the others
    alone, and what failed is not due again before its back-off is over.
    """
    found, done = due.look(now), 0
    for timer_id in due.timers(now, limit) if found.timers else ():
        done += _fire(timer_id, now)
    for start_id in due.starts(now, limit) if found.starts else ():
        done += _begin(start_id, now)
    if found.jobs:
        done += _work_off(claim(limit=limit, now=now), now)
    for message_id, task_id, instance_id in due.kept(now, limit) if found.kept else ():
        done += _hand_over(message_id, (task_id, instance_id), now)
    return done + (_guarded(lambda: working.work(now, limit)) if found.batches else 0)


def _fire(timer_id: UUID, now: datetime) -> int:
    return _guarded(
        lambda: fire_timer(timer_id=timer_id, now=now), lambda problem: parking.timer_failed(timer_id, now, problem)
    )


def _begin(start_id: int, now: datetime) -> int:
    return _guarded(
        lambda: fire_start_timer(start_timer_id=start_id, now=now), lambda _: parking.start_timer_failed(start_id, now)
    )


def _hand_over(message_id: UUID, waiting: tuple[UUID, UUID], now: datetime) -> int:
    return _guarded(
        lambda: deliver_kept(message_id=message_id, waiting=waiting, by=SYSTEM, now=now),
        lambda problem: parking.message_failed(message_id, waiting, now, problem),
    )


def _work_off(claimed: list[Job], now: datetime) -> int:
    """Do claimed jobs while their leases are renewed: those of the background together, the others one by one."""
    with leases.held(claimed) as batch:
        bare = [job for job in claimed if job.kind == background.KIND and not job.last_error and job.attempts == 1]
        over = background.run_together(bare, now) if bare else set()
        done = len(over)
        while (job := batch.next()) is not None:
            if job.id not in over:
                done += _guarded(partial(run_job, job=job, now=now))
    return done


def _guarded(act: Callable[[], Any], failed: Callable[[Exception], None] | None = None) -> int:
    try:
        return int(act())
    except Exception as problem:
        if connection.needs_rollback:
            raise
        log.exception("due work failed; it is tried again later")
        if failed is not None:
            _put_off(failed, problem)
        return 0


def _put_off(failed: Callable[[Exception], None], problem: Exception) -> None:
    try:
        failed(problem)
    except Exception:
        log.exception("what failed could not even be put off")


@shared_task(name="engine.jobs.wake", ignore_result=True)
def wake(**_: Any) -> int:
    """Do what is due, round by round; while there is more than a round of it, others are woken to join."""
    waking.heard()
    done, until = 0, time.monotonic() + WAKE_SECONDS
    while found := run_due(clock.now()):
        done += found
        if found >= BATCH or time.monotonic() > until:
            waking.ring()
        if time.monotonic() > until:
            break
    return done


@shared_task(name="engine.jobs.sweep_messages", ignore_result=True)
def sweep_messages(**_: Any) -> int:
    """Let messages go that nobody took in their time, batch by batch."""
    now, gone = clock.now(), 0
    while found := expire.sweep_messages(now=now):
        gone += found
    return gone


@shared_task(name="engine.jobs.fold_metrics", ignore_result=True)
def fold_metrics(**_: Any) -> int:
    """Fold the deltas of steps into the days' figures."""
    return metrics.fold()


@shared_task(name="engine.jobs.make_partitions", ignore_result=True)
def make_partitions(**_: Any) -> None:
    """Make the history's partitions of this and the next two months; a missing one never stops the engine."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT engine_make_partitions(%s, 2)", [clock.now()])


@shared_task(name="engine.jobs.apply_retention", ignore_result=True)
def apply_retention(**_: Any) -> int:
    """Delete the ended cases that were kept long enough; gives how many instances."""
    return retention.apply(clock.now()).instances


def poll(stop: threading.Event, clock_tick: float = 0.2) -> None:
    """Do due work until told to stop: every five seconds when idle, every second while leases are out."""
    while not stop.is_set():
        pause = IDLE_SECONDS
        try:
            close_old_connections()
            while run_due(now := clock.now()) and not stop.is_set():
                continue
            if due.look(now).leased:
                pause = LEASED_SECONDS
        except Exception:
            log.exception("the poller could not reach the work; it goes on")
        finally:
            connection.close()
        until = time.monotonic() + pause
        while time.monotonic() < until and not stop.is_set():
            stop.wait(clock_tick)


def _poll_soon() -> None:
    """Let a pool of processes fork first: they must not inherit this thread's connection."""
    if not _stopping.wait(SETTLING_SECONDS):
        poll(_stopping)


@worker_init.connect
def _begin_polling(**_: Any) -> None:
    """Not when the worker is ready: it never is while Redis is away, and the work must go on."""
    _stopping.clear()
    threading.Thread(target=_poll_soon, name="engine-poller", daemon=True).start()


@worker_shutdown.connect
def _end_polling(**_: Any) -> None:
    _stopping.set()
