"""What an argument must be; a list of one is taken as its item where the item is wanted."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

from engine.feel.compare import kind
from engine.feel.errors import Undefined
from engine.feel.temporal import AnyDate, AnyDateTime
from engine.feel.values import DaysDuration, Function, Value, YearsDuration

T = TypeVar("T")


def single(value: Value) -> Value:
    """Take a list of one as its item."""
    return value[0] if type(value) is list and len(value) == 1 else value


def _wanted(value: Value, *kinds: str) -> Value:
    value = single(value)
    if kind(value) not in kinds:
        raise Undefined(f"a {kind(value)} where a {' or '.join(kinds)} is needed")
    return value


def number(value: Value) -> Decimal:
    """Want a number."""
    found: Decimal = _wanted(value, "number")
    return found


def whole(value: Value) -> int:
    """Want a number and drop what follows the point; beyond 18 digits is undefined."""
    found = number(value)
    if found.adjusted() > 17:
        raise Undefined("the number is too large")
    return int(found)


def string(value: Value) -> str:
    """Want a text."""
    found: str = _wanted(value, "string")
    return found


def boolean(value: Value) -> bool:
    """Want true or false."""
    found: bool = _wanted(value, "boolean")
    return found


def listing(value: Value) -> list[Value]:
    """Want a list; a single value is taken as a list of one, null is not."""
    if value is None:
        raise Undefined("null where a list is needed")
    return value if type(value) is list else [value]


def context(value: Value) -> dict[str, Value]:
    """Want a context."""
    found: dict[str, Value] = _wanted(value, "context")
    return found


def day(value: Value) -> AnyDate:
    """Want a date."""
    found: AnyDate = _wanted(value, "date")
    return found


def moment(value: Value) -> AnyDateTime:
    """Want a date and time."""
    found: AnyDateTime = _wanted(value, "date and time")
    return found


def days_duration(value: Value) -> DaysDuration:
    """Want a days and time duration."""
    found: DaysDuration = _wanted(value, "days and time duration")
    return found


def any_duration(value: Value) -> DaysDuration | YearsDuration:
    """Want a duration of either kind."""
    found: DaysDuration | YearsDuration = _wanted(value, "days and time duration", "years and months duration")
    return found


def function(value: Value) -> Function:
    """Want a function."""
    found: Function = _wanted(value, "function")
    return found
