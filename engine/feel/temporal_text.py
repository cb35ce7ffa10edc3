"""Dates, times and durations as text: ISO 8601 as XML Schema and the standard narrow it, and back."""

from __future__ import annotations

import re
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo

from engine.feel.errors import Undefined
from engine.feel.temporal import (
    DAY,
    SECOND,
    AnyDate,
    AnyDateTime,
    Time,
    combine,
    date_of,
    fixed_zone,
    make_date,
    time_of,
)
from engine.feel.values import DaysDuration, YearsDuration

_DATE = re.compile(r"(-?)(\d{4}|[1-9]\d{4,8})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(.*)", re.ASCII | re.DOTALL)
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)(?::(\d\d))?", re.ASCII)
_ZONE = re.compile(r"@([A-Za-z][A-Za-z0-9_+\-]*(?:/[A-Za-z0-9_+\-]+)*)", re.ASCII)
_JAVA_ZONE = re.compile(r"(?:[Zz]|[+-]\d\d:\d\d)?\[([^\[\]]+)\]", re.ASCII)
_DAYS = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?", re.ASCII)
_YEARS = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?", re.ASCII)
_LONGEST = 60


def parse_date(text: str) -> AnyDate:
    """Read ``YYYY-MM-DD``; a year of more than four digits has no leading zero."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise Undefined(f"{text[:_LONGEST]!r} is not a date")
    sign, year, month, day = match.groups()
    return make_date(-int(year) if sign else int(year), int(month), int(day))


def parse_zone(text: str) -> tzinfo | None:
    """Read nothing, ``Z``, ``+09:00``, ``@Asia/Seoul`` or, as Camunda writes it, ``+09:00[Asia/Seoul]``."""
    if not text:
        return None
    java = _JAVA_ZONE.fullmatch(text)
    if java is not None:
        return _named_zone(f"@{java[1]}")
    if text in ("Z", "z"):
        return UTC
    offset = _OFFSET.fullmatch(text)
    if offset is not None:
        sign, hours, minutes, seconds = offset.groups()
        if int(minutes) > 59 or int(seconds or 0) > 59:
            raise Undefined(f"{text!r} is not an offset")
        total = int(hours) * 3600 + int(minutes) * 60 + int(seconds or 0)
        return fixed_zone(-total if sign == "-" else total)
    return _named_zone(text)


def _named_zone(text: str) -> tzinfo:
    named = _ZONE.fullmatch(text)
    if named is None:
        raise Undefined(f"{text[:_LONGEST]!r} is not a zone")
    try:
        return ZoneInfo(named[1])
    except (KeyError, ValueError, OSError) as error:
        raise Undefined(f"there is no zone {named[1][:_LONGEST]!r}") from error


def parse_time(text: str) -> Time:
    """Read ``HH:MM`` or ``HH:MM:SS``, with a fraction and a zone if they are there."""
    match = _TIME.fullmatch(text)
    if match is None:
        raise Undefined(f"{text[:_LONGEST]!r} is not a time")
    hour, minute, second, fraction, zone = match.groups()
    if int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59:
        raise Undefined(f"{text[:_LONGEST]!r} is not a time")
    return Time(int(hour), int(minute), int(second or 0), _nanoseconds(fraction), parse_zone(zone))


def _nanoseconds(fraction: str | None) -> int:
    return int((fraction or "0")[:9].ljust(9, "0"))


def parse_date_time(text: str) -> AnyDateTime:
    """Read a date, ``T`` and a time; a date alone is its midnight, local."""
    day, mark, time = text.partition("T")
    if not mark:
        return combine(parse_date(day), Time(0, 0, 0))
    return combine(parse_date(day), parse_time(time))


def parse_duration(text: str) -> DaysDuration | YearsDuration:
    """Read ``P1DT2H`` or ``P1Y2M``; the two kinds do not mix."""
    if len(text) > _LONGEST:
        raise Undefined("the duration is too long")
    years = _YEARS.fullmatch(text)
    if years is not None and (years[2] or years[3]):
        months = int(years[2] or 0) * 12 + int(years[3] or 0)
        return YearsDuration(-months if years[1] else months)
    match = _DAYS.fullmatch(text)
    if match is None or not any(match.groups()[1:]):
        raise Undefined(f"{text!r} is not a duration")
    sign, days, hours, minutes, seconds, fraction = match.groups()
    total = ((int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    nanoseconds = total * SECOND + _nanoseconds(fraction or None)
    return DaysDuration(-nanoseconds if sign else nanoseconds)


def parse_any(text: str) -> AnyDate | Time | AnyDateTime | DaysDuration | YearsDuration:
    """Read an ``@"…"`` literal: whatever of the temporal kinds it is."""
    if text.lstrip("-").startswith("P"):
        return parse_duration(text)
    if "T" in text.partition("@")[0]:
        return parse_date_time(text)
    return parse_time(text) if ":" in text[:3] else parse_date(text)


def date_text(day: AnyDate) -> str:
    """Write a date; a year has at least four digits."""
    sign = "-" if day.year < 0 else ""
    return f"{sign}{abs(day.year):04d}-{day.month:02d}-{day.day:02d}"


def time_text(time: Time) -> str:
    """Write a time with its zone, a named one as ``@Area/City``."""
    text = f"{time.hour:02d}:{time.minute:02d}:{time.second:02d}"
    if time.nanosecond:
        text += f".{time.nanosecond:09d}".rstrip("0")
    return text + zone_text(time.zone)


def zone_text(zone: tzinfo | None) -> str:
    """Write a zone as it follows a time: nothing, ``Z``, ``+09:00`` or ``@Asia/Seoul``."""
    if zone is None:
        return ""
    name = zone_name(zone)
    if name is not None:
        return f"@{name}"
    offset = zone.utcoffset(None)
    seconds = 0 if offset is None else int(offset.total_seconds())
    if not seconds:
        return "Z"
    hours, rest = divmod(abs(seconds), 3600)
    text = f"{'-' if seconds < 0 else '+'}{hours:02d}:{rest // 60:02d}"
    return f"{text}:{rest % 60:02d}" if rest % 60 else text


def zone_name(zone: tzinfo | None) -> str | None:
    """Give the name of a named zone, None for offsets."""
    return zone.key if isinstance(zone, ZoneInfo) else None


def date_time_text(moment: AnyDateTime) -> str:
    """Write a date and time."""
    return f"{date_text(date_of(moment))}T{time_text(time_of(moment))}"


def duration_text(duration: DaysDuration | YearsDuration) -> str:
    """Write a duration in its shortest form: ``P1DT1H``, ``P1Y2M``, ``PT0S``, ``P0M``."""
    if isinstance(duration, YearsDuration):
        years, months = divmod(abs(duration.months), 12)
        parts = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return f"{'-' if duration.months < 0 else ''}P{parts or '0M'}"
    sign = "-" if duration.nanoseconds < 0 else ""
    days, rest = divmod(abs(duration.nanoseconds), DAY)
    time = make_clock(rest)
    if not days and not time:
        return "PT0S"
    return f"{sign}P{f'{days}D' if days else ''}{f'T{time}' if time else ''}"


def make_clock(nanoseconds: int) -> str:
    """Write the part of a duration after T, empty for nothing."""
    seconds, fraction = divmod(nanoseconds, SECOND)
    hours, rest = divmod(seconds, 3600)
    minutes, second = divmod(rest, 60)
    last = f"{second}.{fraction:09d}".rstrip("0") if fraction else f"{second or ''}"
    return (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + (f"{last}S" if last else "")
