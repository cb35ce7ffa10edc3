"""From text and parts to values, and back to text (DMN 1.5, 10.3.4.1)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, tzinfo
from decimal import Decimal

from engine.feel.builtins import arguments as want
from engine.feel.builtins.registry import builtin
from engine.feel.decimals import CONTEXT
from engine.feel.environment import Run
from engine.feel.errors import Undefined
from engine.feel.temporal import (
    SECOND,
    AnyDate,
    AnyDateTime,
    Time,
    WideDate,
    WideDateTime,
    at_instant,
    combine,
    date_of,
    fixed_zone,
    instant,
    make_date,
    midnight,
    time_of,
)
from engine.feel.temporal_text import parse_date, parse_date_time, parse_duration, parse_time, parse_zone
from engine.feel.text import to_text
from engine.feel.values import DaysDuration, Value, YearsDuration

_PLAIN = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_GROUPS = (" ", ",", ".")


@builtin("date(from)")
def _date(run: Run, value: Value) -> AnyDate:
    value = want.single(value)
    if isinstance(value, str):
        return parse_date(value)
    if isinstance(value, datetime | WideDateTime):
        return date_of(value)
    return want.day(value)


@builtin("date(year, month, day)")
def _date_of_parts(run: Run, year: Value, month: Value, day: Value) -> AnyDate:
    return make_date(_part(year), _part(month), _part(day))


def _part(value: Value) -> int:
    """Read a part of a date or time: a whole number."""
    number = want.number(value)
    if number != number.to_integral_value():
        raise Undefined(f"{number} is not a whole number")
    return want.whole(number)


@builtin("date and time(from)")
def _date_and_time(run: Run, value: Value) -> AnyDateTime:
    value = want.single(value)
    if isinstance(value, str):
        return parse_date_time(value)
    if isinstance(value, datetime | WideDateTime):
        return value
    return midnight(want.day(value))


@builtin("date and time(date, time)")
def _date_and_time_joined(run: Run, day: Value, time: Value) -> AnyDateTime:
    day, time = want.single(day), want.single(time)
    if isinstance(day, datetime | WideDateTime):
        if isinstance(time, str):
            return _in_zone(run, day, time)
        day = date_of(day)
    if not isinstance(day, date | WideDate) or not isinstance(time, Time):
        raise Undefined("a date and a time are needed")
    return combine(day, time)


@builtin("date and time(date, timezone)")
def _date_and_time_in_zone(run: Run, day: Value, timezone: Value) -> AnyDateTime:
    return _in_zone(run, want.moment(day), want.string(timezone))


def _in_zone(run: Run, moment: AnyDateTime, name: str) -> AnyDateTime:
    """Tell what the clocks of another zone show at a moment; one without a zone is meant as it is here."""
    time = time_of(moment)
    here = time if time.zone is not None else replace(time, zone=run.environment.zone)
    zone = parse_zone(name if name in ("Z", "z") or name.startswith(("+", "-")) else f"@{name}")
    return at_instant(instant(combine(date_of(moment), here)), zone)


@builtin("date and time(year, month, day, hour, minute, second, offset)", required=6)
def _date_and_time_of_parts(run: Run, *parts: Value) -> AnyDateTime:
    day = make_date(_part(parts[0]), _part(parts[1]), _part(parts[2]))
    zone = parts[6] if len(parts) > 6 else None
    if isinstance(zone, str):
        return combine(day, _clock(parts[3], parts[4], parts[5], parse_zone(f"@{zone}")))
    return combine(day, _clock(parts[3], parts[4], parts[5], _offset(zone)))


@builtin("date and time(year, month, day, hour, minute, second, hour offset)")
def _date_and_time_with_hours(run: Run, *parts: Value) -> AnyDateTime:
    hours = want.number(parts[6])
    offset = DaysDuration(int(hours * 3600) * SECOND)
    return _date_and_time_of_parts(run, *parts[:6], offset)


@builtin("date and time(year, month, day, hour, minute, second, timezone)")
def _date_and_time_with_zone(run: Run, *parts: Value) -> AnyDateTime:
    return _date_and_time_of_parts(run, *parts[:6], want.string(parts[6]))


@builtin("time(from)")
def _time(run: Run, value: Value) -> Time:
    value = want.single(value)
    if isinstance(value, str):
        return parse_time(value.removeprefix("T"))  # ISO 8601's mark, which Camunda's examples write
    if isinstance(value, Time):
        return value
    if isinstance(value, datetime | WideDateTime):
        return time_of(value)
    return time_of(midnight(want.day(value)))


@builtin("time(hour, minute, second, offset)", required=3)
def _time_of_parts(run: Run, *parts: Value) -> Time:
    return _clock(parts[0], parts[1], parts[2], _offset(parts[3] if len(parts) > 3 else None))


def _clock(hour: Value, minute: Value, second: Value, zone: tzinfo | None) -> Time:
    hours, minutes, seconds = _part(hour), _part(minute), want.number(second)
    if not (0 <= hours < 24 and 0 <= minutes < 60 and 0 <= seconds < 60):
        raise Undefined("there is no such time")
    nanoseconds = int(seconds * SECOND)
    return Time(hours, minutes, nanoseconds // SECOND, nanoseconds % SECOND, zone)


def _offset(value: Value) -> tzinfo | None:
    if value is None:
        return None
    if isinstance(value, Decimal):
        return fixed_zone(int(value * 3600))
    return fixed_zone(want.days_duration(value).nanoseconds // SECOND)


@builtin("number(from, grouping separator, decimal separator)", required=1)
def _number(run: Run, *values: Value) -> Decimal:
    text = want.string(values[0])
    grouping, point = (*values[1:], None, None)[:2]
    if grouping is not None and grouping not in _GROUPS:
        raise Undefined("the grouping separator is a space, a comma or a point")
    if point is not None and (point not in _GROUPS[1:] or point == grouping):
        raise Undefined("the decimal separator is a point or a comma, and not the grouping separator")
    if grouping is not None:
        text = text.replace(grouping, "")
    if point is not None:
        text = text.replace(point, ".")
    if not _PLAIN.fullmatch(text):
        raise Undefined("this is not a number")
    return CONTEXT.create_decimal(text)


@builtin("string(from)")
def _string(run: Run, value: Value) -> str | None:
    return None if value is None else to_text(value, run)


@builtin("duration(from)")
def _duration(run: Run, value: Value) -> DaysDuration | YearsDuration:
    value = want.single(value)
    return parse_duration(value) if isinstance(value, str) else want.any_duration(value)


@builtin("years and months duration(from, to)")
def _years_and_months_duration(run: Run, start: Value, end: Value) -> YearsDuration:
    first, last = _day_of(start), _day_of(end)
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return YearsDuration(months)


def _day_of(value: Value) -> AnyDate:
    value = want.single(value)
    return date_of(value) if isinstance(value, datetime | WideDateTime) else want.day(value)
