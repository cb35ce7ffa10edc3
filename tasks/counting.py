"""Folding the deltas of the open counts into their totals, a batch at a time, beside writers that add new ones."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

BATCH = 50_000


@transaction.atomic
def fold() -> int:
    """Move a batch of deltas into the totals; returns how many. A second folder at the same time takes others."""
    with connection.cursor() as sql:
        sql.execute(
            """WITH taken AS (
                   DELETE FROM tasks_opencountdelta WHERE id IN (
                       SELECT id FROM tasks_opencountdelta ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
                   RETURNING holder, process_id, change),
               folded AS (
                   INSERT INTO tasks_opencount (holder, process_id, open)
                   SELECT holder, process_id, sum(change) FROM taken GROUP BY holder, process_id ORDER BY 1, 2
                   ON CONFLICT (holder, process_id) DO UPDATE SET open = tasks_opencount.open + excluded.open)
               SELECT count(*) FROM taken""",
            [BATCH],
        )
        return int(sql.fetchone()[0])


@transaction.atomic
def rebuild(_now: datetime) -> int:
    """Make all totals anew from the items that lie open; returns how many totals there are then.

    Whoever opens, closes or hands on an item waits until this is done: deltas and items must be of one moment.
    """
    with connection.cursor() as sql:
        sql.execute("LOCK TABLE tasks_opencountdelta, tasks_opencount IN SHARE ROW EXCLUSIVE MODE")
        sql.execute("DELETE FROM tasks_opencountdelta")
        sql.execute("DELETE FROM tasks_opencount")
        sql.execute(
            """INSERT INTO tasks_opencount (holder, process_id, open)
               SELECT CASE WHEN assignee_id IS NULL THEN 's' || access_set_id ELSE 'a' || assignee_id END,
                   process_id, count(*)
               FROM tasks_workitem WHERE state = 'open' GROUP BY 1, 2"""
        )
        return int(sql.rowcount)
