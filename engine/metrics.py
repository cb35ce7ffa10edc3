"""Figures of steps: a delta row for each step that ended, written with it; folded into days by a job each minute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from engine.spiff.effects import Closed

#: Upper bounds in seconds; the last bucket is everything above. Histograms can be added up, averages cannot.
BOUNDS = (60, 600, 3600, 4 * 3600, 86400, 2 * 86400, 3 * 86400, 5 * 86400, 7 * 86400, 14 * 86400, 30 * 86400)
BUCKETS = len(BOUNDS) + 1
SEOUL = ZoneInfo("Asia/Seoul")
_COUNTED = frozenset({"user", "call", "job", "event"})


def bucket(seconds: float) -> int:
    """The number of the histogram's bucket for a duration."""
    return next((number for number, bound in enumerate(BOUNDS) if seconds < bound), len(BOUNDS))


def deltas(process_id: str, closed: Sequence[Closed], now: datetime) -> list[list[Any]]:
    """The delta rows of a step: process, element, day, outcome, seconds, bucket."""
    day = now.astimezone(SEOUL).date()
    found: list[list[Any]] = []
    for step in closed:
        if step.kind in _COUNTED and step.opened_at is not None:
            seconds = max(0.0, (now - step.opened_at).total_seconds())
            found.append([process_id, step.element_id, day, step.outcome, seconds, bucket(seconds)])
    return found


def waited(closed: Sequence[Closed], now: datetime) -> list[list[Any]]:
    """Waits that no line of the history tells by itself, as element, outcome and seconds."""
    return [
        [step.element_id, step.outcome, max(0.0, (now - step.opened_at).total_seconds())]
        for step in closed
        if step.kind in _COUNTED and step.kind != "user" and step.opened_at is not None
    ]


def only_one_folds() -> None:
    """Let whoever else writes the days' figures wait for this transaction's end, or wait for theirs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('engine_stepdaily', 12))")


@transaction.atomic
def fold() -> int:
    """Fold all deltas into the days; gives how many there were."""
    slots = ", ".join(f"count(*) FILTER (WHERE bucket = {number})" for number in range(BUCKETS))
    merged = ", ".join(f"engine_stepdaily.histogram[{n}] + excluded.histogram[{n}]" for n in range(1, BUCKETS + 1))
    statement = f"""
        WITH taken AS (DELETE FROM engine_stepdelta RETURNING *),
        summed AS (
            INSERT INTO engine_stepdaily (process_id, element_id, day, outcome, count, seconds, histogram)
            SELECT process_id, element_id, day, outcome, count(*), sum(seconds), ARRAY[{slots}]::int[]
            FROM taken GROUP BY 1, 2, 3, 4
            ON CONFLICT (process_id, element_id, day, outcome) DO UPDATE SET
                count = engine_stepdaily.count + excluded.count,
                seconds = engine_stepdaily.seconds + excluded.seconds,
                histogram = ARRAY[{merged}]
        )
        SELECT count(*) FROM taken
    """  # noqa: S608 - built from constants only
    only_one_folds()
    with connection.cursor() as cursor:
        cursor.execute(statement)
        count: int = cursor.fetchone()[0]
    return count
