"""Equality, order and membership as the standard's tables say: values of different kinds do not compare (null)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from engine.feel.environment import Run
from engine.feel.temporal import (
    Time,
    WideDate,
    WideDateTime,
    instant,
    ordinal,
    time_value,
    zone_of,
)
from engine.feel.values import Builtin, DaysDuration, Function, Range, Value, YearsDuration

_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    date: "date",
    WideDate: "date",
    Time: "time",
    datetime: "date and time",
    WideDateTime: "date and time",
    DaysDuration: "days and time duration",
    YearsDuration: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
    Function: "function",
    Builtin: "function",
}
_PLAIN = frozenset([Decimal, str, bool])
_ORDERED = frozenset(
    ["number", "string", "date", "time", "date and time", "days and time duration", "years and months duration"]
)


def kind(value: Value) -> str:
    """Name the FEEL kind of a value."""
    return _KINDS[type(value)]


def equal(left: Value, right: Value, run: Run) -> bool | None:
    """Compare by value; null where the kinds differ."""
    if type(left) is type(right) and type(left) in _PLAIN:
        return bool(left == right)
    left_kind, right_kind = _KINDS[type(left)], _KINDS[type(right)]
    if left_kind != right_kind:
        return False if left is None or right is None else None
    if left_kind == "list":
        run.tick(len(left))
        return len(left) == len(right) and all(
            equal(one, other, run) is True for one, other in zip(left, right, strict=True)
        )
    if left_kind == "context":
        run.tick(len(left))
        return left.keys() == right.keys() and all(equal(left[key], right[key], run) is True for key in left)
    if left_kind == "range":
        return _same_range(left, right, run)
    if left_kind == "function":
        return left is right
    if left_kind in ("date", "time", "date and time"):
        keys = temporal_keys(left, right)
        return keys is not None and keys[0] == keys[1]
    return bool(left == right)


def _same_range(left: Range, right: Range, run: Run) -> bool:
    return (
        (left.low_included, left.high_included) == (right.low_included, right.high_included)
        and equal(left.low, right.low, run) is True
        and equal(left.high, right.high, run) is True
    )


def temporal_keys(left: Value, right: Value) -> tuple[int, int] | None:
    """Give two whole numbers in the same order, None where only one of the two has a zone."""
    left_kind = _KINDS[type(left)]
    if left_kind == "date":
        return ordinal(left), ordinal(right)
    if left_kind == "time":
        if (left.zone is None) != (right.zone is None):
            return None
        return time_value(left), time_value(right)
    if (zone_of(left) is None) != (zone_of(right) is None):
        return None
    return instant(left), instant(right)


def order(left: Value, right: Value) -> int | None:
    """Give −1, 0 or 1; None where the two have no order."""
    left_kind = _KINDS[type(left)]
    if left_kind != _KINDS[type(right)] or left_kind not in _ORDERED:
        return None
    if left_kind in ("date", "time", "date and time"):
        keys = temporal_keys(left, right)
        if keys is None:
            return None
        left, right = keys
    result: int = (left > right) - (left < right)
    return result


def contains(interval: Range, value: Value) -> bool | None:
    """Say whether a value lies in an interval; None where it cannot be compared with its ends."""
    if interval.low is not None:
        low = order(value, interval.low)
        if low is None:
            return None
        if low < 0 or (low == 0 and not interval.low_included):
            return False
    if interval.high is not None:
        high = order(value, interval.high)
        if high is None:
            return None
        return high < 0 or (high == 0 and interval.high_included)
    return None if interval.low is None else True


def matches(value: Value, test: Value, run: Run) -> bool | None:
    """Say whether a value passes a test value: it is equal, it lies in the interval, or it is an item of the list."""
    if isinstance(test, Range) and not isinstance(value, Range):
        return contains(test, value)
    if isinstance(test, list):
        if isinstance(value, list) and equal(value, test, run) is True:
            return True
        run.tick(len(test))
        return any(_matches_item(value, item, run) for item in test)
    return equal(value, test, run)


def _matches_item(value: Value, item: Value, run: Run) -> bool:
    if isinstance(item, Range) and not isinstance(value, Range):
        return contains(item, value) is True
    return equal(value, item, run) is True
