"""What waits or waited in vain: messages nobody took, and work nobody tries any more."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Sum

from engine.models import Job, MessageExpiry, Subscription
from engine.queries.facts import MessageWait


def message_waits(instance_id: UUID) -> list[MessageWait]:
    """What an instance waits for that messages bring, longest first."""
    rows = Subscription.objects.filter(instance_id=instance_id, kind="message").order_by("created_at", "task_id")
    return [
        MessageWait(task_id=row.task_id, element_id=row.element_id, message=row.name, since=row.created_at)
        for row in rows
    ]


def expired_messages(*, since: date) -> dict[str, int]:
    """How many messages of each name nobody took in their time, from a day on (Asia/Seoul)."""
    lines = MessageExpiry.objects.filter(day__gte=since).values_list("name").annotate(n=Sum("count"))
    return dict(lines.order_by("name"))


def parked_work() -> list[tuple[UUID, str, str]]:
    """Work in the background that failed too often: id, type and the kind of its last failure. Parked work of cases
    stands at their incidents.
    """
    parked = Job.objects.filter(parked=True, instance=None).order_by("due_at", "id")
    return list(parked.values_list("id", "type", "last_error"))
