"""Times the pages of the inbox over many open items: `bin/bench inbox [items]` (200,000 unless told).

Items are spread over 400 sets of groups (offices, roles); 40 in 100 are already taken. A clerk sees two sets, the
headquarters see all. Each figure is milliseconds over fresh viewers, the cache of the database warm.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from engine.actors import Actor
from tasks import access_sets, counting, finding, inbox, searching
from tasks.inbox import InboxFilter
from tasks.models import WorkItem
from tasks.viewers import Viewer
from tasks.worklist import NEVER

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Seoul"))
OFFICES, PEOPLE, RUNS = 200, 2_000, 30
PROCESSES = ("service_application", "evaluation", "matching_request", "cost_claim", "log_signing")
STEPS = ("접수 검토", "방문 평가", "결재", "보완 제출", "통지 확인", "활동일지 확인")
FAMILY, GIVEN = "김이박최정강조윤장임한오서신권황안송류홍", "하늘바다나래가온다솜라온마루보람새롬아람"
COLUMNS = [
    "id",
    "instance_id",
    "root_id",
    "process_id",
    "version_id",
    "version_number",
    "case_number",
    "title",
    "element_id",
    "name_ko",
    "name_en",
    "role",
    "form_id",
    "state",
    "access_set_id",
    "assignee_id",
    "not_by",
    "offices",
    "opened_at",
    "due_at",
    "list_at",
    "priority",
    "stops_clock",
    "revision",
    "search_text",
]


def main(arguments: list[str]) -> dict[str, object]:
    """Fill the tables and time each kind of page."""
    count = int(arguments[0]) if arguments else 200_000
    random.seed(1)
    began = time.perf_counter()
    people = fill(count)
    filled = time.perf_counter() - began
    pages = {name: _timed(page) for name, page in _pages(people).items()}
    return {"items": WorkItem.objects.count(), "fill_seconds": round(filled, 1), "pages_ms": pages}


def fill(count: int) -> list[UUID]:
    """Write the items by COPY, fold the counts, and give the ids of the people who hold some."""
    offices = [(UUID(int=random.getrandbits(128)), role) for _ in range(OFFICES) for role in ("branch", "evaluator")]
    offices = [(offices[number // 2 * 2][0], role) for number, (_, role) in enumerate(offices)]
    groups = [frozenset({f"org:{office}:{role}", "role:headquarters"}) for office, role in offices]
    with transaction.atomic():
        sets = list(access_sets.ids_of(groups).values())
    people = [UUID(int=random.getrandbits(128)) for _ in range(PEOPLE)]
    with connection.cursor() as sql:
        with sql.copy(f"COPY tasks_workitem ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in _rows(count, sets, people):
                copy.write_row(row)
        _fill_texts(sql)
        while counting.fold():
            pass
        how = "ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE"
        sql.execute(f"{how} tasks_workitem, tasks_casetext, tasks_opencount, tasks_opencountdelta")
    return people


def _fill_texts(sql: CursorWrapper) -> None:
    """What the cases are found by; as one loads in bulk, the trigrams go in at the end."""
    sql.execute("ALTER INDEX case_text_search SET (fastupdate = on)")
    sql.execute(
        "INSERT INTO tasks_casetext (instance_id, root_id, text) "
        "SELECT instance_id, root_id, left(search_text, strpos(search_text, %s) + %s) FROM tasks_workitem",
        [letters := searching.letters("서비스 신청"), len(letters) - 1],
    )
    sql.execute("ALTER INDEX case_text_search SET (fastupdate = off)")
    sql.execute("SELECT gin_clean_pending_list('case_text_search')")
    finding.learn(searching.letters(f"{step} ") for step in STEPS)


def _rows(count: int, sets: list[int], people: list[UUID]) -> Iterator[tuple[object, ...]]:
    version = uuid4()
    for number in range(count):
        case = UUID(int=random.getrandbits(128))
        due = NOW + timedelta(minutes=random.randrange(-20_000, 60_000)) if number % 20 else None
        name = random.choice(FAMILY) + "".join(random.sample(GIVEN, 2))
        title, step, case_number = f"{name} 서비스 신청", random.choice(STEPS), f"SA-2026-{number:06d}"
        assignee = random.choice(people) if number % 5 < 2 else None
        yield (
            UUID(int=random.getrandbits(128)), case, case, random.choice(PROCESSES), version, 1, case_number, title,
            f"step_{number % 6}", step, "", "branch", "", "open", random.choice(sets), assignee, [], [], NOW, due,
            due or NEVER, 50, False, 1, searching.letters(f"{case_number} {title} {step}"),
        )  # fmt: skip


def _pages(people: list[UUID]) -> dict[str, Callable[[], object]]:
    groups = _groups()

    def clerk() -> Viewer:
        picked = random.choice(groups)
        return _viewer(frozenset({picked, picked.replace(":branch", ":evaluator")}))

    def somebody() -> Viewer:
        return _viewer(frozenset(), random.choice(people))

    def headquarters() -> Viewer:
        return _viewer(frozenset({"role:headquarters"}))

    def page(who: Callable[[], Viewer], **more: object) -> Callable[[], object]:
        wanted = InboxFilter(**{"box": "team", **more})  # type: ignore[arg-type]
        return lambda: inbox.inbox(viewer=who(), filter=wanted, now=NOW)

    return {
        "mine": page(somebody, box="mine"),
        "team of two sets": page(clerk),
        "team of two sets, deep": lambda: _walk(clerk(), 10),
        "team of two sets, one process": page(clerk, process_id="evaluation"),
        "team of two sets, overdue": page(clerk, state="overdue"),
        "team of two sets, a common word": page(clerk, text="신청"),
        "team of two sets, a rare word": page(clerk, text="SA-2026-000123"),
        "all sets": page(headquarters),
        "all sets, overdue": page(headquarters, state="overdue"),
        "all sets, a common word": page(headquarters, text="신청"),
        "all sets, a surname": page(headquarters, text="김"),
        "all sets, a name": page(headquarters, text="김하늘"),
        "all sets, a rare word": page(headquarters, text="SA-2026-000123"),
    }


def _groups() -> list[str]:
    with connection.cursor() as sql:
        sql.execute('SELECT "group" FROM tasks_accesssetgroup WHERE "group" LIKE %s LIMIT 100', ["org:%:branch"])
        return [row[0] for row in sql.fetchall()]


def _walk(viewer: Viewer, pages: int) -> None:
    cursor = None
    for _ in range(pages):
        cursor = inbox.inbox(viewer=viewer, filter=InboxFilter(box="team", cursor=cursor), now=NOW).next_cursor


def _viewer(groups: frozenset[str], person: UUID | None = None) -> Viewer:
    person = person or UUID(int=random.getrandbits(128))
    return Viewer(actor=Actor(kind="person", id=person), groups=groups | {f"person:{person}"}, person_id=person)


def _timed(page: Callable[[], object]) -> dict[str, float]:
    page()
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        page()
        times.append((time.perf_counter() - began) * 1000)
    return {"p50": round(statistics.median(times), 1), "p95": round(statistics.quantiles(times, n=20)[18], 1)}
