"""Deletes a few families with all that belongs to them, in one transaction, and keeps their figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from engine import figures
from engine.retention import due, keepers
from engine.retention.months import Month

#: Rows of an instance, by ``instance_id``. Changed variables and ways back of migrations go with the instance's row
#: (ON DELETE CASCADE); a test compares this list with the database.
TABLES = (
    "engine_participant",
    "engine_timer",
    "engine_subscription",
    "engine_incident",
    "engine_openstep",
    "engine_batchitem",
)
_MEMBERS = "SELECT id, process_id FROM engine_processinstance WHERE root_id = ANY(%s)"
_EVENTS = "DELETE FROM engine_instanceevent WHERE root_id = ANY(%s)"


def let_go(limit: int, now: datetime, whole_months: Sequence[Month]) -> tuple[int, Counter[str]]:
    """Delete up to ``limit`` families of each process that are due, inside the caller's transaction; gives how many,
    and how many instances of which process.

    Events in ``whole_months`` are left lying: those months are dropped right after.
    """
    roots = due.take(limit, now)
    if not roots:
        return 0, Counter()
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS, [roots])
        members = cursor.fetchall()
        ids = [member_id for member_id, _ in members]
        keepers.forget(roots, ids)
        figures.keep_of(roots)
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table} WHERE instance_id = ANY(%s)", [ids])  # noqa: S608 - constant names
        but = "".join(" AND NOT (at >= %s AND at < %s)" for _ in whole_months)
        bounds = [bound for month in whole_months for bound in (month.begins_at, month.ends_at)]
        cursor.execute(_EVENTS + but, [roots, *bounds])
        cursor.execute("DELETE FROM engine_legalhold WHERE root_id = ANY(%s) AND lifted_at IS NOT NULL", [roots])
        cursor.execute("DELETE FROM engine_processinstance WHERE id = ANY(%s)", [ids])
    return len(roots), Counter(process_id for _, process_id in members)
