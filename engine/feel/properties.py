"""The properties of temporal values and intervals (DMN 1.5, table 65)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from engine.feel.temporal import DAY, SECOND, AnyDate, date_of, moment_offset, ordinal, time_of, time_offset, zone_of
from engine.feel.temporal_text import zone_name
from engine.feel.values import DaysDuration, Value, YearsDuration


def weekday(day: AnyDate) -> Decimal:
    """Give 1 for Monday to 7 for Sunday."""
    return Decimal((ordinal(day) - 1) % 7 + 1)


def _offset(seconds: int | None) -> DaysDuration | None:
    return None if seconds is None else DaysDuration(seconds * SECOND)


def _part(duration: DaysDuration, unit: int, size: int) -> Decimal:
    amount = abs(duration.nanoseconds) // unit % size
    return Decimal(-amount if duration.nanoseconds < 0 else amount)


def _seconds(duration: DaysDuration) -> Decimal:
    amount = Decimal(abs(duration.nanoseconds) % (60 * SECOND)) / SECOND
    return -amount if duration.nanoseconds < 0 else amount


def _months(duration: YearsDuration, *, years: bool) -> Decimal:
    amount = abs(duration.months) // 12 if years else abs(duration.months) % 12
    return Decimal(-amount if duration.months < 0 else amount)


def _second(value: Value) -> Decimal:
    time = time_of(value)
    return Decimal(time.second) + Decimal(time.nanosecond) / SECOND


_NO_SIZE = 10**30
PROPERTIES: dict[tuple[str, str], Callable[[Value], Value]] = {
    ("date", "year"): lambda value: Decimal(value.year),
    ("date", "month"): lambda value: Decimal(value.month),
    ("date", "day"): lambda value: Decimal(value.day),
    ("date", "weekday"): weekday,
    ("date and time", "year"): lambda value: Decimal(date_of(value).year),
    ("date and time", "month"): lambda value: Decimal(date_of(value).month),
    ("date and time", "day"): lambda value: Decimal(date_of(value).day),
    ("date and time", "weekday"): lambda value: weekday(date_of(value)),
    ("date and time", "hour"): lambda value: Decimal(time_of(value).hour),
    ("date and time", "minute"): lambda value: Decimal(time_of(value).minute),
    ("date and time", "second"): _second,
    ("date and time", "time offset"): lambda value: _offset(moment_offset(value)),
    ("date and time", "timezone"): lambda value: zone_name(zone_of(value)),
    ("time", "hour"): lambda value: Decimal(value.hour),
    ("time", "minute"): lambda value: Decimal(value.minute),
    ("time", "second"): lambda value: Decimal(value.second) + Decimal(value.nanosecond) / SECOND,
    ("time", "time offset"): lambda value: _offset(time_offset(value)),
    ("time", "timezone"): lambda value: zone_name(value.zone),
    ("years and months duration", "years"): lambda value: _months(value, years=True),
    ("years and months duration", "months"): lambda value: _months(value, years=False),
    ("days and time duration", "days"): lambda value: _part(value, DAY, _NO_SIZE),
    ("days and time duration", "hours"): lambda value: _part(value, 3600 * SECOND, 24),
    ("days and time duration", "minutes"): lambda value: _part(value, 60 * SECOND, 60),
    ("days and time duration", "seconds"): _seconds,
    ("range", "start"): lambda value: value.low,
    ("range", "end"): lambda value: value.high,
    ("range", "start included"): lambda value: value.low_included,
    ("range", "end included"): lambda value: value.high_included,
}
