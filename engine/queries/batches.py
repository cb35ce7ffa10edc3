"""Reading batches: how far they are, and what became of each instance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from engine.models import Batch, BatchItem

PAGE = 50


class NoSuchBatch(LookupError):
    """No batch has this id."""


@dataclass(frozen=True, kw_only=True)
class BatchFacts:
    """A batch and how far it is; the counts are by the items' state."""

    id: UUID
    kind: str
    is_rehearsal: bool
    undoes: UUID | None
    reason: str
    state: str
    made_at: datetime
    made_by: UUID
    ended_at: datetime | None
    waiting: int
    done: int
    skipped: int
    failed: int
    cancelled: int

    @property
    def total(self) -> int:
        """All of its instances."""
        return self.waiting + self.done + self.skipped + self.failed + self.cancelled


@dataclass(frozen=True, kw_only=True)
class ItemFacts:
    """What became of one instance; ``problem`` is the name of the refusal, ``detail`` its English text."""

    instance_id: UUID
    case_number: str
    state: str
    problem: str
    detail: str
    at: datetime | None


def batch(batch_id: UUID) -> BatchFacts:
    """One batch.

    Raises:
        NoSuchBatch: there is none.
    """
    found = Batch.objects.filter(pk=batch_id).first()
    if found is None:
        raise NoSuchBatch(batch_id)
    return _facts([found])[0]


def latest_batches(limit: int = PAGE) -> list[BatchFacts]:
    """The newest batches."""
    return _facts(list(Batch.objects.order_by("-made_at")[:limit]))


def batch_items(batch_id: UUID, state: str | None = None, page: int = 1) -> list[ItemFacts]:
    """The instances of a batch, fifty a page; ``state`` such as failed narrows them."""
    rows = BatchItem.objects.filter(batch_id=batch_id).order_by("id")
    start = (max(1, page) - 1) * PAGE
    found = (rows.filter(state=state) if state else rows)[start : start + PAGE]
    return [
        ItemFacts(
            instance_id=row.instance_id,
            case_number=row.case_number,
            state=row.state,
            problem=row.problem,
            detail=row.detail,
            at=row.at,
        )
        for row in found
    ]


def _facts(rows: list[Batch]) -> list[BatchFacts]:
    counted = BatchItem.objects.filter(batch__in=rows).values_list("batch_id", "state").annotate(count=Count("id"))
    counts = {(batch_id, state): count for batch_id, state, count in counted}
    return [
        BatchFacts(
            id=row.id,
            kind=row.kind,
            is_rehearsal=row.is_rehearsal,
            undoes=row.undoes_id,
            reason=row.reason,
            state=row.state,
            made_at=row.made_at,
            made_by=row.made_by,
            ended_at=row.ended_at,
            **{str(state): counts.get((row.id, state), 0) for state in BatchItem.State.values},
        )
        for row in rows
    ]
