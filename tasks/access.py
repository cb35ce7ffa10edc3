"""Which work items a viewer may see and do; everything that shows or changes an item asks here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from engine import prepared
from engine.direct import Query, Record
from records.people import queries as people
from tasks import access_sets
from tasks.forms.answers import Answers, from_json
from tasks.models import ItemState, WorkItem
from tasks.viewers import Viewer


class WorkItemNotFound(Exception):
    """There is no such item for this viewer: it does not exist, or it is another's, which is not told apart."""

    def __init__(self, item_id: UUID) -> None:
        super().__init__(str(item_id))
        self.item_id = item_id


class WorkItemTaken(Exception):
    """Somebody else has the item; ``by_name`` says who."""

    def __init__(self, by_name: str) -> None:
        super().__init__(by_name)
        self.by_name = by_name


class WorkItemClosed(Exception):
    """The item is no longer open: done by ``by_name``, or gone with its case (then the name is empty)."""

    def __init__(self, closed_at: datetime | None, by_name: str) -> None:
        super().__init__(by_name)
        self.closed_at = closed_at
        self.by_name = by_name


class NotYourOwnWork(Exception):
    """Separation of duties: who did an earlier step may not do this one."""

    def __init__(self, element_name: str) -> None:
        super().__init__(element_name)
        self.element_name = element_name


def visible(viewer: Viewer) -> QuerySet[WorkItem]:
    """The items a viewer may look at: theirs, their groups', and what they did themselves."""
    ids = sorted(viewer.ids)
    sets = access_sets.containing(viewer.groups)
    mine = Q(assignee_id__in=ids) | Q(completed_by=viewer.actor.id) | Q(completed_for__in=ids)
    return WorkItem.objects.filter(mine | Q(access_set_id__in=sets))


def find(item_id: UUID, viewer: Viewer) -> WorkItem:
    """The item as it is now, for looking.

    Raises:
        WorkItemNotFound: no such item for this viewer.
    """
    facts = {"item": item_id, "actor": viewer.actor.id}
    rows = prepared.fetch(_ITEM, {**facts, "ids": sorted(viewer.ids), "groups": sorted(viewer.groups)})
    if not rows:
        raise WorkItemNotFound(item_id)
    return WorkItem.from_db("default", _COLUMNS, rows[0])


def lock(item_id: UUID, viewer: Viewer) -> WorkItem:
    """The item, its row locked (its instance first, by the caller); raises WorkItemNotFound."""
    return _one(visible(viewer).select_for_update(of=("self",)), item_id)


_COLUMNS = tuple(str(field.attname) for field in WorkItem._meta.concrete_fields)
#: What completing an item needs; Django fetches anything else when it is asked for.
_NEEDED = frozenset({
    "id", "instance_id", "root_id", "version_id", "element_id", "form_id", "name_ko", "state", "revision",
    "access_set_id", "assignee_id", "not_by", "closed_at", "completed_by",
})  # fmt: skip
_LOCKED = tuple(name for name in _COLUMNS if name in _NEEDED)
#: ``visible`` once more, for one item and for statements that are prepared.
_SEEN = """
    item.id = %(item)s AND (
        item.assignee_id = ANY(%(ids)s) OR item.completed_by = %(actor)s OR item.completed_for = ANY(%(ids)s)
        OR item.access_set_id IN (SELECT access_set_id FROM tasks_accesssetgroup WHERE "group" = ANY(%(groups)s)))
"""
_ITEM = f"SELECT {', '.join(_COLUMNS)} FROM tasks_workitem item WHERE {_SEEN}"  # noqa: S608 - our own column names
_WITH_DRAFT = f"""
    SELECT {", ".join(f"item.{name}" for name in _LOCKED)},
        (SELECT answers FROM tasks_draft WHERE subject = %(subject)s AND owner_id = %(actor)s),
        EXISTS (SELECT 1 FROM tasks_draft WHERE subject = %(subject)s)
    FROM tasks_workitem item
    WHERE {_SEEN}
    FOR UPDATE OF item
"""  # noqa: S608 - our own column names


def lock_with_draft(item_id: UUID, viewer: Viewer, subject: str) -> Query:
    """Locks the item as ``lock`` does and looks for drafts of it, in one statement; ``locked`` reads the answer."""
    facts = {"item": item_id, "subject": subject, "actor": viewer.actor.id}
    return Query(_WITH_DRAFT, {**facts, "ids": sorted(viewer.ids), "groups": sorted(viewer.groups)})


def locked(item_id: UUID, rows: Sequence[Record]) -> tuple[WorkItem, Answers | None, bool]:
    """The item that ``lock_with_draft`` found, the viewer's draft of it, and whether anybody has one.

    Raises:
        WorkItemNotFound: no such item for this viewer.
    """
    if not rows:
        raise WorkItemNotFound(item_id)
    *columns, answers, has_drafts = rows[0]
    kept = json.loads(answers) if isinstance(answers, str) else answers
    return WorkItem.from_db("default", _LOCKED, columns), None if kept is None else from_json(kept), has_drafts


def require_doable(item: WorkItem, viewer: Viewer) -> None:
    """Let only those through who may complete the item now.

    Raises:
        WorkItemClosed: it is done or gone.
        NotYourOwnWork: the viewer, or the one they act for, did a step that bars them.
        WorkItemTaken: somebody else has it.
    """
    if item.state != ItemState.OPEN:
        raise WorkItemClosed(item.closed_at, name_of(item.completed_by))
    if barred(item, viewer):
        raise NotYourOwnWork(item.name_ko)
    if item.assignee_id is not None and item.assignee_id not in viewer.ids:
        raise WorkItemTaken(name_of(item.assignee_id))


def barred(item: WorkItem, viewer: Viewer) -> bool:
    """Whether separation of duties bars the viewer."""
    return viewer.actor.id in item.not_by


def name_of(person_id: UUID | None) -> str:
    """A person's or a link holder's name, empty where it is not known."""
    return people.names([person_id]).get(person_id, "") if person_id else ""


def _one(items: QuerySet[WorkItem], item_id: UUID) -> WorkItem:
    found = items.filter(pk=item_id).first()
    if found is None:
        raise WorkItemNotFound(item_id)
    return found
