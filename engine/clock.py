"""The engine's time: PostgreSQL's plus an offset that only the demo and tests may set; pages, jobs and commands read
it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from engine import prepared

SEOUL = ZoneInfo("Asia/Seoul")
#: The engine's time, for statements that need no other answer first.
NOW = "clock_timestamp() + make_interval(secs => coalesce((SELECT offset_seconds FROM engine_clockoffset), 0))"


class ClockMayNotMove(Exception):
    """Somebody tried to move the clock outside demo and tests."""


def now() -> datetime:
    """The time now, with the zone Asia/Seoul."""
    found: datetime = prepared.fetch(f"SELECT {NOW}", ())[0][0]
    return found.astimezone(SEOUL)


def move(delta: timedelta) -> datetime:
    """Move the clock on (or back) by a duration and give the new time.

    Raises:
        ClockMayNotMove: the settings do not allow it.
    """
    _check()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO engine_clockoffset (id, offset_seconds) VALUES (1, %s) "
            "ON CONFLICT (id) DO UPDATE "
            "SET offset_seconds = engine_clockoffset.offset_seconds + excluded.offset_seconds",
            [delta.total_seconds()],
        )
    return now()


def set_to(moment: datetime) -> datetime:
    """Set the clock so that it shows this moment now."""
    return move(moment - now())


def reset() -> datetime:
    """Let the clock show PostgreSQL's own time again."""
    _check()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM engine_clockoffset")
    return now()


def _check() -> None:
    if not getattr(settings, "CLOCK_MAY_MOVE", False):
        raise ClockMayNotMove
