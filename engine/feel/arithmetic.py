"""What + − * / ** mean for each pair of kinds (DMN 1.5, tables 57–60)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal

from engine.feel.decimals import CONTEXT, WIDE, power
from engine.feel.environment import Run
from engine.feel.errors import Undefined
from engine.feel.temporal import (
    DAY,
    MAX_YEAR,
    Time,
    WideDate,
    WideDateTime,
    instant,
    midnight,
    ordinal,
    shift_date,
    shift_moment,
    shift_time,
    time_value,
    zone_of,
)
from engine.feel.values import DaysDuration, Value, YearsDuration

_DATES = (WideDate, date)
_MOMENTS = (datetime, WideDateTime)
_DURATIONS = (DaysDuration, YearsDuration)
_LONGEST_DAYS = 2 * MAX_YEAR * 366 * DAY
_LONGEST_MONTHS = 24 * MAX_YEAR


def add(left: Value, right: Value, run: Run) -> Value:
    """Add: texts are joined, durations move dates and times."""
    if type(left) is str and type(right) is str:
        return run.text(left + right)
    if isinstance(left, _DURATIONS):
        if isinstance(right, _DURATIONS):
            return _join(left, right, 1)
        return _shift(right, left)
    return _shift(left, right)


def subtract(left: Value, right: Value, run: Run) -> Value:
    """Subtract: two points in time give a duration."""
    if isinstance(right, _DURATIONS):
        if isinstance(left, _DURATIONS):
            return _join(left, right, -1)
        return _shift(left, negate(right))
    return _between(left, right)


def multiply(left: Value, right: Value, run: Run) -> Value:
    """Multiply a duration by a number, either way round."""
    if isinstance(right, _DURATIONS):
        left, right = right, left
    if isinstance(left, _DURATIONS) and type(right) is Decimal:
        return _times(left, right, WIDE.multiply)
    raise Undefined


def divide(left: Value, right: Value, run: Run) -> Value:
    """Divide a duration by a number, or by a duration of its kind (giving a number)."""
    if isinstance(left, _DURATIONS):
        if type(right) is Decimal:
            return _times(left, right, CONTEXT.divide)
        if isinstance(right, type(left)):
            return CONTEXT.divide(Decimal(_amount(left)), Decimal(_amount(right)))
    raise Undefined


def raise_to(left: Value, right: Value, run: Run) -> Value:
    """Raise a number to a power."""
    if type(left) is Decimal and type(right) is Decimal:
        return power(left, right)
    raise Undefined


def negate(value: Value) -> Value:
    """Turn a number or a duration round."""
    if type(value) is Decimal:
        return value.copy_negate() if value else value
    if isinstance(value, DaysDuration):
        return DaysDuration(-value.nanoseconds)
    if isinstance(value, YearsDuration):
        return YearsDuration(-value.months)
    raise Undefined


def _amount(duration: DaysDuration | YearsDuration) -> int:
    return duration.months if isinstance(duration, YearsDuration) else duration.nanoseconds


def make_duration(like: DaysDuration | YearsDuration, amount: int) -> DaysDuration | YearsDuration:
    """Build a duration of the same kind, refusing what is longer than all years there are."""
    most = _LONGEST_MONTHS if isinstance(like, YearsDuration) else _LONGEST_DAYS
    if abs(amount) > most:
        raise Undefined
    return YearsDuration(amount) if isinstance(like, YearsDuration) else DaysDuration(amount)


def _join(left: Value, right: Value, sign: int) -> Value:
    if type(left) is not type(right):
        raise Undefined
    return make_duration(left, _amount(left) + sign * _amount(right))


def _times(duration: Value, number: Decimal, operation: Callable[[Decimal, Decimal], Decimal]) -> Value:
    result = operation(Decimal(_amount(duration)), number)
    if result.adjusted() > 30:
        raise Undefined
    rounding = ROUND_DOWN if isinstance(duration, YearsDuration) else ROUND_HALF_EVEN
    return make_duration(duration, int(result.to_integral_value(rounding)))


def _shift(point: Value, duration: Value) -> Value:
    if isinstance(duration, _DURATIONS):
        if isinstance(point, _MOMENTS):
            return shift_moment(point, duration)
        if isinstance(point, _DATES):
            return shift_date(point, duration)
        if isinstance(point, Time) and isinstance(duration, DaysDuration):
            return shift_time(point, duration)
    raise Undefined


def _between(left: Value, right: Value) -> Value:
    if isinstance(left, Time) and isinstance(right, Time):
        if (left.zone is None) == (right.zone is None):
            return DaysDuration(time_value(left) - time_value(right))
        raise Undefined
    moments = isinstance(left, _MOMENTS), isinstance(right, _MOMENTS)
    dates = not moments[0] and isinstance(left, _DATES), not moments[1] and isinstance(right, _DATES)
    if all(dates):
        return DaysDuration((ordinal(left) - ordinal(right)) * DAY)
    if not (moments[0] or dates[0]) or not (moments[1] or dates[1]):
        raise Undefined
    left, right = (midnight(left) if dates[0] else left), (midnight(right) if dates[1] else right)
    if (zone_of(left) is None) != (zone_of(right) is None):
        raise Undefined
    return DaysDuration(instant(left) - instant(right))


OPERATORS: dict[str, Callable[[Value, Value, Run], Value]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": raise_to,
}
