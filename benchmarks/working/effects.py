"""The effect of a job: one row, in a table without any uniqueness, so that a job done twice stays visible. Calls to the
outside are noted in a table beside it, with the process group that made them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from django.db import connection

_TABLES = """
    CREATE TABLE IF NOT EXISTS bench_effect (key text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());
    CREATE TABLE IF NOT EXISTS bench_call (key text NOT NULL, worker int NOT NULL);
    TRUNCATE bench_effect, bench_call
"""


def write(key: str) -> None:
    """The effect."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_effect (key) VALUES (%s)", [key])


def note_call(key: str) -> None:
    """That this process calls the outside now."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_call (key, worker) VALUES (%s, %s)", [key, os.getpgrp()])


def clear() -> None:
    """Make the tables, and make them empty."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)


@dataclass(frozen=True)
class Seen:
    """How many effects there are, of how many different jobs, and how many seconds lie between the first and last."""

    rows: int
    keys: int
    seconds: float

    @property
    def rate(self) -> float:
        """Jobs a second; starting the workers is no part of it."""
        return (self.rows - 1) / self.seconds


def seen() -> Seen:
    """The effects so far."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT key), coalesce(extract(epoch FROM max(at) - min(at)), 0)::float8 "
            "FROM bench_effect"
        )
        return Seen(*cursor.fetchone())


def count() -> int:
    """How many effects there are; cheap enough to be asked while work goes on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bench_effect")
        return int(cursor.fetchone()[0])


def times() -> dict[str, float]:
    """When each effect was written first, in seconds since 1970."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, extract(epoch FROM min(at))::float8 FROM bench_effect GROUP BY key")
        return dict(cursor.fetchall())


def calls_made_again() -> int:
    """How many calls were repeated, because who made them before died over them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) - count(DISTINCT key) FROM bench_call")
        return int(cursor.fetchone()[0])
