"""Background work of the inbox: reminders before the due time, escalation after it, folding of counts, old drafts."""

from __future__ import annotations

from celery import shared_task

from engine import clock
from tasks import counting, drafts, reminders


@shared_task(ignore_result=True)
def remind() -> int:
    """Remind of what is due soon and escalate what is overdue; returns how many notices were caused."""
    now = clock.now()
    return reminders.remind(now) + reminders.escalate(now)


@shared_task(ignore_result=True)
def fold_counts() -> int:
    """Fold the deltas of the open counts."""
    return counting.fold()


@shared_task(ignore_result=True)
def sweep_drafts() -> int:
    """Throw away drafts that nobody touches any more."""
    return drafts.sweep(clock.now())
