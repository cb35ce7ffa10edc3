"""The figures of steps as the history tells them: what the folded days must be, and what they are made anew from.

A user step took from its ``task_opened`` to its ``task_completed`` or ``cancelled``. Other steps (jobs, events, called
cases) stand in the line of the step that ended them (``waited``), as element, outcome and seconds. What retention has
deleted stands in ``StepLetGo``. Events of families that are gone wait for their month to be dropped and count nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from engine import metrics
from engine.metrics import BOUNDS, BUCKETS

_COLUMNS = "process_id, element_id, day, outcome, count, seconds, histogram"
_DAY = "(e.at AT TIME ZONE 'Asia/Seoul')::date"
_SLOTS = ", ".join(f"count(*) FILTER (WHERE bucket = {number})" for number in range(BUCKETS))
_BUCKET = f"width_bucket(seconds, ARRAY[{', '.join(map(str, BOUNDS))}]::float8[])"


def _told(where: str) -> str:
    """The steps that ended in the events ``e`` of a condition: process, element, day, outcome, seconds."""
    return f"""
        SELECT v.process_id, e.element_id, {_DAY} AS day,
            CASE e.kind WHEN 'task_completed' THEN 'completed' ELSE 'cancelled' END AS outcome,
            greatest(0, extract(epoch FROM e.at - o.at))::float8 AS seconds
        FROM engine_instanceevent e JOIN engine_processversion v ON v.id = e.version_id
        LEFT JOIN LATERAL (
            SELECT min(o.at) AS at FROM engine_instanceevent o
            WHERE o.root_id = e.root_id AND o.task_id = e.task_id AND o.kind = 'task_opened'
        ) AS o ON true
        WHERE (e.kind = 'task_completed' OR (e.kind = 'cancelled' AND o.at IS NOT NULL)) AND {where}
        UNION ALL
        SELECT v.process_id, w->>0, {_DAY}, w->>1, (w->>2)::float8
        FROM engine_instanceevent e JOIN engine_processversion v ON v.id = e.version_id,
            jsonb_array_elements(e.detail->'waited') AS w
        WHERE e.detail ? 'waited' AND {where}
    """  # noqa: S608 - constants only


def _summed(where: str) -> str:
    """The same, summed up by process, element, day and outcome, as rows of ``StepDaily``."""
    return f"""
        SELECT process_id, element_id, day, outcome, count(*) AS count, sum(seconds) AS seconds,
            ARRAY[{_SLOTS}]::int[] AS histogram
        FROM (SELECT *, {_BUCKET} AS bucket FROM ({_told(where)}) AS told) AS steps GROUP BY 1, 2, 3, 4
    """  # noqa: S608 - constants only


def _added_to(table: str) -> str:
    merged = ", ".join(f"{table}.histogram[{n}] + excluded.histogram[{n}]" for n in range(1, BUCKETS + 1))
    return f"""
        ON CONFLICT (process_id, element_id, day, outcome) DO UPDATE SET
            count = {table}.count + excluded.count, seconds = {table}.seconds + excluded.seconds,
            histogram = ARRAY[{merged}]
    """


#: All the figures there must be: of families that are still there, and of those that were let go.
_MERGED = ", ".join(f"sum(histogram[{n}])" for n in range(1, BUCKETS + 1))
_OF_THE_LIVING = "EXISTS (SELECT 1 FROM engine_processinstance r WHERE r.id = e.root_id)"
ALL = f"""
    SELECT process_id, element_id, day, outcome, sum(count)::int AS count, sum(seconds) AS seconds,
        ARRAY[{_MERGED}]::int[] AS histogram
    FROM (
        SELECT {_COLUMNS} FROM ({_summed(_OF_THE_LIVING)}) AS living UNION ALL SELECT {_COLUMNS} FROM engine_stepletgo
    ) AS parts GROUP BY 1, 2, 3, 4
"""  # noqa: S608 - constants only
_KEEP = f"INSERT INTO engine_stepletgo ({_COLUMNS}) {_summed('e.root_id = ANY(%(roots)s)')} " + _added_to(
    "engine_stepletgo"
)
# One statement sees one moment: a step's delta goes exactly where its history is counted, and the other way round.
_ANEW = f"""
    WITH counted AS (DELETE FROM engine_stepdelta),
    made AS (INSERT INTO engine_stepdaily ({_COLUMNS}) {ALL} RETURNING 1)
    SELECT count(*) FROM made
"""  # noqa: S608 - constants only


def keep_of(root_ids: Sequence[UUID]) -> None:
    """Keep the figures of families whose history is about to be deleted; inside the transaction that deletes it."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, {"roots": list(root_ids)})


@transaction.atomic
def rebuild(_now: datetime) -> int:
    """Make all days' figures anew from the history, beside the work; gives how many rows there are then."""
    metrics.only_one_folds()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM engine_stepdaily")
        cursor.execute(_ANEW)
        return int(cursor.fetchone()[0])
