"""Background work: due timers, jobs and kept messages are claimed from PostgreSQL; Redis only wakes."""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime
from typing import Any

from celery import shared_task
from celery.signals import worker_init, worker_shutdown
from django.db import close_old_connections, connection, transaction

from engine import clock, metrics, retention
from engine.actors import SYSTEM
from engine.batches import working
from engine.commands.deliver_message import deliver_kept, kept_and_wanted
from engine.commands.fire_timer import fire_timer
from engine.commands.process_starts import fire_start_timer
from engine.commands.run_job import claim, run_job
from engine.models import Job, StartTimer, Timer

log = logging.getLogger("engine.jobs")
IDLE_SECONDS = 5.0
LEASED_SECONDS = 1.0
SETTLING_SECONDS = 2.0
BATCH = 50
_stopping = threading.Event()


def run_due(now: datetime, limit: int = BATCH) -> int:
    """Do what is due, at most ``limit`` of each kind; gives how much was done. A failure of one leaves the others
    alone.
    """
    done = 0
    due = Timer.objects.filter(due_at__lte=now, instance__suspended_at=None).order_by("due_at", "task_id")
    for timer_id in due.values_list("pk", flat=True)[:limit]:
        done += _guarded(lambda timer_id=timer_id: fire_timer(timer_id=timer_id, now=now))
    starts = StartTimer.objects.filter(due_at__lte=now, version__suspended_at=None).order_by("due_at")
    for start_id in starts.values_list("pk", flat=True)[:limit]:
        done += _guarded(lambda start_id=start_id: fire_start_timer(start_timer_id=start_id, now=now))
    for job in claim(limit=limit, now=now):
        done += _guarded(lambda job=job: run_job(job=job, now=now))
    for message_id, task_id, instance_id in kept_and_wanted(limit, now):
        waiting = (task_id, instance_id)
        done += _guarded(
            lambda message_id=message_id, waiting=waiting: deliver_kept(
                message_id=message_id, waiting=waiting, by=SYSTEM, now=now
            )
        )
    return done + _guarded(lambda: working.work(now, limit))


def _guarded(act: Any) -> int:  # noqa: ANN401 - a thunk
    try:
        return int(act())
    except Exception:
        if connection.in_atomic_block:
            raise
        log.exception("due work failed; it is tried again")
        return 0


@shared_task(name="engine.jobs.wake", ignore_result=True)
def wake(**_: Any) -> int:
    """Run a bounded batch of what is due."""
    return run_due(clock.now())


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
            while run_due(clock.now()) and not stop.is_set():
                continue
            if Job.objects.exclude(lease_ends_at=None).exists():
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
