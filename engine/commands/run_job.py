"""Running a claimed job: done, tried again later, or an incident that a supervisor can retry."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from engine import backoff, failpoints
from engine.actors import SYSTEM
from engine.commands import background, held, outside, parking
from engine.commands.claiming import claim
from engine.commands.deliver_message import deliver_message
from engine.commands.outside import Failure
from engine.commands.throw_signal import throw_signal
from engine.models import Job
from engine.spiff import values
from engine.spiff.host import ServiceReply

__all__ = ["claim", "run_job"]
log = logging.getLogger("engine.jobs")
THROWN_LIVES = timedelta(hours=1)
#: So many workers may die over a job, beyond its retries, before nobody tries it any more.
DEATHS = 3
_DOING = {
    "message": lambda job, now: _send(job, now),
    "signal": lambda job, now: _send(job, now),
    held.KIND: held.release_signal,
    background.KIND: background.run_one,
}


def run_job(*, job: Job, now: datetime) -> bool:
    """Do a claimed job; False where it failed and waits for its next attempt, or was lost to somebody else's lease."""
    failpoints.reach("job_claimed")
    if job.attempts > job.retries + DEATHS:
        return _failed(job, now, Failure("its worker died over it again and again", final=True))
    began = time.monotonic()
    try:
        found = _DOING.get(job.kind, outside.call_out)(job, now)
    except Exception as problem:
        if connection.needs_rollback:
            raise
        log.warning("job %s (%s) failed: %s", job.pk, job.type, type(problem).__name__, exc_info=True)
        found = Failure(f"{job.type} failed: {type(problem).__name__}")
    return _failed(job, outside.after(now, began), found) if isinstance(found, Failure) else found


def _send(job: Job, now: datetime) -> bool:
    name, key, data, *reached = values.unpack(bytes(job.payload))
    with transaction.atomic():
        if not outside.taken_away(job):
            return False
        if job.kind == "signal":
            throw_signal(name=name, data=data, by=SYSTEM, now=now, but={UUID(one) for ids in reached for one in ids})
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


def _failed(job: Job, now: datetime, why: Failure) -> bool:
    """Let a job rest until its next attempt, or turn it into an incident after the last."""
    if why.final or job.attempts >= job.retries:
        _give_up(job, now, why.message)
        return False
    Job.objects.filter(pk=job.pk, lease_id=job.lease_id).update(
        lease_ends_at=None, lease_id=None, due_at=now + backoff.pause(job.attempts), last_error=why.message
    )
    return False


def _give_up(job: Job, now: datetime, message: str) -> None:
    """Open an incident at the job's step; where it has none, or its case cannot take one, at the job itself."""
    if job.task_id is not None:
        try:
            outside.finish(job, now, lambda _: ServiceReply(kind="failed", code="job", message=message))
        except Exception:
            if connection.needs_rollback:
                raise
            log.exception("the incident of job %s cannot stand at its step", job.pk)
        else:
            return
    parking.park_job(job, now, message)
