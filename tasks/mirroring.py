"""Mirrors what a step did to the user tasks of one instance: parts of the step's own statement, closed items and new
ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from django.db import connection, models

from engine import prepared
from engine.ports import WorkChange
from engine.prepared import Statement
from tasks import finding, searching
from tasks.models import ItemState, WorkItem

_CLOSE = (
    "UPDATE tasks_workitem SET state = %s, closed_at = %s, completed_by = %s, completed_for = %s, "
    "assignee_id = coalesce(assignee_id, %s) "
    "WHERE id = ANY(%s) AND state = 'open'"
)


def add(statement: Statement, change: WorkChange, opened: Sequence[Mapping[str, Any]]) -> None:
    """Close and insert; nothing at all where nothing changed. ``opened`` has the columns of each new item that differ
    from its defaults.
    """
    instance = change.instance
    for (outcome, actor, at), tasks in groupby(change.closed, key=lambda one: (one.outcome, one.actor, one.at)):
        done = outcome == "completed" and actor is not None
        state = ItemState.COMPLETED if outcome == "completed" else ItemState.CANCELLED
        who = (actor.id, actor.on_behalf_of) if done and actor is not None else (None, None)
        # Who completes what nobody had taken has taken it thereby.
        statement.add(_CLOSE, state.value, at, *who, who[0], [task.id for task in tasks])
    if instance.status != "running":
        statement.add(finding.ENDED_CASE, instance.id)
    if opened:
        text = searching.letters(f"{instance.case_number} {instance.title}")
        statement.add(finding.NEW_CASE, instance.id, instance.root_id, text)
        columns, defaults = _columns(), _defaults()
        lines = [[item.get(name, defaults[name]) for name in prepared.names(columns)] for item in opened]
        statement.insert("tasks_workitem", columns, lines)


@cache
def _columns() -> str:
    """The columns of an item and their types; texts stay texts, so that one too long is refused and never cut."""
    fields = WorkItem._meta.concrete_fields
    texts = (models.CharField, models.TextField)
    kinds = ((f.attname, "text" if isinstance(f, texts) else f.db_type(connection)) for f in fields)
    return ", ".join(f"{name} {kind}" for name, kind in kinds)


@cache
def _defaults() -> dict[str, Any]:
    return {field.attname: field.get_default() for field in WorkItem._meta.concrete_fields}
