"""A page of the inbox: the heads of the viewer's lists merged by due time, with a cursor instead of a page number.

Each list (a person's items, a set's unassigned items) has an index in the order of the page, so a page costs the same
with a thousand open items and with a million. A rare search term goes through the trigram index, a common one is met
soon enough while walking the lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db import connection

from tasks import access_sets, cursors, naming, searching
from tasks.cursors import Cursor
from tasks.models import WorkItem
from tasks.viewers import Viewer

Box = Literal["mine", "team", "done"]
DueState = Literal["all", "overdue", "due_soon"]
PAGE = 20
SOON = timedelta(days=3)
#: Up to this many matches a term counts as rare.
RARE = 2_000
#: Filtered lists are counted up to here.
COUNTED = 1_000


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


@dataclass(frozen=True)
class _Lists:
    """The viewer's lists in SQL: one value each of ``holders`` begins an index; ``order`` is that index's."""

    holders: str
    values: list[Any]
    condition: str
    order: tuple[str, str]


def inbox(*, viewer: Viewer, filter: InboxFilter, now: datetime) -> InboxPage:
    """The page of the viewer's inbox that the filter and its cursor name."""
    lists = _lists(viewer, filter)
    cursor = cursors.read(filter.cursor)
    where, facts = _conditions(viewer, filter, now)
    found = _page(lists, where, facts, cursor)
    backwards = cursor is not None and cursor.backwards
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    before = more if backwards else cursor is not None
    after = more or backwards if not backwards else True
    counts = _counts(viewer, filter, lists)
    total, is_more = _total(filter, counts, (lists, where, facts))
    return InboxPage(
        rows=_rows(found, viewer, filter.box, now),
        next_cursor=cursors.write(_place(found[-1], lists), backwards=False) if found and after else None,
        previous_cursor=cursors.write(_place(found[0], lists), backwards=True) if found and before else None,
        total_open=total,
        total_is_more=is_more,
        processes=[
            ProcessCount(process_id=one, name=naming.process(one, viewer.language), count=n) for one, n in counts
        ],
    )


def _lists(viewer: Viewer, wanted: InboxFilter) -> _Lists:
    if wanted.box == "done":
        values: list[Any] = [viewer.actor.id]
        return _Lists(
            "uuid[]", values, "item.completed_by = list.holder AND item.state = 'completed'", ("closed_at", "DESC")
        )
    if wanted.box == "mine":
        return _Lists(
            "uuid[]", sorted(viewer.ids), "item.assignee_id = list.holder AND item.state = 'open'", ("list_at", "ASC")
        )
    free = "item.access_set_id = list.holder AND item.state = 'open' AND item.assignee_id IS NULL"
    return _Lists("bigint[]", access_sets.containing(viewer.groups), free, ("list_at", "ASC"))


def _conditions(viewer: Viewer, wanted: InboxFilter, now: datetime) -> tuple[str, dict[str, Any]]:
    parts, facts = ["TRUE"], dict[str, Any](now=now, soon=now + SOON)
    if wanted.box == "team":
        parts.append("NOT (item.not_by && ARRAY[%(me)s]::uuid[])")
        facts["me"] = viewer.actor.id
    if wanted.process_id:
        parts.append("item.process_id = %(process)s")
        facts["process"] = wanted.process_id
    if wanted.box != "done" and wanted.state == "overdue":
        parts.append("item.list_at < %(now)s")
    if wanted.box != "done" and wanted.state == "due_soon":
        parts.append("item.list_at >= %(now)s AND item.list_at < %(soon)s")
    if wanted.text.strip():
        parts.append(_search(wanted, facts))
    return " AND ".join(parts), facts


def _search(wanted: InboxFilter, facts: dict[str, Any]) -> str:
    """The condition for a term; a rare one is looked up first, so that the lists are not walked to their ends."""
    facts["text"] = searching.pattern(wanted.text)
    if wanted.box == "done" or len(searching.letters(wanted.text)) < searching.SHORTEST_INDEXED:
        return "item.search_text LIKE %(text)s"
    with connection.cursor() as sql:
        sql.execute(
            "SELECT id FROM tasks_workitem WHERE state = 'open' AND search_text LIKE %(text)s LIMIT %(rare)s",
            {"text": facts["text"], "rare": RARE + 1},
        )
        ids = [row[0] for row in sql.fetchall()]
    if len(ids) > RARE:
        return "item.search_text LIKE %(text)s"
    facts["found"] = ids
    return "item.id = ANY(%(found)s::uuid[])"


def _page(lists: _Lists, where: str, facts: Mapping[str, Any], cursor: Cursor | None) -> list[WorkItem]:
    column, direction = lists.order
    if cursor is not None and cursor.backwards:
        direction = "DESC" if direction == "ASC" else "ASC"
    compare = ">" if direction == "ASC" else "<"
    after = f"AND (item.{column}, item.id) {compare} (%(at)s, %(id)s)" if cursor else ""
    order = f"{column} {direction}, id {direction}"
    facts = {**facts, "holders": lists.values, "size": PAGE + 1}
    facts |= {"at": cursor.at, "id": cursor.id} if cursor else {}
    # Only our own fixed texts are put together here; every value goes in as a parameter.
    heads = f"SELECT item.* FROM tasks_workitem item WHERE {lists.condition} AND {where} {after}"  # noqa: S608
    source = f"unnest(%(holders)s::{lists.holders}) AS list(holder)"
    if "found" in facts:
        merged = f"SELECT item.* FROM {source} JOIN tasks_workitem item ON {lists.condition} WHERE {where} {after}"  # noqa: S608
    else:
        merged = f"SELECT head.* FROM {source}, LATERAL ({heads} ORDER BY {order} LIMIT %(size)s) head"  # noqa: S608
    return list(WorkItem.objects.raw(f"SELECT * FROM ({merged}) page ORDER BY {order} LIMIT %(size)s", facts))  # noqa: S608


def _counts(viewer: Viewer, wanted: InboxFilter, lists: _Lists) -> list[tuple[str, int]]:
    """Open items by process: the kept counts, what is not folded into them yet, less those the viewer is barred from."""
    if wanted.box == "done":
        return []
    mark = "a" if wanted.box == "mine" else "s"
    with connection.cursor() as sql:
        sql.execute(
            """SELECT process_id, sum(open)::bigint AS open FROM (
                   SELECT process_id, open FROM tasks_opencount WHERE holder = ANY(%(holders)s)
                   UNION ALL SELECT process_id, change FROM tasks_opencountdelta WHERE holder = ANY(%(holders)s)
                   UNION ALL SELECT process_id, -1 FROM tasks_workitem WHERE not_by && ARRAY[%(me)s]::uuid[]
                       AND state = 'open' AND assignee_id IS NULL AND access_set_id = ANY(%(barred)s::bigint[])
               ) AS kept GROUP BY process_id HAVING sum(open) > 0 ORDER BY process_id""",
            {
                "holders": [f"{mark}{holder}" for holder in lists.values],
                "me": viewer.actor.id,
                "barred": lists.values if wanted.box == "team" else [],
            },
        )
        return [(row[0], row[1]) for row in sql.fetchall()]


def _total(
    wanted: InboxFilter, counts: list[tuple[str, int]], page: tuple[_Lists, str, Mapping[str, Any]]
) -> tuple[int, bool]:
    if wanted.box != "done" and wanted.state == "all" and not wanted.text.strip():
        return sum(count for process_id, count in counts if wanted.process_id in (None, process_id)), False
    lists, where, facts = page
    source = f"unnest(%(holders)s::{lists.holders}) AS list(holder) JOIN tasks_workitem item ON {lists.condition}"
    with connection.cursor() as sql:
        sql.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {source} WHERE {where} LIMIT %(most)s) AS counted",  # noqa: S608
            {**facts, "holders": lists.values, "most": COUNTED + 1},
        )
        found = int(sql.fetchone()[0])
    return min(found, COUNTED), found > COUNTED


def _place(item: WorkItem, lists: _Lists) -> tuple[datetime, UUID]:
    return getattr(item, lists.order[0]), item.pk


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
