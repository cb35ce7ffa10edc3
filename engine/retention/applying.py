"""One run of retention: which months may go whole, the families batch by batch, then the months.

Killed at any instant, a run leaves whole families: deleted, or untouched. What it left of events in months it meant
to drop is swept by the next run, which finds it unfinished.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from engine.models import RetentionRun
from engine.retention import months
from engine.retention.letting_go import let_go
from engine.retention.months import Month

#: Families of a process in one transaction: short enough that nobody waits behind it.
BATCH = 200


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a run deleted: families, their instances, and the months of history it dropped whole."""

    families: int
    instances: int
    months: tuple[str, ...]


def apply(now: datetime, *, batch: int = BATCH) -> Outcome:
    """Delete everything that is due at ``now``; each batch is a transaction of its own, and so is each month."""
    _finish_what_was_interrupted(now)
    whole = months.droppable(now)
    run = RetentionRun(began_at=now, months=[month.name for month in whole])
    if whole:
        run.save()
    counted: Counter[str] = Counter()
    while True:
        with transaction.atomic():
            families, instances = let_go(batch, now, whole)
            if not families:
                break
            counted += instances
            run.families += families
            run.instances, run.by_process = counted.total(), dict(counted)
            run.save()
    run.dropped = _drop(whole)
    if run.pk is not None:
        run.ended_at = now
        run.save()
    return Outcome(families=run.families, instances=run.instances, months=tuple(run.dropped))


def _drop(whole: list[Month]) -> list[str]:
    dropped = []
    for month in whole:
        if months.drop(month):
            dropped.append(month.name)
        else:
            months.sweep(month.name)
    return dropped


def _finish_what_was_interrupted(now: datetime) -> None:
    for run in RetentionRun.objects.filter(ended_at=None).order_by("id"):
        for name in run.months:
            months.sweep(name)
        run.ended_at = now
        run.save(update_fields=["ended_at"])
