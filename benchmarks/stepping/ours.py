"""Our side: a completion as a page makes it (rights, form, engine, history, figures, work list), and through HTTP."""

from __future__ import annotations

import time
from datetime import date, datetime
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from benchmarks.stepping.process import DATA, POSTED
from engine import operations
from engine.models import ProcessInstance
from engine.participants import ParticipantSpec
from records.models import Person
from records.people import accounts
from tasks import completion, viewers
from tasks.models import ItemState, WorkItem
from tasks.viewers import Viewer
from webui import sessions


def worker(now: datetime) -> Viewer:
    """The one person who does all steps."""
    person = Person.objects.create(name_ko="시험인", mobile="010-0000-0001", created_at=now)
    return viewers.of_person(person.pk, date(now.year, now.month, now.day))


def start(who: Viewer, now: datetime) -> UUID:
    """A new case whose role ``worker`` the person holds."""
    held = ParticipantSpec(role="worker", kind="person", ref=who.actor.id)
    return operations.start(process_id="bench", variables=DATA, participants=(held,), by=who.actor, now=now).id


def next_item(case_id: UUID) -> WorkItem | None:
    """The open item to be done next."""
    return WorkItem.objects.filter(root_id=case_id, state=ItemState.OPEN).order_by("element_id").first()


def complete(item: WorkItem, who: Viewer, now: datetime) -> None:
    """One completion."""
    posted = {name: [text] for name, text in POSTED.items()}
    completion.complete(item_id=item.pk, viewer=who, posted=posted, files={}, revision=item.revision, now=now)


def round_of(count: int, who: Viewer, now: datetime) -> list[tuple[float, int]]:
    """Seconds and bytes of WAL of every completion of ``count`` cases."""
    taken = []
    for _ in range(count):
        case_id = start(who, now)
        while (item := next_item(case_id)) is not None:
            before, begun = wal(), time.perf_counter()
            complete(item, who, now)
            taken.append((time.perf_counter() - begun, wal() - before))
    return taken


def wal() -> int:
    """Bytes of WAL written so far, by anybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')")
        return int(cursor.fetchone()[0])


def look(who: Viewer, now: datetime) -> dict[str, int]:
    """The most statements of one completion inside its transaction and in all, and the largest state of one case."""
    case_id, all_, inside, sizes = start(who, now), 0, 0, []
    while (item := next_item(case_id)) is not None:
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


def visitor(who: Viewer, now: datetime) -> Client:
    """A browser of the person, signed in with both factors."""
    account = accounts.create(person_id=who.actor.id, username="bench", password="benchmark-only", now=now)
    request = RequestFactory().get("/")
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    sessions.begin(request, account_id=account.pk, second_factor="sms")
    request.session.save()
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client


def web_round(count: int, client: Client, who: Viewer, now: datetime) -> list[float]:
    """Seconds of every post of an item's form through the whole site in process: middleware, session, page."""
    taken = []
    for _ in range(count):
        case_id = start(who, now)
        while (item := next_item(case_id)) is not None:
            begun = time.perf_counter()
            answer = client.post(f"/work/{item.pk}/", {**POSTED, "revision": item.revision})
            taken.append(time.perf_counter() - begun)
            if answer.status_code != 302:
                raise RuntimeError(f"the page answered {answer.status_code}")
    return taken
