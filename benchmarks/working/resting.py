"""A worker that has nothing to do: how soon it does a single job, and what it asks PostgreSQL meanwhile."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from django.db import connection, transaction

from benchmarks.working import effects, plain_fleet
from benchmarks.working.fleets import OURS, PLAIN, Fleet, forget_messages, until
from engine import clock, operations
from engine.actors import SYSTEM

PROCESSES = 2
SETTLING_SECONDS = 6
IDLE_SECONDS = 60
COUNTING_SECONDS = 12
_COUNTERS = "SELECT xact_commit + xact_rollback, sessions FROM pg_stat_database WHERE datname = current_database()"


def _bare(number: int) -> str:
    operations.enqueue(type="bench.bare", work={f"single{number}": {}}, due_at=clock.now())
    return f"single{number}"


def _advancing(_: int) -> str:
    now = clock.now()
    return str(operations.start(process_id="jobs", variables={}, participants=(), by=SYSTEM, now=now).id)


def _plain(number: int) -> str:
    transaction.on_commit(lambda: plain_fleet.effect.delay(f"single{number}"))
    return f"single{number}"


def _milliseconds(count: int, begin: Callable[[int], str]) -> dict[str, float]:
    """From the commit of a job to its effect, one job after the other."""
    effects.clear()
    committed: list[float] = []
    keys: list[str] = []
    for number in range(count):
        with transaction.atomic():
            transaction.on_commit(lambda: committed.append(time.time()))
            keys.append(begin(number))
        until(lambda: effects.count() >= len(keys), every=0.02)
        time.sleep(0.05)
    times = effects.times()
    taken = sorted((times[key] - at) * 1000 for key, at in zip(keys, committed, strict=True))
    return {"p50": round(statistics.median(taken), 1), "p95": round(taken[int(len(taken) * 0.95)], 1)}


def _counters() -> tuple[int, int]:
    """Transactions and sessions so far; a session that has nothing to do counts what it did within ten seconds."""
    time.sleep(COUNTING_SECONDS)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTERS)
        counted: tuple[int, int] = cursor.fetchone()
    return counted


def _idle() -> dict[str, int]:
    """What the whole worker asks in a minute of nothing; every statement is a transaction of its own then, and so would
    be those of autovacuum.
    """
    with connection.cursor() as cursor:
        cursor.execute("ALTER SYSTEM SET autovacuum = off")
        cursor.execute("SELECT pg_reload_conf()")
    before = _counters()
    time.sleep(IDLE_SECONDS - COUNTING_SECONDS)
    after = _counters()
    # The second look itself is not counted yet, the first one is.
    return {"statements": after[0] - before[0] - 1, "connections": after[1] - before[1]}


def measure(count: int) -> dict[str, object]:
    """One worker of ours, then one of plain Celery."""
    found: dict[str, object] = {}
    for app, begins in ((OURS, {"bare": _bare, "advancing": _advancing}), (PLAIN, {"plain_celery": _plain})):
        effects.clear()
        forget_messages()
        fleet = Fleet(app, processes=PROCESSES)
        try:
            time.sleep(SETTLING_SECONDS)
            for name, begin in begins.items():
                _milliseconds(3, begin)
                found[f"{name}_ms_from_commit_to_effect"] = _milliseconds(count, begin)
            if app == OURS:
                found["idle_worker_a_minute"] = _idle()
        finally:
            fleet.kill()
    return found
