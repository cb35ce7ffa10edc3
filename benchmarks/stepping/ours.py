"""Our side: a completion as a page makes it: rights, form, engine, history, figures, work list."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.stepping.process import DATA, POSTED
from engine import operations, prepared
from engine.models import ProcessInstance
from engine.participants import ParticipantSpec
from records.models import Person
from tasks import completion, viewers
from tasks.models import ItemState, WorkItem
from tasks.viewers import Viewer

_OPEN = "SELECT id, revision FROM tasks_workitem WHERE root_id = ANY(%s) AND state = 'open' ORDER BY element_id"


def worker(now: datetime) -> Viewer:
    """The one person who does all steps."""
    person = Person.objects.create(name_ko="시험인", mobile="010-0000-0001", created_at=now)
    return viewers.of_person(person.pk, date(now.year, now.month, now.day))


def start(who: Viewer, now: datetime) -> UUID:
    """A new case whose role ``worker`` the person holds."""
    held = ParticipantSpec(role="worker", kind="person", ref=who.actor.id)
    return operations.start(process_id="bench", variables=DATA, participants=(held,), by=who.actor, now=now).id


def started(count: int, who: Viewer, now: datetime) -> list[UUID]:
    """So many new cases."""
    return [start(who, now) for _ in range(count)]


class Item(NamedTuple):
    """A work item to be completed."""

    pk: UUID
    revision: int


def waves(cases: Sequence[UUID]) -> Iterator[Item]:
    """What is to be completed until the cases have ended: what is open in all of them, then what that opened, and so
    on. Between two completions nothing is asked, as nothing is between two steps of SpiffWorkflow alone: it would cool
    the caches of what is measured.
    """
    while found := prepared.fetch(_OPEN, [list(cases)]):
        yield from (Item(*one) for one in found)


def complete(item: Item | WorkItem, who: Viewer, now: datetime) -> None:
    """One completion."""
    posted = {name: [text] for name, text in POSTED.items()}
    completion.complete(item_id=item.pk, viewer=who, posted=posted, files={}, revision=item.revision, now=now)


def round_of(count: int, who: Viewer, now: datetime) -> list[float]:
    """Seconds of every completion of ``count`` new cases."""
    taken = []
    for item in waves(started(count, who, now)):
        begun = time.perf_counter()
        complete(item, who, now)
        taken.append(time.perf_counter() - begun)
    return taken


def work_off(cases: Sequence[UUID], who: Viewer, now: datetime) -> int:
    """What a process at work does all day: look for what is open in a case, complete it, until the case has ended, then
    the next case. How many completions that were.
    """
    done = 0
    for case_id in cases:
        open_items = WorkItem.objects.filter(root_id=case_id, state=ItemState.OPEN).order_by("element_id")
        while (item := open_items.first()) is not None:
            complete(item, who, now)
            done += 1
    return done


def wal_of(count: int, who: Viewer, now: datetime) -> list[int]:
    """Bytes of WAL of every completion of ``count`` cases: by themselves, since asking would slow what is timed."""
    written = []
    for item in waves(started(count, who, now)):
        before = _wal()
        complete(item, who, now)
        written.append(_wal() - before)
    return written


def _wal() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')")
        return int(cursor.fetchone()[0])


def look(who: Viewer, now: datetime) -> dict[str, int]:
    """The most statements of one completion inside its transaction and in all, and the largest state of one case."""
    case_id, all_, inside, sizes = start(who, now), 0, 0, []
    for item in waves([case_id]):
        with CaptureQueriesContext(connection) as captured:
            complete(item, who, now)
        said = [query["sql"] for query in captured.captured_queries]
        edges = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
        all_ = max(all_, sum(not one.startswith(edges) for one in said))
        inside = max(inside, sum(not one.startswith(edges) for one in said[_begin(said) :]))
        sizes.append(len(ProcessInstance.objects.values_list("state", flat=True).get(pk=case_id)))
    return {"statements": all_, "statements_inside": inside, "state_bytes_max": max(sizes)}


def _begin(said: list[str]) -> int:
    return next((number for number, one in enumerate(said) if one.startswith("BEGIN")), 0)
