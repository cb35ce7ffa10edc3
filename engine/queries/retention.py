"""Reading how long cases are kept, and what holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.models import LegalHold, RetentionRule


@dataclass(frozen=True, kw_only=True)
class RuleFacts:
    """A rule as somebody set it; ``days`` after the end, None for ever."""

    process_id: str
    days: int | None
    reason: str
    set_at: datetime
    set_by: UUID


@dataclass(frozen=True, kw_only=True)
class HoldFacts:
    """A hold on a case; without ``lifted_at`` it still holds."""

    instance_id: UUID
    reason: str
    set_at: datetime
    set_by: UUID
    lifted_at: datetime | None
    lifted_by: UUID | None
    lift_reason: str


def retention_rules(process_id: str) -> list[RuleFacts]:
    """The rules of a process, the one in force first."""
    return [
        RuleFacts(process_id=row.process_id, days=row.days, reason=row.reason, set_at=row.set_at, set_by=row.set_by)
        for row in RetentionRule.objects.filter(process_id=process_id).order_by("-id")
    ]


def holds(root_id: UUID) -> list[HoldFacts]:
    """All holds there were on a family, the oldest first; they go with the family."""
    return [
        HoldFacts(
            instance_id=row.instance_id,
            reason=row.reason,
            set_at=row.set_at,
            set_by=row.set_by,
            lifted_at=row.lifted_at,
            lifted_by=row.lifted_by,
            lift_reason=row.lift_reason,
        )
        for row in LegalHold.objects.filter(root_id=root_id).order_by("set_at", "id")
    ]
