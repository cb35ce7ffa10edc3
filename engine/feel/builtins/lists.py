"""Functions on lists (DMN 1.5, 10.3.4.4); places count from 1, or from the end with −1."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cmp_to_key

from engine.feel.builtins import arguments as want
from engine.feel.builtins.registry import builtin
from engine.feel.calls import call
from engine.feel.compare import equal, order
from engine.feel.environment import Run
from engine.feel.errors import Undefined
from engine.feel.values import Function, Value

_PLAIN = frozenset([type(None), bool, str, Decimal, date])


@builtin("list contains(list, element)")
def _list_contains(run: Run, items: Value, element: Value) -> bool:
    return has(want.listing(items), element, run)


def has(items: list[Value], element: Value, run: Run) -> bool:
    """Say whether an equal value is in the list."""
    run.tick(len(items))
    return any(equal(item, element, run) is True for item in items)


@builtin("count(list)")
def _count(run: Run, items: Value) -> Decimal:
    return Decimal(len(want.listing(items)))


def _extreme(run: Run, values: tuple[Value, ...], sign: int) -> Value:
    items = want.listing(values[0]) if len(values) == 1 else list(values)
    if not items:
        return None
    run.tick(len(items))
    best = items[0]
    for item in items:
        result = order(item, best)
        if result is None:
            raise Undefined("values that have no order")
        if result == sign:
            best = item
    return best


@builtin("min(list...)", required=1)
def _min(run: Run, *values: Value) -> Value:
    return _extreme(run, values, -1)


@builtin("max(list...)", required=1)
def _max(run: Run, *values: Value) -> Value:
    return _extreme(run, values, 1)


def _quantify(values: tuple[Value, ...], *, decisive: bool) -> bool | None:
    items = want.listing(values[0]) if len(values) == 1 else list(values)
    if any(item is decisive for item in items):
        return decisive
    for item in items:
        if item is not None and not isinstance(item, bool):
            raise Undefined("a value that is neither true nor false")
    return None if None in items else not decisive


@builtin("all(list...)", required=1)
def _all(run: Run, *values: Value) -> bool | None:
    return _quantify(values, decisive=False)


@builtin("any(list...)", required=1)
def _any(run: Run, *values: Value) -> bool | None:
    return _quantify(values, decisive=True)


@builtin("sublist(list, start position, length)", required=2)
def _sublist(run: Run, values: Value, start: Value, length: Value = None) -> list[Value]:
    items = want.listing(values)
    begin = _index(items, start)
    if length is None:
        return items[begin:]
    size = want.whole(length)
    if size < 1 or begin + size > len(items):
        raise Undefined("the list does not reach so far")
    return items[begin : begin + size]


def _index(items: list[Value], place: Value) -> int:
    wanted = want.whole(place)
    if wanted == 0 or abs(wanted) > len(items):
        raise Undefined(f"there is no item {wanted}")
    return wanted - 1 if wanted > 0 else len(items) + wanted


@builtin("append(list, item...)", required=1)
def _append(run: Run, items: Value, *more: Value) -> list[Value]:
    return run.items([*want.listing(items), *more])


@builtin("concatenate(list...)", required=1)
def _concatenate(run: Run, *lists: Value) -> list[Value]:
    result: list[Value] = []
    for items in lists:
        result = run.items([*result, *want.listing(items)])
    return result


@builtin("insert before(list, position, newItem)")
def _insert_before(run: Run, values: Value, position: Value, item: Value) -> list[Value]:
    items = want.listing(values)
    index = _index(items, position)
    return run.items([*items[:index], item, *items[index:]])


@builtin("remove(list, position)")
def _remove(run: Run, values: Value, position: Value) -> list[Value]:
    items = want.listing(values)
    index = _index(items, position)
    return [*items[:index], *items[index + 1 :]]


@builtin("list replace(list, position, newItem)")
def _list_replace_at(run: Run, values: Value, position: Value, item: Value) -> list[Value]:
    items = want.listing(values)
    if isinstance(position, Function):
        return [item if _chosen(position, old, item, run) else old for old in items]
    index = _index(items, position)
    return [*items[:index], item, *items[index + 1 :]]


def _chosen(match: Function, old: Value, item: Value, run: Run) -> bool:
    answer = call(match, [old, item], (), run)
    return answer is not None and want.boolean(answer)


@builtin("list replace(list, match, newItem)")
def _list_replace_where(run: Run, values: Value, match: Value, item: Value) -> list[Value]:
    return _list_replace_at(run, values, want.function(match), item)


@builtin("reverse(list)")
def _reverse(run: Run, items: Value) -> list[Value]:
    return want.listing(items)[::-1]


@builtin("index of(list, match)")
def _index_of(run: Run, items: Value, match: Value) -> list[Decimal]:
    values = want.listing(items)
    run.tick(len(values))
    return [Decimal(index) for index, item in enumerate(values, 1) if equal(item, match, run) is True]


@builtin("union(list...)", required=1)
def _union(run: Run, *lists: Value) -> list[Value]:
    return distinct(_concatenate(run, *lists), run)


@builtin("distinct values(list)")
def _distinct_values(run: Run, items: Value) -> list[Value]:
    return distinct(want.listing(items), run)


def distinct(items: list[Value], run: Run) -> list[Value]:
    """Keep the first of equal values; plain ones are told apart by hash."""
    kept: list[Value] = []
    others: list[Value] = []
    seen: set[tuple[type, Value]] = set()
    for item in items:
        run.tick()
        if type(item) in _PLAIN:
            key = (type(item), item)
            if key not in seen:
                seen.add(key)
                kept.append(item)
        elif not has(others, item, run):
            others.append(item)
            kept.append(item)
    return kept


@builtin("flatten(list)")
def _flatten(run: Run, items: Value) -> list[Value]:
    flat: list[Value] = []
    _flatten_into(flat, want.listing(items), run)
    return flat


def _flatten_into(flat: list[Value], items: list[Value], run: Run) -> None:
    for item in items:
        run.tick()
        if isinstance(item, list):
            _flatten_into(flat, item, run)
        else:
            flat.append(item)
    run.items(flat)


@builtin("sort(list, precedes)", required=1)
def _sort(run: Run, values: Value, precedes: Value = None) -> list[Value]:
    items = want.listing(values)
    if precedes is None:
        return sorted(items, key=cmp_to_key(_natural))
    before = want.function(precedes)

    def compare(left: Value, right: Value) -> int:
        if call(before, [left, right], (), run) is True:
            return -1
        return 1 if call(before, [right, left], (), run) is True else 0

    return sorted(items, key=cmp_to_key(compare))


def _natural(left: Value, right: Value) -> int:
    result = order(left, right)
    if result is None:
        raise Undefined("values that have no order")
    return result
