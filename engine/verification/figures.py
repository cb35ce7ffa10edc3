"""The figures of steps against the history: each completed user task was counted once, in its process and day."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from engine.verification.findings import Difference

# Days whose history was let go have no events and are not asked about.
_DIFFERENT = """
    WITH told AS (
        SELECT v.process_id, e.element_id, (e.at AT TIME ZONE 'Asia/Seoul')::date AS day, count(*) AS n
        FROM engine_instanceevent e JOIN engine_processversion v ON v.id = e.version_id
        WHERE e.kind = 'task_completed' GROUP BY 1, 2, 3
    ), counted AS (
        SELECT process_id, element_id, day, sum(n) AS n FROM (
            SELECT process_id, element_id, day, count AS n FROM engine_stepdaily WHERE outcome = 'completed'
            UNION ALL SELECT process_id, element_id, day, 1 FROM engine_stepdelta WHERE outcome = 'completed'
        ) AS parts GROUP BY 1, 2, 3
    )
    SELECT told.process_id, told.element_id, told.day, told.n, coalesce(counted.n, 0)
    FROM told LEFT JOIN counted USING (process_id, element_id, day)
    WHERE told.n <> coalesce(counted.n, 0) ORDER BY 1, 2, 3
"""


def check() -> Iterator[Difference]:
    """Compare the days' figures with the tasks that were completed on them."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENT)
        for process_id, element_id, day, told, counted in cursor.fetchall():
            sentence = f"figures of {process_id} {element_id} on {day}: {counted} counted, {told} completed"
            yield Difference(check="figures", sentence=sentence, process_id=process_id)
