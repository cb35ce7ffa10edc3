"""Reading what supervisors changed: both values of each variable, as long as the instance is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.feel import Value
from engine.models import VariableChange
from engine.spiff import values


@dataclass(frozen=True, kw_only=True)
class ChangeFacts:
    """One variable somebody changed; ``was_there`` and ``is_there`` tell an absent value from the value null.

    ``scope_element`` is the step in whose scope it stood (empty: the case's own).
    """

    name: str
    old: Value
    new: Value
    was_there: bool
    is_there: bool
    at: datetime
    by: UUID
    reason: str
    scope_element: str


def variable_changes(instance_id: UUID) -> list[ChangeFacts]:
    """All changes by hand of an instance's variables, the oldest first."""
    return [
        ChangeFacts(
            name=row.name,
            old=None if row.old is None else values.unpack(bytes(row.old)),
            new=None if row.new is None else values.unpack(bytes(row.new)),
            was_there=row.old is not None,
            is_there=row.new is not None,
            at=row.at,
            by=row.by_id,
            reason=row.reason,
            scope_element=row.scope_element,
        )
        for row in VariableChange.objects.filter(instance_id=instance_id).order_by("id")
    ]
