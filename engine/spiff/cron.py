"""Cron texts as Camunda 8 knows them: six fields with seconds first (``0 0 9 * * MON-FRI``), Unix's five, and macros.

With six fields a day must fit both its day of the month and its day of the week (Spring's rule); with five, either is
enough where both are limited (Unix's rule). All of it on the wall clock of Seoul, which knows no summer time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

SEOUL = ZoneInfo("Asia/Seoul")
_SOME_DAY = datetime(2026, 1, 1)  # noqa: DTZ001 - only to read the text
_MACROS = {
    "@yearly": "0 0 0 1 1 *",
    "@annually": "0 0 0 1 1 *",
    "@monthly": "0 0 0 1 * *",
    "@weekly": "0 0 0 * * 0",
    "@daily": "0 0 0 * * *",
    "@midnight": "0 0 0 * * *",
    "@hourly": "0 0 * * * *",
}
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


class NotCron(ValueError):
    """A text that is no cron expression, or names a day that never comes."""


@dataclass(frozen=True, slots=True)
class Cron:
    """A rule for moments; ``text`` as it was written."""

    text: str

    def after(self, start: datetime) -> datetime:
        """The first moment after another that fits the rule.

        Raises:
            NotCron: no moment in the next fifty years does.
        """
        wall = start.astimezone(SEOUL).replace(tzinfo=None)
        try:
            return next(_reader(self.text, wall)).replace(tzinfo=SEOUL)
        except (CronSimError, StopIteration, OverflowError):
            raise NotCron("no moment fits this cron expression") from None

    def stored(self) -> str:
        """How a waiting token keeps it."""
        return f"cron:{self.text}"


@lru_cache(maxsize=500)
def read(text: str) -> Cron:
    """Read a cron expression.

    Raises:
        NotCron: it is none, or no moment ever fits it.
    """
    found = Cron(text.strip())
    found.after(_SOME_DAY.replace(tzinfo=SEOUL))
    return found


def looks_like(text: str) -> bool:
    """Whether a cycle is meant as cron: a macro, or several fields."""
    return text.strip().startswith("@") or len(text.split()) > 1


def _reader(text: str, wall: datetime) -> CronSim:
    fields = _MACROS.get(text.strip().lower(), text).replace("?", "*").upper().split()
    if len(fields) not in {5, 6}:
        raise NotCron("a cron expression has five or six fields")
    fields[-1] = ",".join(_last_of_month(term) for term in fields[-1].split(","))
    reader = CronSim(" ".join(fields), wall)
    if len(fields) == 6:
        reader.day_and = True
    return reader


def _last_of_month(term: str) -> str:
    """``FRIL``, the last Friday, as the number the reader knows."""
    return f"{_DAYS.index(term[:3])}L" if term.endswith("L") and term[:3] in _DAYS else term
