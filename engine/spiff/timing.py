"""When a timer is due: ISO 8601 text or FEEL values, in Asia/Seoul, counted from the step's time and never from the
host's clock.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.feel.values import DaysDuration, Value, YearsDuration
from engine.spiff import cron
from engine.spiff.cron import Cron

SEOUL = ZoneInfo("Asia/Seoul")
_DURATION = re.compile(
    r"(?P<minus>-)?P(?:(?P<y>\d+)Y)?(?:(?P<mo>\d+)M)?(?:(?P<w>\d+)W)?(?:(?P<d>\d+)D)?"
    r"(?:T(?:(?P<h>\d+)H)?(?:(?P<mi>\d+)M)?(?:(?P<s>\d+(?:\.\d+)?)S)?)?"
)

#: A date and time with the zone behind it, as FEEL (``@Asia/Seoul``) or ISO texts of Java (``[Asia/Seoul]``) write it.
_ZONED = re.compile(r"(?P<plain>[^@\[]*)(?:@(?P<at>.+)|\[(?P<in>[^\]]+)\])?")
#: What separates the parts of a repetition; a zone has such a stroke of its own.
_PARTS = re.compile(r"/(?=[-P\d])")


class NotATime(ValueError):
    """A text or value that no timer understands."""


@dataclass(frozen=True, slots=True)
class Span:
    """A duration: whole months and exact time."""

    months: int = 0
    exact: timedelta = timedelta()

    def after(self, start: datetime) -> datetime:
        """The moment one span after another; the 31st becomes the last day of a shorter month."""
        if self.months:
            month = start.month - 1 + self.months
            year, month = start.year + month // 12, month % 12 + 1
            start = start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))
        return start + self.exact

    def stored(self) -> str:
        """How a waiting token keeps it: an ISO 8601 duration."""
        return f"P{self.months}MT{self.exact.total_seconds():f}S"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When first, how often in all (None: for ever) and every how much, or by which cron rule."""

    due_at: datetime
    times: int | None = 1
    every: Span | Cron | None = None


def schedule(kind: str, value: Value, now: datetime) -> Schedule:
    """Read a timer's value as its kind (date, duration or cycle) says.

    Raises:
        NotATime: the value is nothing of the kind.
    """
    if kind == "cycle":
        return _cycle(value, now)
    if kind == "duration":
        return Schedule(_span(value).after(now))
    return Schedule(moment(value))


def moment(value: Value) -> datetime:
    """A date and time; without a zone it is Seoul's, a date is its first instant."""
    if isinstance(value, str):
        return _parsed(value)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=SEOUL)
    if isinstance(value, date):
        return datetime.combine(value, time(), tzinfo=SEOUL)
    raise NotATime("this is no date and time")


def span(text: str) -> Span:
    """Read an ISO 8601 duration such as ``P3D`` or ``PT48H``."""
    found = _DURATION.fullmatch(text.strip())
    if found is None or text.strip().lstrip("-") in {"P", "PT"} or text.strip().endswith("T"):
        raise NotATime("this is no ISO 8601 duration")
    part = {name: float(number) for name, number in found.groupdict().items() if number and name != "minus"}
    sign = -1 if found["minus"] else 1
    exact = timedelta(
        weeks=part.get("w", 0),
        days=part.get("d", 0),
        hours=part.get("h", 0),
        minutes=part.get("mi", 0),
        seconds=part.get("s", 0),
    )
    return Span(sign * int(part.get("y", 0) * 12 + part.get("mo", 0)), sign * exact)


def _span(value: Value) -> Span:
    if isinstance(value, str):
        return span(value)
    if isinstance(value, YearsDuration):
        return Span(months=value.months)
    if isinstance(value, DaysDuration):
        return Span(exact=value.to_timedelta())
    raise NotATime("this is no duration")


def _cycle(value: Value, now: datetime) -> Schedule:
    if isinstance(value, str) and cron.looks_like(value):
        return _by_cron(value, now)
    if not isinstance(value, str) or not value.strip().startswith("R"):
        every = _span(value)
        return Schedule(_forward(every, now), None, every)
    count, *rest = _PARTS.split(value.strip())
    if not rest or len(rest) > 2 or not (count == "R" or count[1:].isdecimal()):
        raise NotATime("this is no ISO 8601 repetition")
    every = span(rest[-1])
    first = _forward(every, now)
    times = int(count[1:]) if count != "R" else None
    if times == 0:
        raise NotATime("a repetition of zero times never happens")
    return Schedule(moment(rest[0]) if len(rest) == 2 else first, times, every)


def _forward(every: Span, now: datetime) -> datetime:
    if every.after(now) <= now:
        raise NotATime("a repetition must go forward")
    return every.after(now)


def _by_cron(text: str, now: datetime) -> Schedule:
    try:
        rule = cron.read(text)
        return Schedule(rule.after(now), None, rule)
    except cron.NotCron as problem:
        raise NotATime(str(problem)) from None


def again(stored: str, last: datetime) -> datetime:
    """The next moment of a repetition, from what ``stored`` kept of its rule.

    Raises:
        NotATime: no further moment fits.
    """
    if not stored.startswith("cron:"):
        return span(stored).after(last)
    return _by_cron(stored.removeprefix("cron:"), last).due_at


def _parsed(text: str) -> datetime:
    """A date, or a date and time; its offset says when, and a zone behind it only where there is no offset."""
    read = _ZONED.fullmatch(text.strip())
    if read is None:
        raise NotATime("this is no date and time")
    plain, zone = read["plain"], read["at"] or read["in"]
    try:
        if "T" not in plain:
            return moment(date.fromisoformat(plain))
        found, place = datetime.fromisoformat(plain), ZoneInfo(zone) if zone else None
    except (ValueError, KeyError, OSError):
        raise NotATime("this is no date and time") from None
    return moment(found if found.tzinfo else found.replace(tzinfo=place))
