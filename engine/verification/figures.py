"""The figures of steps against the history: each step that ended was counted once, in its process and on its day."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from engine import figures
from engine.verification.findings import Difference

# Of history that retention let go the figures were kept, so that the sum still has to be right. A day without any
# history at all is not asked about.
_DIFFERENT = f"""
    WITH told AS (SELECT process_id, element_id, day, outcome, count AS n FROM ({figures.ALL}) AS told
    ), counted AS (
        SELECT process_id, element_id, day, outcome, sum(n) AS n FROM (
            SELECT process_id, element_id, day, outcome, count AS n FROM engine_stepdaily
            UNION ALL SELECT process_id, element_id, day, outcome, 1 FROM engine_stepdelta
        ) AS parts GROUP BY 1, 2, 3, 4
    )
    SELECT process_id, element_id, day, outcome, coalesce(told.n, 0), coalesce(counted.n, 0)
    FROM told FULL JOIN counted USING (process_id, element_id, day, outcome)
    WHERE coalesce(told.n, 0) <> coalesce(counted.n, 0) AND day IN (SELECT day FROM told) ORDER BY 1, 2, 3, 4
"""  # noqa: S608 - constants only


def check() -> Iterator[Difference]:
    """Compare the days' figures with the steps that ended on them."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENT)
        for process_id, element_id, day, outcome, told, counted in cursor.fetchall():
            sentence = f"figures of {process_id} {element_id} on {day}: {counted} counted, {told} {outcome}"
            yield Difference(check="figures", sentence=sentence, process_id=process_id)
