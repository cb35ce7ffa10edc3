"""User tasks: who may do them, until when, and with which form, read off the diagram and evaluated when they open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from engine.feel.values import DaysDuration, Value, YearsDuration
from engine.ports import UserTask
from engine.spiff import entering, listeners, script, timing, tokens
from engine.spiff.run import Run, Token


def open_task(run: Run, token: Token) -> None:
    """Show a user task to people: it stays READY until somebody completes it.

    Raises:
        Trouble: one of its expressions gives nothing usable.
    """
    entering.enter(run, token)
    listeners.creating(run, token)
    task = describe(run, token)
    token.extra["due_at"] = task.due_at
    tokens.waits(run, token, "user")
    run.effects.user_opened.append(task)
    tokens.tell(run, "task_opened", token)


def describe(run: Run, token: Token) -> UserTask:
    """The work item a token stands for, with everything evaluated now."""
    node, ext = token.node, token.node.ext
    ask = _asker(run, token)
    not_by = tuple(part.strip() for part in ext.properties.get("notBy", "").split(",") if part.strip())
    return UserTask(
        id=token.id,
        element_id=node.id,
        name=node.name,
        role=node.lane,
        form_id=form_of(run, token),
        assignee=_text(ask(ext.assignee)),
        candidate_groups=_texts(ask(ext.candidate_groups)),
        candidate_users=_texts(ask(ext.candidate_users)),
        due_at=moment(ask(ext.due), run.host.now, at_end=True),
        follow_up_at=moment(ask(ext.follow_up), run.host.now),
        priority=_number(ask(ext.priority)),
        reminder_at=moment(ask(ext.properties.get("reminder")), run.host.now),
        deadline_at=moment(ask(ext.properties.get("deadline")), run.host.now, at_end=True),
        not_by=run.host.actors_of(not_by) if not_by else (),
        stops_clock=ext.properties.get("stopsClock", "").strip().lower() in {"true", "=true"},
        properties=ext.properties,
        opened_at=token.opened_at or run.host.now,
    )


def form_of(run: Run, token: Token) -> str | None:
    """The form of a user task: the one it names, else the one called like the node, if the version has it."""
    if token.node.ext.form_id:
        return token.node.ext.form_id
    return token.node.id if token.node.id in run.definition.forms else None


def _asker(run: Run, token: Token) -> Callable[[str | None], Value]:
    def ask(text: str | None) -> Value:
        return None if text is None else script.value(run, text, token.inner)

    return ask


def _text(value: Value) -> str | None:
    return str(value) if value else None


def _texts(value: Value) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return tuple(str(part) for part in value) if isinstance(value, list) else ()


def _number(value: Value) -> int:
    return int(value) if isinstance(value, int | Decimal | str) and str(value).isdecimal() else 50


def moment_of(text: str) -> datetime:
    """The moment that a due date written as plain text means on some day; raises NotATime."""
    some_day = datetime(2026, 1, 1, tzinfo=timing.SEOUL)
    return timing.schedule("duration" if text.startswith("P") else "date", text, some_day).due_at


def moment(value: Any, now: datetime, *, at_end: bool = False) -> datetime | None:  # noqa: ANN401 - any FEEL value
    """A moment out of a date, a date and time, a duration from now, or their texts; a due date means the end of that
    day.
    """
    if value is None or value == "":
        return None
    try:
        if isinstance(value, DaysDuration | YearsDuration) or (isinstance(value, str) and value.startswith("P")):
            return timing.schedule("duration", value, now).due_at
        found = timing.moment(value)
    except timing.NotATime as problem:
        raise script.Trouble("due_date", str(problem)) from None
    whole_day = not isinstance(value, datetime) and not (isinstance(value, str) and "T" in value)
    return datetime.combine(found.date(), time(23, 59, 59), tzinfo=timing.SEOUL) if whole_day and at_end else found
