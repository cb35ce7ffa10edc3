"""Letting a case rest, and letting it go on: the whole family together, because its members step together."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from engine import waking
from engine.actors import Actor
from engine.commands import _advance, _rows
from engine.commands._family import Family, Live
from engine.models import ProcessInstance
from engine.spiff import stepping
from engine.spiff.effects import Story

#: How long a kept message still lives after its receiver went on, whatever its time to live was before.
GRACE = timedelta(hours=1)
_LENGTHEN = """
    UPDATE engine_message m SET expires_at = %(until)s
    WHERE m.is_open AND m.expires_at >= %(since)s AND m.expires_at < %(until)s AND EXISTS (
        SELECT 1 FROM engine_subscription s JOIN engine_processinstance i ON i.id = s.instance_id
        WHERE i.root_id = %(root)s AND s.kind = 'message' AND s.name = m.name AND s.key IS NOT DISTINCT FROM m.key
    )
"""


class InstanceNotSuspended(Exception):
    """An instance that does not rest cannot be told to go on; ``case_number`` names it."""

    def __init__(self, instance_id: UUID, case_number: str) -> None:
        """Keep which instance."""
        self.instance_id = instance_id
        self.case_number = case_number
        super().__init__(f"{case_number} is not suspended")


@transaction.atomic
def suspend(*, instance_id: UUID, reason: str, by: Actor, now: datetime) -> None:
    """Let a case rest with all it called and all that called it: no completion, timer, job or message reaches it.

    What becomes due meanwhile waits; messages to it are kept, signals too.

    Raises:
        InstanceSuspended: it rests already.
        InstanceNotActive: it has ended.
    """
    family = Family(by, now)
    root = _root(family, instance_id)
    _rest(root, now)
    root.run.effects.stories.append(Story("suspended", detail={"reason": reason}))
    _advance.finish(family, root)


@transaction.atomic
def resume(*, instance_id: UUID, reason: str, by: Actor, now: datetime) -> None:
    """Let a resting case go on; what became due is done by the workers at once.

    Raises:
        InstanceNotSuspended: it does not rest.
        InstanceNotActive: it has ended.
    """
    family = Family(by, now, supervising=True)
    root = _root(family, instance_id)
    since = root.row.suspended_at
    if since is None:
        raise InstanceNotSuspended(root.row.id, root.row.case_number)
    with connection.cursor() as cursor:
        cursor.execute(_LENGTHEN, {"until": now + GRACE, "since": since, "root": root.row.id})
    _rest(root, None)
    root.run.effects.stories.append(Story("resumed", detail={"reason": reason}))
    for member_id in _running(root.row.id):
        member = family.live(member_id)
        member.row.suspended_at = None
        # What rested may have been migrated or given other data: conditions and joins are looked at again.
        stepping.settle(member.run)
    _advance.finish(family, root)
    waking.after_commit()


def _root(family: Family, instance_id: UUID) -> Live:
    """The outermost case, locked; the one named must not have ended."""
    return family.live(family.lock(instance_id).row.root_id)


def _rest(root: Live, since: datetime | None) -> None:
    """Mark every running member of the family, or take the mark away."""
    ProcessInstance.objects.filter(root_id=root.row.id, status="running").update(suspended_at=since)
    root.row.suspended_at = since


def _running(root_id: UUID) -> list[UUID]:
    found = ProcessInstance.objects.filter(root_id=root_id, status="running").order_by("depth", "started_at", "id")
    return list(found.values_list("id", flat=True))


def require_awake(instance_id: UUID) -> None:
    """Lock a case and refuse if it rests; only inside an open transaction.

    Raises:
        InstanceNotFound: there is none.
        InstanceSuspended: it rests.
    """
    rows = _rows.lock(instance_id)
    if rows[0].suspended_at is not None:
        raise _rows.InstanceSuspended(instance_id, rows[0].case_number)
