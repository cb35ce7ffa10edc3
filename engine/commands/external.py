"""Work for workers outside this system: taken with a lease, then completed, failed or answered with an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction

from engine import backoff
from engine.actors import Actor
from engine.commands import _advance
from engine.commands._family import Family
from engine.feel import Value, to_feel
from engine.models import Job
from engine.spiff import stepping, values
from engine.spiff.host import ServiceReply

_TAKE = """
    UPDATE engine_job SET lease_ends_at = clock_timestamp() + make_interval(secs => %s), lease_id = %s
    WHERE id IN (
        SELECT id FROM engine_job
        WHERE kind = 'external' AND type = %s AND due_at <= %s AND NOT parked
        AND (lease_ends_at IS NULL OR lease_ends_at < clock_timestamp())
        AND NOT EXISTS (
            SELECT 1 FROM engine_processinstance i WHERE i.id = engine_job.instance_id AND i.suspended_at IS NOT NULL
        )
        ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED
    ) RETURNING id
"""


class JobNotYours(Exception):
    """A job whose lease ran out and that somebody else has, or that is done."""


@dataclass(frozen=True, kw_only=True)
class WorkerJob:
    """A job as an outside worker sees it; ``lease`` must come back with the answer."""

    id: UUID
    lease: UUID
    type: str
    idempotency_key: str
    headers: Mapping[str, str]
    inputs: Mapping[str, Value]


def take_jobs(*, type: str, limit: int, lease: timedelta, now: datetime) -> list[WorkerJob]:
    """Take waiting jobs of a type for the length of a lease (real time)."""
    lease_id = uuid4()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TAKE, [lease.total_seconds(), lease_id, type, now, limit])
        taken = [row[0] for row in cursor.fetchall()]
    return [_shown(job, lease_id) for job in Job.objects.filter(pk__in=taken).order_by("due_at", "id")]


def extend_lease(*, job: WorkerJob, lease: timedelta) -> None:
    """Keep a job for a lease (real time) from now, for who needs longer than thought.

    Raises:
        JobNotYours: somebody else has it by now, or it is gone.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE engine_job SET lease_ends_at = clock_timestamp() + make_interval(secs => %s) "
            "WHERE id = %s AND lease_id = %s AND kind = 'external'",
            [lease.total_seconds(), job.id, job.lease],
        )
        if not cursor.rowcount:
            raise JobNotYours(job.id)


def complete_job(*, job: WorkerJob, variables: Mapping[str, Value], by: Actor, now: datetime) -> None:
    """Give the result of a job back to its case.

    Raises:
        JobNotYours: the lease ran out, or the job is gone.
    """
    _answer(job, ServiceReply(kind="done", variables=to_feel(dict(variables))), by, now)


def throw_job_error(  # noqa: PLR0913 - what the error carries beside who says it
    *,
    job: WorkerJob,
    code: str,
    message: str = "",
    variables: Mapping[str, Value] | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Answer with a business error of the diagram; the variables go to what catches it.

    Raises:
        JobNotYours: the lease ran out, or the job is gone.
    """
    carried = to_feel(dict(variables or {}))
    _answer(job, ServiceReply(kind="error", code=code, message=message, variables=carried), by, now)


def fail_job(  # noqa: PLR0913 - as above
    *, job: WorkerJob, message: str, by: Actor, now: datetime, retry_after: timedelta | None = None
) -> None:
    """Say that a job failed: it is offered again after a while (by its back-off, or as the worker says), and becomes
    an incident after its last attempt.

    Raises:
        JobNotYours: the lease ran out, or the job is gone.
    """
    row = Job.objects.filter(pk=job.id, lease_id=job.lease).first()
    if row is None:
        raise JobNotYours(job.id)
    if row.attempts + 1 >= row.retries:
        _answer(job, ServiceReply(kind="failed", code="job", message=message), by, now)
        return
    pause = backoff.pause(row.attempts + 1) if retry_after is None else retry_after
    given_back = Job.objects.filter(pk=job.id, lease_id=job.lease).update(
        attempts=row.attempts + 1, lease_ends_at=None, lease_id=None, due_at=now + pause, last_error=message
    )
    if not given_back:
        raise JobNotYours(job.id)


@transaction.atomic
def _answer(job: WorkerJob, reply: ServiceReply, by: Actor, now: datetime) -> None:
    row = Job.objects.filter(pk=job.id).first()
    if row is None or row.instance_id is None or row.task_id is None:
        raise JobNotYours(job.id)
    family = Family(by, now)
    live = family.lock(row.instance_id)
    if not Job.objects.select_for_update().filter(pk=job.id, lease_id=job.lease).exists():
        raise JobNotYours(job.id)
    row.delete()
    stepping.reply(live.run, row.task_id, reply)
    _advance.finish(family, live)


def _shown(job: Job, lease: UUID) -> WorkerJob:
    headers, inputs = values.unpack(bytes(job.payload))
    return WorkerJob(
        id=job.id, lease=lease, type=job.type, idempotency_key=job.idempotency_key, headers=headers, inputs=inputs
    )
