"""Background work: due timers, jobs and kept messages are claimed from PostgreSQL; Redis only wakes."""

from __future__ import annotations

import threading
import time
from typing import Any

from celery import shared_task
from celery.signals import worker_init, worker_shutdown
from django.db import connection, transaction

from engine import clock, due, metrics, retention, rounds, waking
from engine.commands import expire
from engine.polling import poll
from engine.rounds import run_due

__all__ = ["poll", "run_due"]
SETTLING_SECONDS = 2.0
#: So long one wake-up works on before it lets the next one have the thread.
WAKE_SECONDS = 5.0
_stopping = threading.Event()


@shared_task(name="engine.jobs.wake", ignore_result=True)
def wake(**_: Any) -> None:
    """Do what is due, round by round; what is left after a while is somebody else's, who is woken."""
    waking.heard()
    until = time.monotonic() + WAKE_SECONDS
    if rounds.work_off(due.look(), lambda: time.monotonic() > until).anything:
        waking.ring()


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
