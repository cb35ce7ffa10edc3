"""What is due in a scenario, asked in one statement: a clock set ahead over a cycle asks thousands of times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from engine import clock, prepared

_MINE = "WITH mine AS MATERIALIZED (SELECT id FROM engine_processinstance WHERE root_id = ANY(%(roots)s::uuid[]))"
_TIMERS = "FROM engine_timer WHERE instance_id IN (SELECT id FROM mine)"
_JOBS = "FROM engine_job WHERE instance_id IN (SELECT id FROM mine) AND kind <> 'external'"
_STARTS = (
    "FROM engine_starttimer s JOIN engine_processversion v ON v.id = s.version_id "
    "WHERE s.version_id = ANY(%(versions)s::uuid[]) AND v.is_live"
)
_NOW = f"""
    {_MINE} SELECT EXISTS (SELECT 1 {_JOBS} AND due_at <= %(at)s), EXISTS (SELECT 1 FROM engine_message WHERE is_open),
        (SELECT task_id {_TIMERS} AND due_at <= %(at)s ORDER BY due_at, task_id LIMIT 1),
        (SELECT s.id {_STARTS} AND s.due_at <= %(at)s ORDER BY s.due_at, s.id LIMIT 1)
"""  # noqa: S608 - constants only
_NEXT = f"""
    {_MINE} SELECT least((SELECT min(due_at) {_TIMERS}), (SELECT min(due_at) {_JOBS} AND due_at > %(at)s),
        (SELECT min(s.due_at) {_STARTS}))
"""


class Dues(NamedTuple):
    """Whether jobs are due and messages are kept; the timer and the start timer that are due first."""

    jobs: bool
    messages: bool
    timer: UUID | None
    start: int | None


def now(roots: Sequence[UUID], versions: Sequence[UUID], at: datetime) -> Dues:
    """What is due at a moment in the cases below these roots, and of the start timers of these versions."""
    return Dues(*prepared.fetch(_NOW, {"roots": roots, "versions": versions, "at": at})[0])


def next_after(roots: Sequence[UUID], versions: Sequence[UUID], at: datetime) -> datetime | None:
    """When the next of them is due; a job that is due already has been tried."""
    moment = prepared.fetch(_NEXT, {"roots": roots, "versions": versions, "at": at})[0][0]
    return None if moment is None else moment.astimezone(clock.SEOUL)
