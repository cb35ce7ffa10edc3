"""Statements of the hot path, bound and prepared on the server: PostgreSQL plans each text once a connection.

Django binds in the client, so that every statement is composed, parsed and planned each time it runs. For the few
statements of a step that was more than half of what they cost. Whoever puts a text here keeps it the same from run
to run: how many rows there are goes into a parameter (see ``rows``), never into the text. Columns are named one by
one, since a prepared ``*`` breaks when the table grows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper

Parameters = Sequence[Any] | Mapping[str, Any]


def execute(text: str, parameters: Parameters) -> None:
    """Run a statement whose answer does not matter."""
    with _cursor() as cursor:
        cursor.execute(text, parameters)


def fetch(text: str, parameters: Parameters) -> list[tuple[Any, ...]]:
    """Run a statement and give its rows."""
    with _cursor() as cursor:
        cursor.execute(text, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@cache
def names(columns: str) -> tuple[str, ...]:
    """The names in "name type, …"."""
    return tuple(column.split(" ", 1)[0] for column in columns.split(", "))


def recordset(columns: str) -> str:
    """Rows out of one parameter (see ``rows``), as something to select from; ``columns`` is "name type, …"."""
    return f"json_to_recordset(%s::json) AS v ({columns})"


def rows(names: Sequence[str], lines: Sequence[Sequence[object]]) -> str:
    """Any number of rows as the one parameter of a ``recordset``."""
    return json.dumps([dict(zip(names, line, strict=True)) for line in lines], default=_text)


def _text(value: object) -> str:
    """UUIDs, dates and times as PostgreSQL reads them; bytes as it writes them."""
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)


def _cursor() -> CursorWrapper:
    # Who captures queries wants to see them with their values, which a prepared one no longer has.
    if connection.queries_logged:
        return connection.cursor()
    connection.ensure_connection()
    # Wrapped as Django wraps its own, so that errors and execute wrappers are the same.
    return connection.make_cursor(psycopg.Cursor(connection.connection))  # type: ignore[arg-type]
