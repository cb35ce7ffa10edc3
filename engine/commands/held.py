"""What reaches a case while it rests: messages are kept, signals become jobs that run once it goes on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from engine.actors import SYSTEM
from engine.commands import _advance
from engine.commands._family import Family
from engine.commands._rows import InstanceNotActive, InstanceSuspended
from engine.feel import Value
from engine.models import Job, Message, Subscription
from engine.spiff import stepping, values

KIND = "held_signal"
#: A message to a resting case is kept as long as one may rest.
LIVES = timedelta(days=3650)


def keep_message(message: Message, *, is_stored: bool) -> Message:
    """Keep a message whose only receivers rest, until one of them goes on."""
    message.expires_at = message.sent_at + LIVES
    if is_stored:
        message.save(update_fields=["expires_at"])
    else:
        message.save(force_insert=True)
    return message


def keep_signal(waiting: Subscription, payload: Mapping[str, Value], now: datetime) -> None:
    """Write a signal down for one subscription of a resting case."""
    Job.objects.create(
        instance_id=waiting.instance_id,
        element_id=waiting.element_id,
        kind=KIND,
        type=waiting.name,
        idempotency_key=f"held:{uuid4()}",
        payload=values.pack([waiting.task_id, dict(payload)]),
        due_at=now,
    )


def release_signal(job: Job, now: datetime) -> bool:
    """Let a held signal happen; False where its case rests again, ended, or no longer waits for it."""
    task_id, payload = values.unpack(bytes(job.payload))
    family = Family(SYSTEM, now)
    with transaction.atomic():
        try:
            live = family.lock(job.instance_id or UUID(int=0))
        except InstanceSuspended:
            return False
        except InstanceNotActive:
            Job.objects.filter(pk=job.pk).delete()
            return False
        mine = Job.objects.select_for_update().filter(pk=job.pk, lease_id=job.lease_id)
        if not mine.exists():
            return False
        mine.delete()
        if not stepping.happen(live.run, task_id, "signal", payload):
            return False
        _advance.finish(family, live)
    return True
