"""The engine's work list port: open user tasks mirrored as rows, in the step's own transaction and statement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from engine.ports import UserTask, WorkChange
from engine.prepared import Statement
from tasks import access_sets, finding, holders, mirroring, searching
from tasks.holders import Holders
from tasks.models import ItemState, WorkItem

#: The place in the list of an item without a due time.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


class TaskWorkList:
    """Fills ``engine.ports.worklist``; ``config`` installs one at start-up."""

    def sync(self, change: WorkChange, statement: Statement) -> None:
        """Mirror what one step did to the user tasks of one instance."""
        told = (*change.opened, *change.updated, *change.repinned)
        held = {task.id: holders.resolve(task, change.participants) for task in told}
        sets = access_sets.ids_of({one.groups for one in held.values()}) if held else {}
        items = [_item(change, task, held[task.id]) for task in change.opened]
        for item in items:
            item["access_set_id"] = sets[held[item["id"]].groups]
        finding.learn(_step_text(task) for task in told)
        mirroring.add(statement, change, items)
        for task in change.updated:
            _update(task, held[task.id], sets[held[task.id].groups])
        for task in change.repinned:
            _repin(change, task, (held[task.id], sets[held[task.id].groups]))


def _item(change: WorkChange, task: UserTask, held: Holders) -> dict[str, Any]:
    """The columns of a new item."""
    facts = change.instance
    return {
        "id": task.id,
        "instance_id": facts.id,
        "root_id": facts.root_id,
        "process_id": facts.process_id,
        "case_number": facts.case_number,
        "title": facts.title[:300],
        "assignee_id": held.assignee,
        "offices": sorted({one.ref for one in change.participants.values() if one.kind == "organisation"}),
        "opened_at": task.opened_at,
        **_pinned(change, task),
        **_times(task),
    }


def _pinned(change: WorkChange, task: UserTask) -> dict[str, Any]:
    """What the version of the case says about the step: its names, its role and its form."""
    facts, name_en = change.instance, task.properties.get("labelEn", "")
    return {
        "version_id": facts.version_id,
        "version_number": facts.version_number,
        "element_id": task.element_id,
        "name_ko": (task.name or task.element_id)[:300],
        "name_en": name_en[:300],
        "role": task.role or "",
        "form_id": task.form_id or "",
        "search_text": f"{searching.letters(f'{facts.case_number} {facts.title}')} {_step_text(task)}",
    }


def _step_text(task: UserTask) -> str:
    return searching.letters(f"{task.name} {task.properties.get('labelEn', '')}")


def _times(task: UserTask) -> dict[str, Any]:
    """What an expression of the diagram gave: it may be given anew while the item is open."""
    return {
        "due_at": task.due_at,
        "follow_up_at": task.follow_up_at,
        "reminder_at": task.reminder_at,
        "deadline_at": task.deadline_at,
        "list_at": task.due_at or NEVER,
        "priority": task.priority,
        "stops_clock": task.stops_clock,
        "not_by": list(task.not_by),
    }


def _open(ids: Iterable[object]) -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(pk__in=list(ids), state=ItemState.OPEN)


def _update(task: UserTask, held: Holders, access_set_id: int) -> None:
    """New facts about an open item: a changed holder ends whoever had claimed it, else the claim stays."""
    item = _open([task.id]).select_for_update().first()
    if item is None:
        return
    if item.access_set_id != access_set_id or held.assignee is not None:
        item.assignee_id = held.assignee
    item.access_set_id = access_set_id
    if item.due_at != task.due_at:
        item.escalated_at = None
    if item.reminder_at != task.reminder_at:
        item.reminded_at = None
    for name, value in _times(task).items():
        setattr(item, name, value)
    item.revision += 1
    item.save()


def _repin(change: WorkChange, task: UserTask, held: tuple[Holders, int]) -> None:
    """An open item goes over to another version of its process: its form and names change, its times stay; a claim
    ends only where other people may have it now.
    """
    item = _open([task.id]).select_for_update().first()
    if item is None:
        return
    holder, access_set_id = held
    if item.access_set_id != access_set_id or holder.assignee is not None:
        item.assignee_id = holder.assignee
    item.access_set_id = access_set_id
    item.not_by, item.stops_clock = list(task.not_by), task.stops_clock
    for name, value in _pinned(change, task).items():
        setattr(item, name, value)
    item.revision += 1
    item.save()
