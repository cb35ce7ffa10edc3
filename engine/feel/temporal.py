"""Dates, times and date-times: Python's where they fit, our wide ones where years or fractions go beyond.

Everything is computed on three whole numbers: the day (1 is 0001-01-01, as Python counts), the nanosecond of the
day, and the offset from UTC. ``datetime`` holds years 1–9999 and microseconds; ``WideDate`` and ``WideDateTime`` hold
the rest of what the standard allows (years up to ±999,999,999, nanoseconds).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import TypeAlias

from engine.feel.errors import Undefined
from engine.feel.values import DaysDuration, YearsDuration

SECOND = 1_000_000_000
DAY = 86_400 * SECOND
MAX_YEAR = 999_999_999
_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097
_LAST_OFFSET = 18 * 3600


@dataclass(frozen=True, slots=True)
class WideDate:
    """A date outside Python's years."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day to the nanosecond, with an offset, a zone by name, or neither."""

    hour: int
    minute: int
    second: int
    nanosecond: int = 0
    zone: tzinfo | None = None

    @property
    def of_day(self) -> int:
        """Give the nanoseconds since midnight."""
        return (self.hour * 3600 + self.minute * 60 + self.second) * SECOND + self.nanosecond


@dataclass(frozen=True, slots=True)
class WideDateTime:
    """A date and time that Python's datetime cannot hold."""

    date: date | WideDate
    time: Time


AnyDate: TypeAlias = date | WideDate
AnyDateTime: TypeAlias = datetime | WideDateTime


def make_date(year: int, month: int, day: int) -> AnyDate:
    """Build a date, refusing what is not in the calendar."""
    if 1 <= year <= 9999:
        try:
            return date(year, month, day)
        except ValueError as error:
            raise Undefined(f"{year}-{month}-{day} is not a date") from error
    if abs(year) > MAX_YEAR or not 1 <= month <= 12 or not 1 <= day <= days_in_month(year, month):
        raise Undefined(f"{year}-{month}-{day} is not a date")
    return WideDate(year, month, day)


def make_time(of_day: int, zone: tzinfo | None) -> Time:
    """Build a time from nanoseconds since midnight (0 ≤ of_day < one day)."""
    seconds, nanosecond = divmod(of_day, SECOND)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return Time(hour, minute, second, nanosecond, zone)


def days_in_month(year: int, month: int) -> int:
    """Give the length of a month in the proleptic Gregorian calendar."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def ordinal(day: AnyDate) -> int:
    """Count the day; 1 is 0001-01-01."""
    if isinstance(day, date):
        return day.toordinal()
    cycles, year = divmod(day.year - 1, _CYCLE_YEARS)
    return date(year + 1, day.month, day.day).toordinal() + cycles * _CYCLE_DAYS


def from_ordinal(count: int) -> AnyDate:
    """Turn a count of days back into a date."""
    if 1 <= count <= date.max.toordinal():
        return date.fromordinal(count)
    cycles, rest = divmod(count - 1, _CYCLE_DAYS)
    near = date.fromordinal(rest + 1)
    return make_date(near.year + cycles * _CYCLE_YEARS, near.month, near.day)


def date_of(moment: AnyDateTime) -> AnyDate:
    """Give the date part."""
    return moment.date if isinstance(moment, WideDateTime) else moment.date()


def time_of(moment: AnyDateTime) -> Time:
    """Give the time part, with its zone."""
    if isinstance(moment, WideDateTime):
        return moment.time
    return Time(moment.hour, moment.minute, moment.second, moment.microsecond * 1000, moment.tzinfo)


def combine(day: AnyDate, time: Time) -> AnyDateTime:
    """Join a date and a time; Python's datetime where it can hold both."""
    if isinstance(day, WideDate) or time.nanosecond % 1000 or not 1 < day.year < 9999:
        return WideDateTime(day, time)
    return datetime(
        day.year, day.month, day.day, time.hour, time.minute, time.second, time.nanosecond // 1000, tzinfo=time.zone
    )


def zone_of(moment: AnyDateTime) -> tzinfo | None:
    """Give the zone, or None for a local date and time."""
    return moment.time.zone if isinstance(moment, WideDateTime) else moment.tzinfo


def fixed_zone(seconds: int) -> tzinfo:
    """Give the zone with that offset, at most 18 hours."""
    if abs(seconds) > _LAST_OFFSET:
        raise Undefined("an offset is at most 18 hours")
    return timezone(timedelta(seconds=seconds)) if seconds else UTC


def offset_seconds(zone: tzinfo, day: AnyDate, of_day: int) -> int:
    """Give the offset of a zone at a local date and time; far years use the rules of a like year nearby."""
    near = day if isinstance(day, date) and 1 < day.year < 9999 else date(2000 + day.year % 400, day.month, day.day)
    midnight_there = datetime(near.year, near.month, near.day, tzinfo=zone)
    offset = zone.utcoffset(midnight_there + timedelta(microseconds=of_day // 1000))
    return 0 if offset is None else int(offset.total_seconds())


def moment_offset(moment: AnyDateTime) -> int | None:
    """Give the offset from UTC in seconds, None for a local one."""
    zone = zone_of(moment)
    return None if zone is None else offset_seconds(zone, date_of(moment), time_of(moment).of_day)


def time_offset(time: Time) -> int | None:
    """Give the offset of a time in seconds; a named zone counts without summer time."""
    return None if time.zone is None else offset_seconds(time.zone, date(2000, 1, 1), 0)


def instant(moment: AnyDateTime) -> int:
    """Count nanoseconds since the first day, in UTC; a local one counts as it stands."""
    local = ordinal(date_of(moment)) * DAY + time_of(moment).of_day
    return local - (moment_offset(moment) or 0) * SECOND


def time_value(time: Time) -> int:
    """Count nanoseconds since midnight UTC; a local one counts as it stands."""
    return time.of_day - (time_offset(time) or 0) * SECOND


def at_instant(count: int, zone: tzinfo | None) -> AnyDateTime:
    """Turn an instant back into a date and time in a zone."""
    if zone is None:
        days, of_day = divmod(count, DAY)
        return combine(from_ordinal(days), make_time(of_day, None))
    days, of_day = divmod(count, DAY)
    offset = _offset_at(zone, days, of_day)
    days, of_day = divmod(count + offset * SECOND, DAY)
    return combine(from_ordinal(days), make_time(of_day, zone))


def _offset_at(zone: tzinfo, days: int, of_day: int) -> int:
    near = days if 400 < days < 3_000_000 else 730_120 + days % _CYCLE_DAYS
    utc = datetime.fromordinal(near).replace(tzinfo=UTC) + timedelta(microseconds=of_day // 1000)
    offset = utc.astimezone(zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())


def add_months(day: AnyDate, months: int) -> AnyDate:
    """Move by calendar months; a day that is not in the month becomes its last (민법 제160조)."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return make_date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


def shift_date(day: AnyDate, duration: DaysDuration | YearsDuration) -> AnyDate:
    """Add a duration to a date; hours that fill no day are dropped towards the past."""
    if isinstance(duration, YearsDuration):
        return add_months(day, duration.months)
    return from_ordinal((ordinal(day) * DAY + duration.nanoseconds) // DAY)


def shift_moment(moment: AnyDateTime, duration: DaysDuration | YearsDuration) -> AnyDateTime:
    """Add a duration to a date and time; days and hours are added to the instant."""
    if isinstance(duration, YearsDuration):
        return combine(add_months(date_of(moment), duration.months), time_of(moment))
    return at_instant(instant(moment) + duration.nanoseconds, zone_of(moment))


def shift_time(time: Time, duration: DaysDuration) -> Time:
    """Add a duration to a time of day, round the clock."""
    return make_time((time.of_day + duration.nanoseconds) % DAY, time.zone)


def midnight(day: AnyDate) -> AnyDateTime:
    """Read a date as the standard does where a date and time is needed: midnight UTC."""
    return combine(day, Time(0, 0, 0, 0, UTC))
