"""Writes what a step did to the work list in one statement, closed items and new ones: round trips cost most."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Any

from django.db import connection, models

from engine import prepared
from engine.ports import InstanceFacts, TaskClosed
from tasks import finding, searching
from tasks.models import ItemState, WorkItem

_CLOSE = (
    "UPDATE tasks_workitem SET state = %s, closed_at = %s, completed_by = %s, completed_for = %s, "
    "assignee_id = coalesce(assignee_id, %s) "
    "WHERE id = ANY(%s) AND state = 'open'"
)


def write(instance: InstanceFacts, closed: Sequence[TaskClosed], opened: Sequence[WorkItem]) -> None:
    """Close and insert; nothing at all where nothing changed. Both kinds of rows are never the same."""
    parts: list[str] = []
    values: list[Any] = []
    for (outcome, actor, at), tasks in groupby(closed, key=lambda one: (one.outcome, one.actor, one.at)):
        done = outcome == "completed" and actor is not None
        state = ItemState.COMPLETED if outcome == "completed" else ItemState.CANCELLED
        parts.append(f"c{len(parts)} AS ({_CLOSE})")
        who = (actor.id, actor.on_behalf_of) if done and actor is not None else (None, None)
        # Who completes what nobody had taken has taken it thereby.
        values += [state.value, at, *who, who[0], [task.id for task in tasks]]
    if instance.status != "running":
        parts.append(f"e AS ({finding.ENDED_CASE})")
        values.append(instance.id)
    if opened:
        parts.append(f"f AS ({finding.NEW_CASE})")
        text = searching.letters(f"{instance.case_number} {instance.title}")
        values += [instance.id, instance.root_id, text]
        columns = _columns()
        parts.append(f"o AS ({_insert(columns)})")
        names = prepared.names(columns)
        values.append(prepared.rows(names, [[getattr(item, name) for name in names] for item in opened]))
    if parts:
        prepared.execute(f"WITH {', '.join(parts)} SELECT 1", values)


@cache
def _columns() -> str:
    """The columns of an item and their types; texts stay texts, so that one too long is refused and never cut."""
    fields = WorkItem._meta.concrete_fields
    texts = (models.CharField, models.TextField)
    kinds = ((f.attname, "text" if isinstance(f, texts) else f.db_type(connection)) for f in fields)
    return ", ".join(f"{name} {kind}" for name, kind in kinds)


@cache
def _insert(columns: str) -> str:
    named = ", ".join(prepared.names(columns))
    # Only our own column names are put together here; every value goes in as a parameter.
    return f"INSERT INTO tasks_workitem ({named}) SELECT {named} FROM {prepared.recordset(columns)}"  # noqa: S608
