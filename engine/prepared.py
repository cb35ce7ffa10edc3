"""Statements of the hot path, bound and prepared on the server: PostgreSQL plans each text once a connection.

Django binds in the client, so that every statement is composed, parsed and planned each time it runs. For the few
statements of a step that was more than half of what they cost. Whoever puts a text here keeps it the same from run
to run: how many rows there are goes into a parameter (see ``rows``), never into the text. Columns are named one by
one, since a prepared ``*`` breaks when the table grows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import orjson
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from engine import direct
from engine.direct import Parameters, Query, Record


def execute(text: str, parameters: Parameters) -> None:
    """Run a statement whose answer does not matter."""
    fetch(text, parameters)


def fetch(text: str, parameters: Parameters) -> list[Record]:
    """Run a statement and give its rows."""
    return fetch_all(Query(text, parameters))[0]


def fetch_all(*queries: Query) -> list[list[Record]]:
    """Run statements one after another in one journey and give the rows of each."""
    # Who captures or wraps queries wants to see them as Django shows them.
    own = connections[DEFAULT_DB_ALIAS]
    if own.queries_logged or own.execute_wrappers:
        return [_shown(own, query) for query in queries]
    if own.connection is None:
        own.ensure_connection()
    send_left = getattr(own, "send_what_was_left", None)
    if send_left is not None:
        send_left()
    own.validate_no_broken_transaction()
    with own.wrap_database_errors:
        return direct.run(own.connection, *queries)


def _shown(own: BaseDatabaseWrapper, query: Query) -> list[Record]:
    with own.cursor() as cursor:
        cursor.execute(query.text, query.parameters)
        return list(cursor.fetchall()) if cursor.description else []


@dataclass
class Statement:
    """Several changes sent as one statement (data-modifying CTEs), which all see the rows as they were before it."""

    parts: list[str] = field(default_factory=list)
    parameters: list[Any] = field(default_factory=list)

    def add(self, text: str, *parameters: object) -> None:
        """One more change; its text must be the same from run to run."""
        self.parts.append(text)
        self.parameters.extend(parameters)

    def insert(self, table: str, columns: str, lines: Sequence[Sequence[object]], again: str = "") -> None:
        """Insert rows in their order, nothing for no rows; ``columns`` is "name type, …", ``again`` what to do where a
        row is there already.
        """
        if lines:
            self.add(_insertion(table, columns, again), rows(names(columns), lines))

    def run(self) -> None:
        """Send everything at once; nothing where there is nothing."""
        if self.parts:
            execute(*self._query())

    def run_last(self) -> None:
        """As ``run``, in the journey of the COMMIT where the backend can do that: what PostgreSQL refuses is then
        raised where the transaction ends.
        """
        leave = getattr(connections[DEFAULT_DB_ALIAS], "leave_for_commit", None)
        if self.parts and (leave is None or not leave(self._query())):
            self.run()

    def _query(self) -> Query:
        return Query(_together(tuple(self.parts)), self.parameters)


@cache
def _insertion(table: str, columns: str, again: str) -> str:
    named = ", ".join(names(columns))
    # Only our own table and column names are put together here; every value goes in as a parameter.
    return f"INSERT INTO {table} ({named}) SELECT {named} FROM {recordset(columns)} {again}"  # noqa: S608


@lru_cache(maxsize=1024)
def _together(parts: tuple[str, ...]) -> str:
    return f"WITH {', '.join(f'p{number} AS ({part})' for number, part in enumerate(parts))} SELECT 1"


@cache
def names(columns: str) -> tuple[str, ...]:
    """The names in "name type, …"."""
    return tuple(column.split(" ", 1)[0] for column in columns.split(", "))


def recordset(columns: str) -> str:
    """Rows out of one parameter (see ``rows``), as something to select from; ``columns`` is "name type, …"."""
    return f"json_to_recordset(%s::json) AS v ({columns})"


def rows(names: Sequence[str], lines: Sequence[Sequence[object]]) -> str:
    """Any number of rows as the one parameter of a ``recordset``."""
    return orjson.dumps([dict(zip(names, line, strict=True)) for line in lines], _text).decode()


def _text(value: object) -> str:
    """What JSON has no form for as PostgreSQL reads it; bytes as it writes them."""
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)
