"""Between Python's values, FEEL's and JSON's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from uuid import UUID

from engine.feel.decimals import CONTEXT
from engine.feel.temporal import Time, WideDate, WideDateTime
from engine.feel.text import scalar_text
from engine.feel.values import DaysDuration, Function, Range, Value, YearsDuration

NATIVE = frozenset(
    [type(None), bool, str, Decimal, date, datetime, WideDate, Time, WideDateTime, DaysDuration, YearsDuration, Range]
)


class NotAFeelValue(TypeError):
    """A Python value that FEEL has no kind for."""


def to_feel(value: object) -> Value:
    """Turn a Python value into FEEL's: int, float (by its shortest decimal), UUID, tuple, set, timedelta, Enum.

    A list or context of which nothing has to change is given back as it is. Unknown types are refused.
    """
    if type(value) in NATIVE:
        return _finite(value) if type(value) is Decimal else value
    if isinstance(value, list | tuple):
        items = [to_feel(item) for item in value]
        same = type(value) is list and all(new is old for new, old in zip(items, value, strict=True))
        return value if same else items
    if isinstance(value, Mapping):
        return _context(value)
    return _scalar(value)


def _context(value: Mapping[object, object]) -> Value:
    if not all(isinstance(key, str) for key in value):
        raise NotAFeelValue("the names of a context are texts")
    entries = {str(key): to_feel(item) for key, item in value.items()}
    same = type(value) is dict and all(entries[str(key)] is item for key, item in value.items())
    return value if same else entries


def _scalar(value: object) -> Value:  # noqa: C901 - one line for each kind
    if isinstance(value, Enum):
        return to_feel(value.value)
    if isinstance(value, Function):
        return value
    if isinstance(value, int):
        return CONTEXT.create_decimal(value)
    if isinstance(value, float):
        return _finite(CONTEXT.create_decimal(repr(value)))
    if isinstance(value, Decimal):
        return _finite(Decimal(value))
    if isinstance(value, str | UUID):
        return str(value) if isinstance(value, UUID) else "".join(value)
    if isinstance(value, timedelta):
        return DaysDuration((value // timedelta(microseconds=1)) * 1000)
    if isinstance(value, time):
        return Time(value.hour, value.minute, value.second, value.microsecond * 1000, value.tzinfo)
    if isinstance(value, datetime):
        return datetime.combine(value.date(), value.timetz())
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if isinstance(value, set | frozenset):
        return [to_feel(item) for item in value]
    raise NotAFeelValue(f"{type(value).__name__} is not a FEEL value")


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise NotAFeelValue("a number must be finite")
    return number


def to_json(value: Value) -> object:
    """Give what ``json.dumps`` takes: whole numbers as int, others as float-free text-exact numbers where they fit.

    Numbers with a fraction become text in FEEL's notation when a float would not give them back exactly. Dates, times
    and durations become text, intervals their three parts, functions their name.
    """
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Decimal):
        return _json_number(value)
    if isinstance(value, list):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {name: to_json(item) for name, item in value.items()}
    if isinstance(value, Range):
        ends = {"start": to_json(value.low), "end": to_json(value.high)}
        return {**ends, "start included": value.low_included, "end included": value.high_included}
    return f"function {value.name}" if isinstance(value, Function) else scalar_text(value)


def _json_number(number: Decimal) -> object:
    if number == number.to_integral_value() and number.adjusted() < 18:
        return int(number)
    near = float(number)
    return near if Decimal(repr(near)) == number else scalar_text(number)
