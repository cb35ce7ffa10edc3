"""Reading figures: what waits where, and how long steps take."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import connection

from engine import clock
from engine.metrics import BOUNDS, BUCKETS
from engine.queries.facts import OpenCount, StepDuration


def open_counts(
    process_id: str, now: datetime | None = None, *, participant_refs: frozenset[UUID] | None = None
) -> dict[str, OpenCount]:
    """What waits at each element of a process now (engine time), by element id; ``participant_refs`` as in a filter."""
    moment = now or clock.now()
    ages = ", ".join(
        f"count(*) FILTER (WHERE width_bucket("
        f"extract(epoch FROM %(now)s - opened_at), ARRAY[{_bounds()}]::float8[]) = {n})"
        for n in range(BUCKETS)
    )
    statement = f"""
        SELECT element_id, count(*), count(*) FILTER (WHERE due_at < %(now)s), min(opened_at), ARRAY[{ages}]
        FROM engine_openstep WHERE process_id = %(process)s AND kind <> 'scope'
        AND (%(refs)s::uuid[] IS NULL
             OR instance_id IN (SELECT instance_id FROM engine_participant WHERE ref = ANY(%(refs)s::uuid[])))
        GROUP BY element_id
    """  # noqa: S608 - built from constants only
    with connection.cursor() as cursor:
        refs = None if participant_refs is None else list(participant_refs)
        cursor.execute(statement, {"now": moment, "process": process_id, "refs": refs})
        rows = cursor.fetchall()
    return {
        row[0]: OpenCount(
            element_id=row[0], open=row[1], overdue=row[2], oldest_opened_at=row[3], waiting=tuple(row[4])
        )
        for row in rows
    }


def step_durations(process_id: str, since: date | None = None) -> list[StepDuration]:
    """How long the steps of a process took since a day (always: everything), folded days and what is not folded yet."""
    slots = ", ".join(f"sum(h{n})" for n in range(1, BUCKETS + 1))
    folded = ", ".join(f"histogram[{n}] AS h{n}" for n in range(1, BUCKETS + 1))
    fresh = ", ".join(f"(bucket = {n - 1})::int AS h{n}" for n in range(1, BUCKETS + 1))
    statement = f"""
        SELECT element_id, outcome, sum(count), sum(seconds), ARRAY[{slots}]::int[] FROM (
            SELECT element_id, outcome, count, seconds, {folded} FROM engine_stepdaily
            WHERE process_id = %(process)s AND day >= %(since)s
            UNION ALL
            SELECT element_id, outcome, 1, seconds, {fresh} FROM engine_stepdelta
            WHERE process_id = %(process)s AND day >= %(since)s
        ) AS steps GROUP BY element_id, outcome ORDER BY element_id, outcome
    """  # noqa: S608 - built from constants only
    with connection.cursor() as cursor:
        cursor.execute(statement, {"process": process_id, "since": since or date(1970, 1, 1)})
        rows = cursor.fetchall()
    return [
        StepDuration(
            element_id=row[0], outcome=row[1], count=row[2], average_seconds=row[3] / row[2], histogram=tuple(row[4])
        )
        for row in rows
    ]


def _bounds() -> str:
    return ", ".join(str(bound) for bound in BOUNDS)
