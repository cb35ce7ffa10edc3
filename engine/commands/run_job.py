"""Running a Job: the call outside any transaction, its result and the job's end in one."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction

from engine import failpoints, handlers
from engine.actors import SYSTEM
from engine.commands import _advance, _services, held
from engine.commands._family import Family
from engine.commands._rows import InstanceNotActive, InstanceSuspended
from engine.commands.deliver_message import deliver_message
from engine.commands.throw_signal import throw_signal
from engine.handlers import BpmnError, Registered
from engine.models import Job
from engine.spiff import stepping, values
from engine.spiff.host import ServiceReply, ServiceRequest
from engine.typing_values import WrongType, build

log = logging.getLogger("engine.jobs")
LEASE = timedelta(seconds=60)
THROWN_LIVES = timedelta(hours=1)
_CLAIM = """
    UPDATE engine_job SET lease_ends_at = clock_timestamp() + make_interval(secs => %s), lease_id = %s,
        attempts = attempts + 1
    WHERE id IN (
        SELECT id FROM engine_job
        WHERE kind <> 'external' AND due_at <= %s
        AND (lease_ends_at IS NULL OR lease_ends_at < clock_timestamp())
        AND (%s::uuid[] IS NULL OR instance_id = ANY(%s::uuid[]))
        AND NOT EXISTS (
            SELECT 1 FROM engine_processinstance i WHERE i.id = engine_job.instance_id AND i.suspended_at IS NOT NULL
        )
        ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED
    ) RETURNING id
"""


def claim(*, limit: int, now: datetime, lease: timedelta = LEASE, only: list[UUID] | None = None) -> list[Job]:
    """Take due jobs (of these instances only) for the length of a lease; nobody else gets them until it runs out.

    Leases run on real time, whatever the engine's clock shows.
    """
    lease_id = uuid4()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM, [lease.total_seconds(), lease_id, now, only, only, limit])
        taken = [row[0] for row in cursor.fetchall()]
    return list(Job.objects.filter(pk__in=taken, lease_id=lease_id).order_by("due_at", "id"))


def run_job(*, job: Job, now: datetime) -> bool:
    """Do a claimed job; False where it failed and waits for its next attempt, or was lost to somebody else's lease."""
    failpoints.reach("job_claimed")
    if job.kind in {"message", "signal"}:
        return _send(job, now)
    if job.kind == held.KIND:
        return held.release_signal(job, now)
    entry = handlers.find(job.type)
    if entry is None or entry.apply is None:
        return _failed(job, now, f"no handler is registered for {job.type}")
    return _outside(job, entry, now)


def _send(job: Job, now: datetime) -> bool:
    name, key, data = values.unpack(bytes(job.payload))
    with transaction.atomic():
        if not _still_mine(job):
            return False
        Job.objects.filter(pk=job.pk).delete()
        if job.kind == "signal":
            throw_signal(name=name, data=data, by=SYSTEM, now=now)
        else:
            deliver_message(
                name=name,
                key=key,
                data=data,
                by=SYSTEM,
                now=now,
                time_to_live=THROWN_LIVES,
                message_id=job.idempotency_key,
            )
    return True


def _outside(job: Job, entry: Registered, now: datetime) -> bool:
    """First half without a transaction, second half with the job's end in one."""
    headers, inputs = values.unpack(bytes(job.payload))
    family = Family(SYSTEM, now)
    with transaction.atomic():
        try:
            call = _services.circumstances(family, family.lock(_instance(job)), _request(job, headers, inputs))
        except InstanceNotActive:
            Job.objects.filter(pk=job.pk).delete()
            return False
        except InstanceSuspended:
            return _rests(job)
    try:
        typed = build(entry.inputs, inputs)
        outcome = entry.function(call, typed)
    except BpmnError as thrown:
        answer = ServiceReply(kind="error", code=thrown.code, message=thrown.message)
        return _finish(job, now, lambda _: answer)
    except WrongType as wrong:
        return _failed(job, now, f"{entry.name}: {wrong}", final=True)
    except Exception as problem:
        log.warning("outside call %s failed: %s", entry.name, type(problem).__name__, exc_info=True)
        return _failed(job, now, f"{entry.name} failed: {type(problem).__name__}")
    failpoints.reach("job_called")

    def apply(family: Family) -> ServiceReply:
        live = family.members[_instance(job)]
        half = entry.apply
        return _services.guarded(
            entry, lambda: _services.take(family, live, half(call, typed, outcome) if half else None)
        )

    return _finish(job, now, apply)


def _finish(job: Job, now: datetime, answer: Callable[[Family], ServiceReply]) -> bool:
    """End a job with an answer: instance first, then the job's row, as everywhere."""
    with transaction.atomic():
        family = Family(SYSTEM, now)
        try:
            live = family.lock(_instance(job))
        except InstanceNotActive:
            Job.objects.filter(pk=job.pk).delete()
            return False
        except InstanceSuspended:
            return _rests(job)
        if not _still_mine(job):
            return False
        reply = answer(family)
        Job.objects.filter(pk=job.pk).delete()
        if job.task_id is not None and stepping.reply(live.run, job.task_id, reply):
            _advance.finish(family, live)
        failpoints.reach("job_applied")
    return reply.kind != "failed"


def _failed(job: Job, now: datetime, message: str, *, final: bool = False) -> bool:
    """Let a job rest until its next attempt, or turn it into an incident after the last."""
    if final or job.attempts >= job.retries:
        _finish(job, now, lambda _: ServiceReply(kind="failed", code="job", message=message))
        return False
    seconds = min(12 * 3600, 10 * 2 ** (job.attempts - 1)) * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret
    Job.objects.filter(pk=job.pk, lease_id=job.lease_id).update(
        lease_ends_at=None, lease_id=None, due_at=now + timedelta(seconds=seconds), last_error=message
    )
    return False


def _rests(job: Job) -> bool:
    """Give a job back whose case was suspended meanwhile: it is called again, with the same key, once that goes on."""
    Job.objects.filter(pk=job.pk, lease_id=job.lease_id).update(
        lease_ends_at=None, lease_id=None, attempts=max(0, job.attempts - 1)
    )
    return False


def _still_mine(job: Job) -> bool:
    return Job.objects.select_for_update().filter(pk=job.pk, lease_id=job.lease_id).exists()


def _instance(job: Job) -> UUID:
    if job.instance_id is None:
        raise LookupError(f"job {job.pk} belongs to no instance")
    return job.instance_id


def _request(job: Job, headers: dict[str, str], inputs: dict[str, object]) -> ServiceRequest:
    task_id = job.task_id or job.id
    return ServiceRequest(
        task_id=task_id, element_id=job.element_id, type=job.type, retries=job.retries, headers=headers, inputs=inputs
    )
