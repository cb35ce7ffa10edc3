"""What is due now: one statement says whether there is anything at all, so that an idle round costs next to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from engine import clock, prepared

_AWAKE = (
    "NOT EXISTS (SELECT 1 FROM engine_processinstance i WHERE i.id = {}.instance_id AND i.suspended_at IS NOT NULL)"
)
#: What each statement begins with: its time is the engine's where nobody says another, so that an idle round needs no
#: second statement.
_AT = f"WITH at AS MATERIALIZED (SELECT coalesce(%(now)s::timestamptz, {clock.MOMENT}) AS now)"
_NOW = "(SELECT now FROM at)"
_TIMERS = (
    f"FROM engine_timer t WHERE t.due_at <= {_NOW} AND NOT t.parked AND (t.retry_at IS NULL OR t.retry_at <= {_NOW}) "
    f"AND {_AWAKE.format('t')}"
)
_STARTS = (
    "FROM engine_starttimer s JOIN engine_processversion v ON v.id = s.version_id "
    f"WHERE s.due_at <= {_NOW} AND v.suspended_at IS NULL AND (s.retry_at IS NULL OR s.retry_at <= {_NOW})"
)
_KEPT = (
    "FROM engine_message m JOIN engine_subscription s "
    "ON s.kind = 'message' AND s.name = m.name AND s.key IS NOT DISTINCT FROM m.key "
    "JOIN engine_processinstance i ON i.id = s.instance_id AND i.suspended_at IS NULL "
    f"WHERE m.is_open AND NOT m.parked AND m.expires_at > {_NOW} AND (m.retry_at IS NULL OR m.retry_at <= {_NOW})"
)
_JOBS = (
    f"FROM engine_job j WHERE j.kind <> 'external' AND NOT j.parked AND j.due_at <= {_NOW} "
    f"AND {_AWAKE.format('j')} AND "
)
_LEASES = "FROM engine_job WHERE kind <> 'external' AND lease_ends_at"
_FIRST_END = (
    f"SELECT extract(epoch FROM min(lease_ends_at) - statement_timestamp())::float8 {_LEASES} >= statement_timestamp()"  # noqa: S608 - constants only
)
#: The first in an index's order instead of any: PostgreSQL takes a third of all to be due, and would read the table.
_FIRST_TIMER = "ORDER BY t.due_at, t.task_id LIMIT 1"
_LOOK = f"""
    {_AT} SELECT {_NOW}, (SELECT TRUE {_TIMERS} {_FIRST_TIMER}) IS NOT NULL, EXISTS (SELECT 1 {_STARTS}),
        (SELECT TRUE {_JOBS} j.lease_ends_at IS NULL ORDER BY j.due_at, j.id LIMIT 1) IS NOT NULL
        OR EXISTS (SELECT 1 {_JOBS} j.lease_ends_at < statement_timestamp()),
        EXISTS (SELECT 1 {_KEPT}),
        EXISTS (SELECT 1 FROM engine_batch WHERE state = 'running'),
        EXISTS (SELECT 1 {_LEASES} IS NOT NULL),
        ({_FIRST_END})
"""  # noqa: S608 - constants only


@dataclass(frozen=True)
class Due:
    """Which kinds of work there are now, whether somebody holds leases, and in how many seconds the first of them ends
    (None where none will).
    """

    now: datetime
    timers: bool
    starts: bool
    jobs: bool
    kept: bool
    batches: bool
    leased: bool
    lease_ends_in: float | None

    @property
    def anything(self) -> bool:
        """Whether there is something to do."""
        return self.timers or self.starts or self.jobs or self.kept or self.batches


def look(now: datetime | None = None) -> Due:
    """One look at all of it; at the engine's time where none is given."""
    at, *found = prepared.fetch(_LOOK, {"now": now})[0]
    return Due(at.astimezone(clock.SEOUL), *found)


def timers(now: datetime, limit: int) -> list[UUID]:
    """The tasks whose timers are due, the earliest first."""
    return _ids(f"{_AT} SELECT t.task_id {_TIMERS} ORDER BY t.due_at, t.task_id LIMIT %(limit)s", now, limit)


def starts(now: datetime, limit: int) -> list[int]:
    """The start timers that are due."""
    return _ids(f"{_AT} SELECT s.id {_STARTS} ORDER BY s.due_at LIMIT %(limit)s", now, limit)


def kept(now: datetime, limit: int) -> list[tuple[UUID, UUID, UUID]]:
    """Kept messages somebody waits for now: message, task, instance."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_AT} SELECT DISTINCT ON (m.id) m.id, s.task_id, s.instance_id {_KEPT} "
            "ORDER BY m.id, s.created_at LIMIT %(limit)s",
            {"now": now, "limit": limit},
        )
        return list(cursor.fetchall())


def _ids(statement: str, now: datetime, limit: int) -> list:  # type: ignore[type-arg]
    return [row[0] for row in prepared.fetch(statement, {"now": now, "limit": limit})]
