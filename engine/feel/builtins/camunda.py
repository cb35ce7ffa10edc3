"""Functions that Camunda 8's FEEL has beside the standard's, so that diagrams and tables drawn there mean the same."""

from __future__ import annotations

from base64 import b64decode, b64encode
from calendar import monthrange
from datetime import date

from engine.feel.builtins import arguments as want
from engine.feel.builtins.lists import has
from engine.feel.builtins.registry import builtin
from engine.feel.builtins.temporal import day_of
from engine.feel.environment import Run
from engine.feel.errors import Undefined
from engine.feel.temporal import WideDate
from engine.feel.values import Value


@builtin("is defined(value)")
def _is_defined(run: Run, value: Value) -> bool:
    return value is not None


@builtin("get or else(value, default)")
def _get_or_else(run: Run, value: Value, default: Value) -> Value:
    return default if value is None else value


@builtin("assert(value, condition, cause)", required=2)
def _assert(run: Run, value: Value, condition: Value, cause: Value = None) -> Value:
    if condition is not True:
        raise Undefined("an assertion does not hold" if cause is None else want.string(cause))
    return value


@builtin("is blank(string)")
def _is_blank(run: Run, text: Value) -> bool:
    return not want.string(text).strip()


@builtin("to base64(value)")
def _to_base64(run: Run, value: Value) -> str:
    return run.text(b64encode(want.string(value).encode()).decode())


@builtin("from base64(value)")
def _from_base64(run: Run, value: Value) -> str:
    try:
        return b64decode(want.string(value), validate=True).decode()
    except ValueError:
        raise Undefined("this is no text in base64") from None


@builtin("is empty(list)")
def _is_empty(run: Run, items: Value) -> bool:
    return not want.listing(items)


@builtin("duplicate values(list)")
def _duplicate_values(run: Run, items: Value) -> list[Value]:
    """What stands more than once, in the order of its first place."""
    seen: list[Value] = []
    twice: list[Value] = []
    for item in run.items(want.listing(items)):
        (twice if has(seen, item, run) else seen).append(item)
    return [item for item in seen if has(twice, item, run)]


@builtin("partition(list, size)")
def _partition(run: Run, items: Value, size: Value) -> list[Value]:
    values, step = want.listing(items), want.whole(size)
    if step < 1:
        raise Undefined("a part holds at least one item")
    run.tick(len(values))
    return [values[start : start + step] for start in range(0, len(values), step)]


@builtin("last day of month(date)")
def _last_day_of_month(run: Run, day: Value) -> Value:
    found = day_of(day)
    if isinstance(found, date):
        return found.replace(day=monthrange(found.year, found.month)[1])
    like = 2000 + found.year % 400  # the calendar comes round every 400 years
    return WideDate(found.year, found.month, monthrange(like, found.month)[1])
