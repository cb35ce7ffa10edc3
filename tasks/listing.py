"""The SQL of the inbox: the heads of the viewer's lists, merged.

Each list (a person's items, a set's unassigned items) has an index in the order of the page, so a page costs the same
with a thousand open items and with a million: of each list only the head is read, from the index alone. A rare search
word is looked up in the texts of the cases first; a common one is met soon enough while walking the lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tasks import access_sets, finding, searching
from tasks.cursors import Cursor
from tasks.models import WorkItem
from tasks.viewers import Viewer

PAGE = 20
SOON = timedelta(days=3)
#: Up to this many open items a word counts as rare.
RARE = 2_000
#: Filtered lists are counted up to here.
COUNTED = 1_000


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What part of the inbox is asked for."""

    box: str
    process_id: str | None
    state: str
    text: str

    @property
    def is_plain(self) -> bool:
        """Whether the kept counts answer how many there are."""
        return self.box != "done" and self.state == "all" and not self.text


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question to the table: lists by the value that begins their index, conditions, and the facts for both."""

    wanted: Wanted
    kind: str
    holders: Sequence[Any]
    on: str
    column: str
    direction: str
    where: str = "TRUE"
    facts: dict[str, Any] = field(default_factory=dict)
    barred: Sequence[tuple[UUID, str]] = ()

    @property
    def source(self) -> str:
        """The lists as a table of one column."""
        return f"unnest(%(holders)s::{self.kind}) AS list(holder)"


def ask(viewer: Viewer, wanted: Wanted, now: datetime) -> Asked:
    """The question of a viewer; asks the database for their sets, what bars them, and rare terms."""
    holders: Sequence[Any]
    if wanted.box == "done":
        on = "item.completed_by = list.holder AND item.state = 'completed'"
        kind, holders, column, direction = "uuid[]", [viewer.actor.id], "closed_at", "DESC"
    elif wanted.box == "mine":
        on = "item.assignee_id = list.holder AND item.state = 'open'"
        kind, holders, column, direction = "uuid[]", sorted(viewer.ids), "list_at", "ASC"
    else:
        on = "item.access_set_id = list.holder AND item.state = 'open' AND item.assignee_id IS NULL"
        kind, holders, column, direction = "bigint[]", access_sets.containing(viewer.groups), "list_at", "ASC"
    barred = _barred(viewer, holders) if wanted.box == "team" else []
    facts: dict[str, Any] = {"holders": holders, "now": now, "soon": now + SOON, "barred": [pk for pk, _ in barred]}
    where = " AND ".join(["TRUE", *_conditions(wanted, facts)])
    return Asked(
        wanted=wanted,
        kind=kind,
        holders=holders,
        on=on,
        column=column,
        direction=direction,
        where=where,
        facts=facts,
        barred=barred,
    )


def _barred(viewer: Viewer, sets: Sequence[Any]) -> list[tuple[UUID, str]]:
    """The few items of the viewer's sets that separation of duties keeps from them."""
    found = WorkItem.objects.filter(not_by__overlap=[viewer.actor.id], state="open", assignee_id=None)
    return list(found.filter(access_set_id__in=list(sets)).values_list("pk", "process_id"))


def _conditions(wanted: Wanted, facts: dict[str, Any]) -> list[str]:
    parts = ["item.id <> ALL(%(barred)s::uuid[])"] if facts["barred"] else []
    if wanted.process_id:
        parts.append("item.process_id = %(process)s")
        facts["process"] = wanted.process_id
    if wanted.box != "done" and wanted.state == "overdue":
        parts.append("item.list_at < %(now)s")
    if wanted.box != "done" and wanted.state == "due_soon":
        parts.append("item.list_at >= %(now)s AND item.list_at < %(soon)s")
    if searching.words(wanted.text):
        parts.append(_search(wanted, facts))
    return parts


def _search(wanted: Wanted, facts: dict[str, Any]) -> str:
    """The condition for words; a rare one is looked up first, so that the lists are not walked to their ends."""
    words = searching.words(wanted.text)
    parts = [f"item.search_text LIKE %(word{number})s" for number in range(len(words))]
    facts |= {f"word{number}": searching.pattern(word) for number, word in enumerate(words)}
    found = None if wanted.box == "done" else finding.rare(words, RARE)
    if found is not None:
        facts["found"] = found
        parts.append("item.id = ANY(%(found)s::uuid[])")
    return " AND ".join(parts)


def page(asked: Asked, cursor: Cursor | None) -> list[WorkItem]:
    """The items of a page in the lists' order (turned round where the cursor goes back), one more than it holds."""
    column, direction = asked.column, asked.direction
    if cursor is not None and cursor.backwards:
        direction = "DESC" if direction == "ASC" else "ASC"
    facts = {**asked.facts, "size": PAGE + 1}
    after = ""
    if cursor is not None:
        after = f"AND (item.{column}, item.id) {'>' if direction == 'ASC' else '<'} (%(at)s, %(id)s)"
        facts |= {"at": cursor.at, "id": cursor.id}
    order = f"{column} {direction}, id {direction}"
    # Only our own fixed texts are put together here; every value goes in as a parameter.
    one = f"SELECT item.id, item.{column} FROM tasks_workitem item WHERE {asked.on} AND {asked.where} {after}"  # noqa: S608
    if "found" in facts:
        merged = f"SELECT item.id, item.{column} FROM {asked.source} JOIN tasks_workitem item ON {asked.on} WHERE {asked.where} {after}"  # noqa: S608, E501
    else:
        merged = f"SELECT head.* FROM {asked.source}, LATERAL ({one} ORDER BY {order} LIMIT %(size)s) head"  # noqa: S608
    edge = f"SELECT id FROM ({merged}) merged ORDER BY {order} LIMIT %(size)s"  # noqa: S608
    whole = f"SELECT item.* FROM ({edge}) page JOIN tasks_workitem item USING (id) ORDER BY {order}"  # noqa: S608
    return list(WorkItem.objects.raw(whole, facts))


def counts(asked: Asked) -> list[tuple[str, int]]:
    """Open items by process: the kept counts and what is not folded into them yet, less what bars the viewer."""
    if asked.wanted.box == "done":
        return []
    mark = "a" if asked.wanted.box == "mine" else "s"
    with connection.cursor() as sql:
        sql.execute(
            """SELECT process_id, sum(open)::bigint FROM (
                   SELECT process_id, open FROM tasks_opencount WHERE holder = ANY(%(holders)s)
                   UNION ALL SELECT process_id, change FROM tasks_opencountdelta WHERE holder = ANY(%(holders)s)
               ) AS kept GROUP BY process_id""",
            {"holders": [f"{mark}{holder}" for holder in asked.holders]},
        )
        found = Counter(dict(sql.fetchall()))
    found.subtract(process_id for _, process_id in asked.barred)
    return sorted((process_id, count) for process_id, count in found.items() if count > 0)


def total(asked: Asked, kept: Sequence[tuple[str, int]]) -> tuple[int, bool]:
    """How many there are of what is asked for, and whether counting stopped at the limit."""
    if asked.wanted.is_plain:
        return sum(count for process_id, count in kept if asked.wanted.process_id in (None, process_id)), False
    every = f"SELECT 1 FROM {asked.source} JOIN tasks_workitem item ON {asked.on} WHERE {asked.where}"  # noqa: S608
    with connection.cursor() as sql:
        sql.execute(
            f"SELECT count(*) FROM ({every} LIMIT %(most)s) AS counted",  # noqa: S608
            {**asked.facts, "most": COUNTED + 1},
        )
        found = int(sql.fetchone()[0])
    return min(found, COUNTED), found > COUNTED
