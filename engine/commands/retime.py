"""Changing when a timer fires."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from engine import waking
from engine.actors import Actor
from engine.commands import _advance
from engine.commands._family import Family
from engine.models import Timer
from engine.spiff import events, stepping, tokens
from engine.spiff.effects import Story


class TimerGone(Exception):
    """A timer that fired or was taken back already."""


class TimerMoved(Exception):
    """Somebody else changed the timer since it was looked at; ``due_at`` is when it fires now."""

    def __init__(self, due_at: datetime) -> None:
        """Keep when it fires now."""
        self.due_at = due_at
        super().__init__(str(due_at))


@transaction.atomic
def change_timer(  # noqa: PLR0913 - what the supervisor saw, wants, and why
    *, timer_id: UUID, due_at: datetime, seen_due_at: datetime | None = None, reason: str, by: Actor, now: datetime
) -> None:
    """Let a timer (by its task's id) fire at another time; ``due_at`` up to ``now`` means at once, by a worker.

    A timer of a case that rests can be changed and fires once the case goes on.

    Raises:
        TimerGone: it fired, or its step is over.
        TimerMoved: it is not due when the supervisor thought (``seen_due_at``).
        InstanceNotActive: the case has ended.
    """
    found = Timer.objects.filter(pk=timer_id).values_list("instance_id", flat=True).first()
    if found is None:
        raise TimerGone(timer_id)
    family = Family(by, now, supervising=True)
    live = family.lock(found)
    before = stepping.timer_due(live.run, timer_id)
    if before is None or not Timer.objects.filter(pk=timer_id).exists():
        raise TimerGone(timer_id)
    if seen_due_at is not None and seen_due_at != before:
        raise TimerMoved(before)
    token = live.run.tokens[timer_id]
    due = max(due_at, now).astimezone(before.tzinfo)
    events.set_due(live.run, token, due)
    if "waits" in token.extra:
        tokens.waits(live.run, token, token.extra["waits"])
    detail = {"reason": reason, "old": before.isoformat(), "new": due.isoformat()}
    live.run.effects.stories.append(Story("timer_changed", token.node.id, timer_id, detail))
    _advance.finish(family, live)
    if due <= now:
        waking.after_commit()
