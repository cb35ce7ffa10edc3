"""What fails although no token is to blame: tried again later and later, then parked with an incident.

A timer, a kept message or a job may fail for reasons of its one case: a state this release cannot read, a row the
database refuses. The others must not wait for it, nobody may try it in a loop, and in the end a supervisor is asked.
Nothing here reads the case's state. The database resolves the incident when the parked row goes on or goes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from engine import backoff, waking
from engine.actors import SYSTEM, Actor
from engine.commands._telling import tell
from engine.models import Incident, Job, Message, ProcessInstance, StartTimer, Subscription, Timer

#: A message that failed is kept at least this long beyond its next try, whatever its time to live.
GRACE = timedelta(hours=1)


def timer_failed(timer_id: UUID, now: datetime, problem: Exception) -> None:
    """Put a timer off, or park it."""
    with transaction.atomic():
        timer = Timer.objects.filter(pk=timer_id, parked=False).first()
        if timer is None:
            return
        if timer.attempts + 1 < backoff.TRIES:
            retry_at = now + backoff.pause(timer.attempts + 1)
            Timer.objects.filter(pk=timer_id, parked=False).update(attempts=timer.attempts + 1, retry_at=retry_at)
            return
        _open(timer.instance_id, (timer.element_id, "timer", timer_id), now, f"it could not fire: {_name(problem)}")
        parked = Timer.objects.filter(pk=timer_id, parked=False).update(attempts=timer.attempts + 1, parked=True)
        transaction.set_rollback(not parked)


def start_timer_failed(start_timer_id: int, now: datetime) -> None:
    """Put a start by the clock off. It has no case that an incident could stand at, and is never given up."""
    for due in StartTimer.objects.filter(pk=start_timer_id):
        pause = min(backoff.pause(due.attempts + 1), timedelta(hours=1))
        StartTimer.objects.filter(pk=due.pk).update(attempts=min(due.attempts + 1, 1000), retry_at=now + pause)


def message_failed(message_id: UUID, waiting: tuple[UUID, UUID], now: datetime, problem: Exception) -> None:
    """Put a kept message off that a subscription (task, instance) could not take, or park it."""
    task_id, instance_id = waiting
    with transaction.atomic():
        message = Message.objects.filter(pk=message_id, is_open=True, parked=False).first()
        if message is None:
            return
        free = Message.objects.filter(pk=message_id, is_open=True, parked=False)
        if message.attempts + 1 < backoff.TRIES:
            retry_at = now + backoff.pause(message.attempts + 1)
            until = max(message.expires_at, retry_at + GRACE)
            free.update(attempts=message.attempts + 1, retry_at=retry_at, expires_at=until)
            return
        element_id = Subscription.objects.filter(pk=task_id).values_list("element_id", flat=True).first() or ""
        text = f"a message could not be delivered: {_name(problem)}"
        _open(instance_id, (element_id, "message", message_id), now, text)
        transaction.set_rollback(not free.update(attempts=message.attempts + 1, parked=True))


def park_job(job: Job, now: datetime, message: str) -> None:
    """Keep a job that nobody tries any more; one of a case with an incident there."""
    with transaction.atomic():
        if job.instance_id is not None:
            _open(job.instance_id, (job.element_id, "job", job.id), now, message)
        mine = Job.objects.filter(pk=job.pk, lease_id=job.lease_id)
        parked = mine.update(parked=True, lease_ends_at=None, lease_id=None, last_error=message)
        transaction.set_rollback(not parked)


def release(incident: Incident, by: Actor, now: datetime) -> bool:
    """Let what an incident was opened for be tried again at once; False where it is gone."""
    with transaction.atomic():
        row = ProcessInstance.objects.select_for_update().defer("state").get(pk=incident.instance_id)
        if incident.parked_id is None or not _free(incident.parked_id, now):
            return False
        tell(row, "retried", by, now, detail={}, element_id=incident.element_id)
    waking.after_commit()
    return True


def _free(parked_id: UUID, now: datetime) -> bool:
    fresh = {"parked": False, "attempts": 0}
    timers = Timer.objects.filter(pk=parked_id, parked=True).update(**fresh, retry_at=None)
    jobs = Job.objects.filter(pk=parked_id, parked=True).update(**fresh, due_at=now)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE engine_message SET parked = false, attempts = 0, retry_at = NULL, "
            "expires_at = greatest(expires_at, %s) WHERE id = %s AND parked AND is_open",
            [now + GRACE, parked_id],
        )
        return bool(timers or jobs or cursor.rowcount)


def _open(instance_id: UUID, what: tuple[str, str, UUID], now: datetime, message: str) -> None:
    """Open the incident; the instance's row before the parked one, as everywhere."""
    element_id, kind, parked_id = what
    row = ProcessInstance.objects.select_for_update(no_key=True).defer("state").get(pk=instance_id)
    Incident.objects.create(
        instance=row, element_id=element_id, kind=kind, message=message, opened_at=now, parked_id=parked_id
    )
    tell(row, "incident", SYSTEM, now, detail={"kind": kind, "message": message}, element_id=element_id)


def _name(problem: Exception) -> str:
    """The kind of failure only: its text might hold data of the case."""
    return type(problem).__name__
