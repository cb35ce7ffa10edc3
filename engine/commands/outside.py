"""The two halves of an outside call: the call without any transaction, its result and the job's end in one."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from engine import failpoints, handlers, prepared
from engine.actors import SYSTEM
from engine.commands import _advance, _services
from engine.commands._family import Family
from engine.commands._rows import InstanceNotActive, InstanceSuspended
from engine.handlers import BpmnError, Call, Registered
from engine.models import Job
from engine.participants import ParticipantSpec
from engine.spiff import stepping, values
from engine.spiff.host import ServiceReply
from engine.typing_values import WrongType, build

log = logging.getLogger("engine.jobs")
#: One look without a lock: the lease is still ours, and what the called function may know of the case.
_CIRCUMSTANCES = """
    SELECT i.status, r.suspended_at IS NOT NULL, i.root_id, i.parent_id, i.case_number, i.process_id, (
        SELECT json_agg(json_build_array(p.role, p.kind, p.ref)) FROM engine_participant p
        WHERE p.instance_id = i.id AND p.until_at IS NULL
    )
    FROM engine_job j JOIN engine_processinstance i ON i.id = j.instance_id
    JOIN engine_processinstance r ON r.id = i.root_id
    WHERE j.id = %s AND j.lease_id = %s
"""
_TAKE_AWAY = "DELETE FROM engine_job WHERE id = %s AND lease_id = %s RETURNING id"


@dataclass(frozen=True)
class Failure:
    """Why a job was not done; ``final`` where trying again cannot help."""

    message: str
    final: bool = False


def call_out(job: Job, now: datetime) -> bool | Failure:
    """Do a claimed outside job; False where the case or the lease went meanwhile."""
    entry = handlers.find(job.type)
    if entry is None or entry.apply is None:
        return Failure(f"no handler is registered for {job.type}")
    headers, inputs = values.unpack(bytes(job.payload))
    call = _circumstances(job, now, headers)
    if call is None:
        return False
    began = time.monotonic()
    try:
        typed = build(entry.inputs, inputs)
        outcome = entry.function(call, typed)
    except BpmnError as thrown:
        answer = ServiceReply(kind="error", code=thrown.code, message=thrown.message)
        return finish(job, after(now, began), lambda _: answer)
    except WrongType as wrong:
        return Failure(f"{entry.name}: {wrong}", final=True)
    except Exception as problem:
        log.warning("outside call %s failed: %s", entry.name, type(problem).__name__, exc_info=True)
        return Failure(f"{entry.name} failed: {type(problem).__name__}")
    failpoints.reach("job_called")
    then = after(now, began)
    said = replace(call, now=then), typed, outcome
    try:
        return finish(job, then, lambda family: _apply(family, entry, said))
    except _Refused as refused:
        refusal = refused.reply
        return finish(job, then, lambda _: refusal)


def after(now: datetime, began: float) -> datetime:
    """The engine's time at the end of what began (by the monotonic clock) at ``now``, to the second: a call may last
    for minutes, and history, timers and back-offs begin after it.
    """
    return now + timedelta(seconds=int(time.monotonic() - began))


class _Refused(Exception):
    """The second half did not come to its end; what it did goes with the whole transaction, the answer stays."""

    def __init__(self, reply: ServiceReply) -> None:
        self.reply = reply
        super().__init__(reply.code)


def _apply(family: Family, entry: Registered, said: tuple[Call, object, object]) -> ServiceReply:
    """Write what came back. It nearly always succeeds, so that it goes without a savepoint of its own."""
    live = family.members[said[0].instance_id]
    half = entry.apply
    reply = _services.answered(entry, lambda: _services.take(family, live, half(*said) if half else None))
    if reply.kind != "done":
        raise _Refused(reply)
    return reply


def finish(job: Job, now: datetime, answer: Callable[[Family], ServiceReply]) -> bool:
    """End a job with an answer: instance first, then the job's row, as everywhere. Who lost the lease ends nothing."""
    with transaction.atomic():
        family = Family(SYSTEM, now)
        try:
            live = family.lock(instance_of(job))
        except InstanceNotActive:
            Job.objects.filter(pk=job.pk).delete()
            return False
        except InstanceSuspended:
            return _rests(job)
        if not taken_away(job):
            return False
        reply = answer(family)
        if job.task_id is not None and stepping.reply(live.run, job.task_id, reply):
            _advance.finish(family, live)
        failpoints.reach("job_applied")
    return reply.kind != "failed"


def taken_away(job: Job) -> bool:
    """Delete a job as part of its end; False where its lease was lost: the whole end must not be then."""
    return bool(prepared.fetch(_TAKE_AWAY, [job.pk, job.lease_id]))


def instance_of(job: Job) -> UUID:
    """The case a job belongs to; only work in the background has none."""
    if job.instance_id is None:
        raise LookupError(f"job {job.pk} belongs to no instance")
    return job.instance_id


def _circumstances(job: Job, now: datetime, headers: dict[str, str]) -> Call | None:
    found = prepared.fetch(_CIRCUMSTANCES, [job.pk, job.lease_id])
    if not found:
        return None
    status, rests, root_id, parent_id, case_number, process_id, held = found[0]
    if status != "running":
        Job.objects.filter(pk=job.pk).delete()
        return None
    if rests:
        _rests(job)
        return None
    return Call(
        instance_id=instance_of(job),
        root_id=root_id,
        parent_id=parent_id,
        case_number=case_number,
        process_id=process_id,
        element_id=job.element_id,
        task_id=job.task_id or job.id,
        headers=headers,
        idempotency_key=job.idempotency_key,
        actor=SYSTEM,
        now=now,
        participants={role: ParticipantSpec(role=role, kind=kind, ref=UUID(ref)) for role, kind, ref in held or ()},
    )


def _rests(job: Job) -> bool:
    """Give a job back whose case was suspended meanwhile: it is called again, with the same key, once that goes on."""
    Job.objects.filter(pk=job.pk, lease_id=job.lease_id).update(
        lease_ends_at=None, lease_id=None, attempts=max(0, job.attempts - 1)
    )
    return False
