"""A store of a million cases against one of a thousand: two databases on one server, with copies of a real case."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from benchmarks.growing.cases import A_ROUND, Bench, compared
from benchmarks.stepping import ours
from tasks.models import WorkItem

FEW = 1_000
#: What a case has rows in, with the columns that name it or one of its steps.
TABLES = {
    "engine_processinstance": ("id", "root_id"),
    "engine_participant": ("instance_id",),
    "engine_openstep": ("instance_id", "task_id"),
    "engine_timer": ("instance_id", "task_id"),
    "engine_instanceevent": ("instance_id", "root_id", "task_id"),
    "tasks_workitem": ("id", "instance_id", "root_id"),
    "tasks_casetext": ("instance_id", "root_id"),
}
#: Made by sequences, or to be told apart by number.
_ANEW = {"engine_participant": ("id",), "engine_instanceevent": ("id",)}
#: Built anew after the filling: row by row they would take most of it.
_LATE = ("case_text_search", "item_barred")


def measure(bench: Bench, count: int) -> dict[str, object]:
    """Completions in a store of ``count`` cases against completions in one of a thousand."""
    model = _waiting_case(bench)
    few = str(connection.settings_dict["NAME"])
    many = f"{few}_many"
    _fill(model, FEW)
    connection.close()
    with _admin() as cursor:
        cursor.execute(f'CREATE DATABASE "{many}" TEMPLATE "{few}"')
    large, small = _connection(many), _connection(few)
    begun = time.perf_counter()
    with _using(large):
        _fill(model, count - FEW)
        size = _size()
    filled = time.perf_counter() - begun
    for each in (large, small):
        with _using(each):
            ours.round_of(5, bench.who, bench.now)

    def round_in(which: BaseDatabaseWrapper) -> list[float]:
        with _using(which):
            return ours.round_of(A_ROUND // 5, bench.who, bench.now)

    measured = compared(bench.rounds, lambda: round_in(large), lambda: round_in(small))
    for each in (large, small):
        each.close()
    return {"stored": count, **measured, "store_mb": size >> 20, "filled_in_s": round(filled)}


def _waiting_case(bench: Bench) -> UUID:
    """A case at its second step: a timer runs, an item lies open, another is done."""
    case_id = ours.start(bench.who, bench.now)
    item = next(ours.waves([case_id]), None)
    if item is None:
        raise RuntimeError("the case has no open item")
    ours.complete(item, bench.who, bench.now)
    return case_id


def _fill(model: UUID, count: int) -> None:
    """Copies of the model with all its rows: each gets ids made of its number and the model's own."""
    with connection.cursor() as cursor:
        definitions = _without_late_indexes(cursor)
        cursor.execute("SET synchronous_commit = off")
        first = _stored() + 1
        # Foreign keys hold by construction; checking each at the end would take longer than the rows.
        cursor.execute("SET session_replication_role = replica")
        for table, ids in TABLES.items():
            cursor.execute(*_copies(table, ids, model, (first, count)))
        cursor.execute("SET session_replication_role = DEFAULT; RESET synchronous_commit")
        for definition in definitions:
            cursor.execute(definition)
        _count_anew(cursor)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def _copies(table: str, ids: tuple[str, ...], model: UUID, span: tuple[int, int]) -> tuple[str, list[int | UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
            [table],
        )
        columns = [name for (name,) in cursor.fetchall() if name not in _ANEW.get(table, ())]
    given = {name: f"md5(m.{name}::text || n)::uuid" for name in ids} | {"case_number": "'COPY-' || n"}
    chosen = ", ".join(given.get(name, f"m.{name}") for name in columns)
    where = "id" if table == "engine_processinstance" else "instance_id"
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {chosen} "
        f"FROM {table} m, generate_series(%s, %s) n WHERE m.{where} = %s",
        [span[0], span[0] + span[1] - 1, model],
    )


def _stored() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM engine_processinstance")
        return int(cursor.fetchone()[0])


def _size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _without_late_indexes(cursor: CursorWrapper) -> list[str]:
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(_LATE)])
    definitions = [definition for (definition,) in cursor.fetchall()]
    for name in _LATE:
        cursor.execute(f"DROP INDEX {name}")
    return definitions


def _count_anew(cursor: CursorWrapper) -> None:
    """The inbox's counters, whose trigger did not run."""
    cursor.execute("DELETE FROM tasks_opencountdelta; DELETE FROM tasks_opencount")
    holder = "CASE WHEN assignee_id IS NULL THEN 's' || access_set_id ELSE 'a' || assignee_id END"
    cursor.execute(
        "INSERT INTO tasks_opencount (holder, process_id, open) "
        f"SELECT {holder}, process_id, count(*) FROM {WorkItem._meta.db_table} WHERE state = 'open' GROUP BY 1, 2"
    )


def _connection(name: str) -> BaseDatabaseWrapper:
    made = connections.create_connection("default")
    made.settings_dict = {**made.settings_dict, "NAME": name}
    return made


@contextmanager
def _using(other: BaseDatabaseWrapper) -> Iterator[None]:
    """Let everything speak to another database for a while."""
    before = connections["default"]
    connections["default"] = other
    try:
        yield
    finally:
        connections["default"] = before


@contextmanager
def _admin() -> Iterator[CursorWrapper]:
    made = _connection("postgres")
    with made.cursor() as cursor:
        yield cursor
    made.close()
