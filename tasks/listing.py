"""The SQL of the inbox: the heads of the viewer's lists, merged.

Each list (a person's items, a set's unassigned items) has an index in the order of the page, so a page costs the same
with a thousand open items and with a million: of each list only the head is read, from the index alone. First the very
first item of each is: only as many lists as the page has rows can give it any. A rare search word is looked up in the
texts of the cases first; a common one is met soon enough while walking the lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
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
#: Up to this many cases a word counts as rare; for each list more there is more to walk before it is met.
RARE, RARE_A_LIST = 2_000, 20
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
class Lists:
    """The lists of a box: what begins their index (``holder``, of these ``holders``), the state of what lies in them,
    and their order.
    """

    holder: str
    kind: str
    holders: Sequence[Any]
    state: str
    column: str = "list_at"
    direction: str = "ASC"

    @property
    def table(self) -> str:
        """The lists as a table of one column."""
        return f"unnest(%(holders)s::{self.kind}) AS list(holder)"

    @property
    def one(self) -> str:
        """What makes an ``item`` one of the list ``list``."""
        return f"item.{self.holder} = list.holder AND {self.state}"

    @property
    def any(self) -> str:
        """What makes an ``item`` one of any of them."""
        return f"item.{self.holder} = ANY(%(holders)s::{self.kind}) AND {self.state}"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question to the table: lists, conditions, and the facts for both; among them ``found``, the items that a rare
    word can mean, where there is one.
    """

    wanted: Wanted
    lists: Lists
    where: str
    facts: dict[str, Any]
    barred: Sequence[tuple[UUID, str]] = ()

    @property
    def every(self) -> str:
        """All items that fit, as a table ``item`` with its condition."""
        if "found" in self.facts:
            return f"tasks_workitem item WHERE item.id = ANY(%(found)s::uuid[]) AND {self.lists.any} AND {self.where}"
        return f"{self.lists.table} JOIN tasks_workitem item ON {self.lists.one} WHERE {self.where}"


def ask(viewer: Viewer, wanted: Wanted, now: datetime) -> Asked:
    """The question of a viewer; asks the database for their sets, what bars them, and rare words."""
    lists = _lists(viewer, wanted.box)
    barred = _barred(viewer, lists.holders) if wanted.box == "team" else []
    facts = {"holders": lists.holders, "now": now, "soon": now + SOON, "barred": [pk for pk, _ in barred]}
    where = " AND ".join(["TRUE", *_conditions(wanted, facts), *_search(wanted, lists, facts)])
    return Asked(wanted=wanted, lists=lists, where=where, facts=facts, barred=barred)


def _lists(viewer: Viewer, box: str) -> Lists:
    if box == "done":
        done = "item.state = 'completed'"
        order = {"column": "closed_at", "direction": "DESC"}
        return Lists(holder="completed_by", kind="uuid[]", holders=[viewer.actor.id], state=done, **order)
    if box == "mine":
        return Lists(holder="assignee_id", kind="uuid[]", holders=sorted(viewer.ids), state="item.state = 'open'")
    free = "item.state = 'open' AND item.assignee_id IS NULL"
    sets = access_sets.containing(viewer.groups)
    return Lists(holder="access_set_id", kind="bigint[]", holders=sets, state=free)


def _barred(viewer: Viewer, sets: Sequence[Any]) -> list[tuple[UUID, str]]:
    """The few items of the viewer's sets that separation of duties keeps from them."""
    found = WorkItem.objects.filter(not_by__overlap=[viewer.actor.id], state="open", assignee_id=None)
    mine = set(sets)
    # Their sets are compared here: the planner takes the viewer to be barred from more than their sets hold.
    barred = found.values_list("pk", "process_id", "access_set_id")
    return [(pk, process_id) for pk, process_id, access_set_id in barred if access_set_id in mine]


def _conditions(wanted: Wanted, facts: dict[str, Any]) -> list[str]:
    parts = ["item.id <> ALL(%(barred)s::uuid[])"] if facts["barred"] else []
    if wanted.process_id:
        parts.append("item.process_id = %(process)s")
        facts["process"] = wanted.process_id
    if wanted.box != "done" and wanted.state == "overdue":
        parts.append("item.list_at < %(now)s")
    if wanted.box != "done" and wanted.state == "due_soon":
        parts.append("item.list_at >= %(now)s AND item.list_at < %(soon)s")
    return parts


def _search(wanted: Wanted, lists: Lists, facts: dict[str, Any]) -> list[str]:
    """The conditions for words; a rare one is looked up first, so that the lists are not walked to their ends."""
    words = searching.words(wanted.text)
    facts |= {f"word{number}": searching.pattern(word) for number, word in enumerate(words)}
    most = RARE + RARE_A_LIST * len(lists.holders)
    found = None if wanted.box == "done" else finding.rare(words, most, lists.any, {"holders": lists.holders})
    if found is not None:
        facts["found"] = found
    return [f"item.search_text LIKE %(word{number})s" for number in range(len(words))]


def page(asked: Asked, cursor: Cursor | None) -> list[WorkItem]:
    """The items of a page in the lists' order (turned round where the cursor goes back), one more than it holds."""
    lists, column, direction = asked.lists, asked.lists.column, asked.lists.direction
    if cursor is not None and cursor.backwards:
        direction = "DESC" if direction == "ASC" else "ASC"
    facts = {**asked.facts, "size": PAGE + 1}
    after = ""
    if cursor is not None:
        after = f"AND (item.{column}, item.id) {'>' if direction == 'ASC' else '<'} (%(at)s, %(id)s)"
        facts |= {"at": cursor.at, "id": cursor.id}
    order = f"{column} {direction}, id {direction}"
    # Only our own fixed texts are put together here; every value goes in as a parameter.
    if "found" in facts:
        merged = f"SELECT item.id, item.{column} FROM {asked.every} {after}"  # noqa: S608
    else:
        fits = f"{lists.one} AND {asked.where} {after}"
        walk = f"SELECT item.id, item.{column} FROM tasks_workitem item WHERE {fits} ORDER BY {order}"  # noqa: S608
        first = f"SELECT list.holder FROM {lists.table}, LATERAL ({walk} LIMIT 1) head ORDER BY {order} LIMIT %(size)s"  # noqa: S608
        merged = f"SELECT head.* FROM ({first}) list, LATERAL ({walk} LIMIT %(size)s) head"  # noqa: S608
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
            {"holders": [f"{mark}{holder}" for holder in asked.lists.holders]},
        )
        found = Counter(dict(sql.fetchall()))
    found.subtract(process_id for _, process_id in asked.barred)
    return sorted((process_id, count) for process_id, count in found.items() if count > 0)


def total(asked: Asked, kept: Sequence[tuple[str, int]]) -> tuple[int, bool]:
    """How many there are of what is asked for, and whether counting stopped at the limit."""
    if asked.wanted.is_plain:
        return sum(count for process_id, count in kept if asked.wanted.process_id in (None, process_id)), False
    with connection.cursor() as sql:
        sql.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {asked.every} LIMIT %(most)s) AS counted",  # noqa: S608
            {**asked.facts, "most": COUNTED + 1},
        )
        found = int(sql.fetchone()[0])
    return min(found, COUNTED), found > COUNTED
