"""Giving a role of a case to somebody else."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from engine.actors import Actor
from engine.commands import _advance, _rows
from engine.commands._family import Family
from engine.models import ProcessInstance
from engine.participants import ParticipantSpec
from engine.spiff.effects import Story


@transaction.atomic
def set_participant(*, instance_id: UUID, participant: ParticipantSpec, by: Actor, now: datetime) -> None:
    """End the former holder of a role and let another hold it; open tasks of the role are reported anew.

    Called cases that inherited the former holder follow; those that were given their own keep it.

    Raises:
        InstanceNotActive: the case has ended.
    """
    family = Family(by, now)
    first = family.lock(instance_id)
    former = first.participants.get(participant.role)
    pending = [instance_id]
    while pending:
        current = family.live(pending.pop())
        if current is not first and current.participants.get(participant.role) != former:
            continue
        family.hold(current, participant)
        detail = {"role": participant.role, "kind": participant.kind, "ref": str(participant.ref)}
        current.run.effects.stories.append(Story("participant", detail=detail))
        below = ProcessInstance.objects.filter(parent_id=current.row.id, status="running")
        pending.extend(below.values_list("id", flat=True))
    _advance.finish(family, first)


def lock_instance(instance_id: UUID) -> None:
    """Lock a case as a step does (root of its family first); only inside an open transaction.

    Raises:
        InstanceNotFound: there is none.
    """
    _rows.lock(instance_id)
