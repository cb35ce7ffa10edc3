"""Firing one timer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from engine.actors import SYSTEM
from engine.commands import _advance
from engine.commands._family import Family
from engine.commands._rows import InstanceNotActive, InstanceSuspended
from engine.models import Timer
from engine.spiff import stepping


@transaction.atomic
def fire_timer(*, timer_id: UUID, now: datetime) -> bool:
    """Let a timer (by its task's id) happen if it is due; False where it is not, or somebody else is at it or was
    before.
    """
    if not _mine(timer_id):
        return False
    timer = Timer.objects.filter(pk=timer_id, due_at__lte=now).first()
    if timer is None:
        return False
    family = Family(SYSTEM, now)
    try:
        live = family.lock(timer.instance_id)
    except InstanceNotActive:
        timer.delete()
        return False
    except InstanceSuspended:
        return False
    due_at = stepping.timer_due(live.run, timer_id)
    if due_at is not None and due_at > now:
        return False
    if due_at is None or not stepping.happen(live.run, timer_id, "timer", {}):
        Timer.objects.filter(pk=timer_id).delete()
        return False
    _advance.finish(family, live)
    return True


def _mine(timer_id: UUID) -> bool:
    """Keep two workers from the same timer without a row lock, which would be taken in the wrong order (instance
    first).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 7))", [str(timer_id)])
        return bool(cursor.fetchone()[0])
