"""A page of the inbox: the viewer's lists merged by due time, with a cursor instead of a page number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from tasks import cursors, listing, naming
from tasks.listing import PAGE, SOON, Asked
from tasks.models import WorkItem
from tasks.viewers import Viewer

Box = Literal["mine", "team", "done"]
DueState = Literal["all", "overdue", "due_soon"]


@dataclass(frozen=True, kw_only=True)
class InboxFilter:
    """What part of the inbox is asked for; ``text`` is looked for in case number, title and step."""

    box: Box = "mine"
    process_id: str | None = None
    state: DueState = "all"
    text: str = ""
    cursor: str | None = None


@dataclass(frozen=True, kw_only=True)
class InboxRow:
    """One item in a list, in the reader's language."""

    id: UUID
    name: str
    title: str
    case_number: str
    process_id: str
    process_name: str
    opened_at: datetime
    due_at: datetime | None
    overdue: bool
    due_soon: bool
    priority: int
    assignee_name: str
    for_name: str
    can_claim: bool
    closed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ProcessCount:
    """How many items of a process are open in the box."""

    process_id: str
    name: str
    count: int


@dataclass(frozen=True, kw_only=True)
class InboxPage:
    """A page; ``total_open`` counts all that fit the filter (``total_is_more`` where counting stopped)."""

    rows: Sequence[InboxRow]
    next_cursor: str | None
    previous_cursor: str | None
    total_open: int
    total_is_more: bool
    processes: Sequence[ProcessCount]


def inbox(*, viewer: Viewer, filter: InboxFilter, now: datetime) -> InboxPage:
    """The page of the viewer's inbox that the filter and its cursor name."""
    wanted = listing.Wanted(box=filter.box, process_id=filter.process_id, state=filter.state, text=filter.text.strip())
    asked = listing.ask(viewer, wanted, now)
    cursor = cursors.read(filter.cursor)
    found = listing.page(asked, cursor)
    backwards = cursor is not None and cursor.backwards
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    before = more if backwards else cursor is not None
    after = backwards or more
    counts = listing.counts(asked)
    total, is_more = listing.total(asked, counts)
    return InboxPage(
        rows=_rows(found, viewer, filter.box, now),
        next_cursor=_edge(found[-1], asked, backwards=False) if found and after else None,
        previous_cursor=_edge(found[0], asked, backwards=True) if found and before else None,
        total_open=total,
        total_is_more=is_more,
        processes=[
            ProcessCount(process_id=one, name=naming.process(one, viewer.language), count=count)
            for one, count in counts
        ],
    )


def _edge(item: WorkItem, asked: Asked, *, backwards: bool) -> str:
    return cursors.write((getattr(item, asked.lists.column), item.pk), backwards=backwards)


def _rows(found: Sequence[WorkItem], viewer: Viewer, box: Box, now: datetime) -> list[InboxRow]:
    names = naming.people({item.assignee_id for item in found} | {item.completed_for for item in found})
    return [_row(item, viewer, names, (box, now)) for item in found]


def _row(item: WorkItem, viewer: Viewer, names: Mapping[UUID | None, str], seen: tuple[Box, datetime]) -> InboxRow:
    box, now = seen
    ward = item.assignee_id if item.assignee_id in viewer.wards else item.completed_for
    late = item.due_at is not None and item.due_at < now and box != "done"
    return InboxRow(
        id=item.pk,
        name=naming.item(item, viewer.language),
        title=item.title,
        case_number=item.case_number,
        process_id=item.process_id,
        process_name=naming.process(item.process_id, viewer.language),
        opened_at=item.opened_at,
        due_at=item.due_at,
        overdue=late,
        due_soon=item.due_at is not None and not late and box != "done" and item.due_at < now + SOON,
        priority=item.priority,
        assignee_name=names.get(item.assignee_id, "") if box == "team" else "",
        for_name=names.get(ward, "") if ward else "",
        can_claim=box == "team",
        closed_at=item.closed_at,
    )
