"""What is due now: one statement says whether there is anything at all, so that an idle round costs next to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from engine import prepared

_AWAKE = (
    "NOT EXISTS (SELECT 1 FROM engine_processinstance i WHERE i.id = {}.instance_id AND i.suspended_at IS NOT NULL)"
)
_TIMERS = (
    "FROM engine_timer t WHERE t.due_at <= %(now)s AND NOT t.parked AND (t.retry_at IS NULL OR t.retry_at <= %(now)s) "
    f"AND {_AWAKE.format('t')}"
)
_STARTS = (
    "FROM engine_starttimer s JOIN engine_processversion v ON v.id = s.version_id "
    "WHERE s.due_at <= %(now)s AND v.suspended_at IS NULL AND (s.retry_at IS NULL OR s.retry_at <= %(now)s)"
)
_KEPT = (
    "FROM engine_message m JOIN engine_subscription s "
    "ON s.kind = 'message' AND s.name = m.name AND s.key IS NOT DISTINCT FROM m.key "
    "JOIN engine_processinstance i ON i.id = s.instance_id AND i.suspended_at IS NULL "
    "WHERE m.is_open AND NOT m.parked AND m.expires_at > %(now)s AND (m.retry_at IS NULL OR m.retry_at <= %(now)s)"
)
_JOBS = (
    "FROM engine_job j WHERE j.kind <> 'external' AND NOT j.parked AND j.due_at <= %(now)s "
    f"AND {_AWAKE.format('j')} AND "
)
_LOOK = f"""
    SELECT EXISTS (SELECT 1 {_TIMERS}), EXISTS (SELECT 1 {_STARTS}),
        EXISTS (SELECT 1 {_JOBS} j.lease_ends_at IS NULL)
        OR EXISTS (SELECT 1 {_JOBS} j.lease_ends_at < statement_timestamp()),
        EXISTS (SELECT 1 {_KEPT}),
        EXISTS (SELECT 1 FROM engine_batch WHERE state = 'running'),
        EXISTS (SELECT 1 FROM engine_job WHERE lease_ends_at IS NOT NULL AND kind <> 'external')
"""  # noqa: S608 - constants only


@dataclass(frozen=True)
class Due:
    """Which kinds of work there are now, and whether somebody holds leases."""

    timers: bool
    starts: bool
    jobs: bool
    kept: bool
    batches: bool
    leased: bool


def look(now: datetime) -> Due:
    """One look at all of it."""
    return Due(*prepared.fetch(_LOOK, {"now": now})[0])


def timers(now: datetime, limit: int) -> list[UUID]:
    """The tasks whose timers are due, the earliest first."""
    return _ids(f"SELECT t.task_id {_TIMERS} ORDER BY t.due_at, t.task_id LIMIT %(limit)s", now, limit)


def starts(now: datetime, limit: int) -> list[int]:
    """The start timers that are due."""
    return _ids(f"SELECT s.id {_STARTS} ORDER BY s.due_at LIMIT %(limit)s", now, limit)


def kept(now: datetime, limit: int) -> list[tuple[UUID, UUID, UUID]]:
    """Kept messages somebody waits for now: message, task, instance."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT ON (m.id) m.id, s.task_id, s.instance_id {_KEPT} "
            "ORDER BY m.id, s.created_at LIMIT %(limit)s",
            {"now": now, "limit": limit},
        )
        return list(cursor.fetchall())


def _ids(statement: str, now: datetime, limit: int) -> list:  # type: ignore[type-arg]
    return [row[0] for row in prepared.fetch(statement, {"now": now, "limit": limit})]
