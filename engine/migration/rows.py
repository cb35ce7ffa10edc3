"""The rows beside a migrated instance: element ids that follow its tokens, and a copy to bring them back from."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import connection

from engine.models import Subscription, Timer
from engine.spiff import values
from engine.spiff.run import Run

_FOLLOWING = ("engine_openstep", "engine_timer", "engine_subscription", "engine_job", "engine_incident")


def elements(run: Run) -> dict[UUID, str]:
    """Where each token stands."""
    return {token.id: token.node.id for token in run.tokens.values()}


def follow(before: Mapping[UUID, str], run: Run) -> None:
    """Let the rows of every token that stands at another element say so."""
    moved = {task_id: now for task_id, now in elements(run).items() if before.get(task_id, now) != now}
    if not moved:
        return
    with connection.cursor() as cursor:
        for table in _FOLLOWING:
            cursor.execute(
                f"UPDATE {table} AS r SET element_id = v.element_id "  # noqa: S608 - constant names
                "FROM unnest(%s::uuid[], %s::text[]) AS v (task_id, element_id) WHERE r.task_id = v.task_id",
                [list(moved), list(moved.values())],
            )


def copy(instance_id: UUID) -> bytes:
    """The timers and subscriptions of an instance as they are now."""
    timers = Timer.objects.filter(instance_id=instance_id).values_list("task_id", "element_id", "due_at")
    waits = Subscription.objects.filter(instance_id=instance_id)
    columns = waits.values_list("task_id", "element_id", "kind", "name", "key", "created_at")
    return values.pack([[list(row) for row in timers], [list(row) for row in columns]])


def bring_back(instance_id: UUID, kept: bytes) -> None:
    """Put the timers and subscriptions back as ``copy`` found them; others of the instance go."""
    timers, waits = values.unpack(kept)
    Timer.objects.filter(instance_id=instance_id).delete()
    Subscription.objects.filter(instance_id=instance_id).delete()
    Timer.objects.bulk_create(
        Timer(instance_id=instance_id, task_id=task_id, element_id=element_id, due_at=due_at)
        for task_id, element_id, due_at in timers
    )
    Subscription.objects.bulk_create(
        Subscription(
            instance_id=instance_id,
            task_id=task_id,
            element_id=element_id,
            kind=kind,
            name=name,
            key=key,
            created_at=created_at,
        )
        for task_id, element_id, kind, name, key, created_at in waits
    )
