"""Months of history as partitions: which may go whole, and letting them go without holding up the engine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction

from engine.retention import due

_PARTITIONS = """
    SELECT c.relname, pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'engine_instanceevent'::regclass ORDER BY c.relname
"""
_BOUNDS = re.compile(r"FROM \('([^']+)'\) TO \('([^']+)'\)")
#: How long a drop may wait for the history's lock: everybody who writes waits behind it.
PATIENCE_MS = 2000


@dataclass(frozen=True)
class Month:
    """A partition with its bounds, the upper one not in it."""

    name: str
    begins_at: datetime
    ends_at: datetime


def past(now: datetime) -> list[Month]:
    """The months that are over; the DEFAULT partition is none."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTITIONS)
        found = [(name, _BOUNDS.search(bound or "")) for name, bound in cursor.fetchall()]
    months = [Month(name, *map(_moment, bound.groups())) for name, bound in found if bound is not None]
    return [month for month in months if month.ends_at <= now]


def droppable(now: datetime) -> list[Month]:
    """The past months in which nothing would be kept by a run at ``now``."""
    days = due.shortest_days()
    if days is None:
        return []
    old = [month for month in past(now) if month.ends_at <= now - timedelta(days=days)]
    return [month for month in old if not due.holds_what_is_kept(_quoted(month.name), now)]


def drop(month: Month) -> bool:
    """Drop a month in which no family lives any more; False where one does, or where the lock was not to be had."""
    part = _quoted(month.name)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # Nobody writes into a month that is over, but only a lock makes sure; readers go on until the drop.
            cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE_MS}; LOCK TABLE {part} IN SHARE MODE")
            cursor.execute(
                f"SELECT EXISTS (SELECT 1 FROM {part} e JOIN engine_processinstance r ON r.id = e.root_id)"  # noqa: S608
            )
            if cursor.fetchone()[0]:
                return False
            cursor.execute(f"DROP TABLE {part}")
            cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    except OperationalError:
        return False
    return True


def sweep(month_name: str) -> int:
    """Delete the events of families that are gone from a month that could not be dropped; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [month_name])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(
            f"DELETE FROM {_quoted(month_name)} e WHERE NOT EXISTS "  # noqa: S608 - a partition's own name
            "(SELECT 1 FROM engine_processinstance r WHERE r.id = e.root_id)"
        )
        return int(cursor.rowcount)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _moment(text: str) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [text])
        found: datetime = cursor.fetchone()[0]
    return found
