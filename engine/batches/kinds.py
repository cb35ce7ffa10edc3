"""What can be done to many instances: each kind is one operation on one instance, told by packed parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from engine.actors import Actor
from engine.commands._rows import InstanceNotActive, InstanceNotFound, InstanceSuspended
from engine.commands.cancel import IncidentNotOpen, cancel, retry
from engine.commands.migrate import OtherVersion, Why, migrate, undo_migration
from engine.commands.suspend import InstanceNotSuspended, resume, suspend
from engine.commands.variables import Change, Edit, Mark, set_variables
from engine.feel import Value, to_feel
from engine.migration.plan import MigrationPlan
from engine.models import Incident


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a batch wants of each of its instances; ``batch_id`` is the batch a migration belongs to."""

    parameters: Mapping[str, Any]
    reason: str
    batch_id: UUID
    by: Actor
    now: datetime


class NothingToDo(Exception):
    """An instance that is already as the batch wants it."""


Act: TypeAlias = Callable[[UUID, Order], None]


def variables(changes: Mapping[str, Value | Mark]) -> dict[str, Any]:
    """The parameters of a batch that sets (or with ``Mark.ABSENT`` removes) variables."""
    return {
        "set": {name: to_feel(value) for name, value in changes.items() if not isinstance(value, Mark)},
        "remove": [name for name, value in changes.items() if value is Mark.ABSENT],
    }


def migration(plan: MigrationPlan) -> dict[str, Any]:
    """The parameters of a batch that migrates."""
    return {"from": plan.from_version, "to": plan.to_version, "mapping": dict(plan.mapping)}


def plan_of(parameters: Mapping[str, Any]) -> MigrationPlan:
    """The plan such a batch carries."""
    return MigrationPlan(from_version=parameters["from"], to_version=parameters["to"], mapping=parameters["mapping"])


def _suspend(instance_id: UUID, order: Order) -> None:
    suspend(instance_id=instance_id, reason=order.reason, by=order.by, now=order.now)


def _resume(instance_id: UUID, order: Order) -> None:
    resume(instance_id=instance_id, reason=order.reason, by=order.by, now=order.now)


def _cancel(instance_id: UUID, order: Order) -> None:
    cancel(instance_id=instance_id, reason=order.reason, by=order.by, now=order.now)


def _retry(instance_id: UUID, order: Order) -> None:
    """Try every open incident of the instance again."""
    stuck = Incident.objects.filter(instance_id=instance_id, resolved_at=None).exclude(task_id=None, parked_id=None)
    kind = order.parameters.get("kind")
    found = list((stuck.filter(kind=kind) if kind else stuck).order_by("opened_at", "id").values_list("id", flat=True))
    done = 0
    for incident_id in found:
        try:
            retry(incident_id=incident_id, by=order.by, now=order.now)
        except (IncidentNotOpen, InstanceNotActive):
            continue
        done += 1
    if not done:
        raise NothingToDo


def _migrate(instance_id: UUID, order: Order) -> None:
    why = Why(reason=order.reason, batch_id=order.batch_id)
    migrate(instance_id=instance_id, plan=plan_of(order.parameters), why=why, by=order.by, now=order.now)


def _undo_migration(instance_id: UUID, order: Order) -> None:
    why = Why(reason=order.reason, batch_id=order.parameters["batch"])
    undo_migration(instance_id=instance_id, why=why, by=order.by, now=order.now)


def _set_variables(instance_id: UUID, order: Order) -> None:
    changes = [Change(name=name, new=value) for name, value in order.parameters["set"].items()]
    changes += [Change(name=name, new=Mark.ABSENT) for name in order.parameters["remove"]]
    edit = Edit(changes=changes, reason=order.reason)
    if not set_variables(instance_id=instance_id, edit=edit, by=order.by, now=order.now):
        raise NothingToDo


KINDS: dict[str, Act] = {
    "suspend": _suspend,
    "resume": _resume,
    "cancel": _cancel,
    "retry": _retry,
    "migrate": _migrate,
    "undo_migration": _undo_migration,
    "variables": _set_variables,
}
#: What says of which kind that there was nothing to do: ended, gone, or already so.
SKIPPED: dict[str, tuple[type[Exception], ...]] = {
    "suspend": (InstanceSuspended,),
    "resume": (InstanceNotSuspended,),
    "migrate": (OtherVersion,),
}
OVER = (NothingToDo, InstanceNotActive, InstanceNotFound)
