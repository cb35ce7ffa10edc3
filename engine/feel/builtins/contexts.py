"""Functions on contexts, and the little ones of logic (DMN 1.5, 10.3.4.2 and 10.3.4.11)."""

from __future__ import annotations

from engine.feel.builtins import arguments as want
from engine.feel.builtins.registry import builtin
from engine.feel.compare import equal, kind
from engine.feel.environment import Run
from engine.feel.errors import Undefined
from engine.feel.temporal import Time, WideDateTime, moment_offset, time_offset
from engine.feel.temporal_text import zone_name
from engine.feel.values import Value


@builtin("not(negand)")
def _not(run: Run, negand: Value) -> bool:
    return not want.boolean(negand)


@builtin("get value(m, key)")
def _get_value(run: Run, m: Value, key: Value) -> Value:
    values = want.context(m)
    if type(key) is list:
        return _get_deep(values, key)
    name = want.string(key)
    if name not in values:
        raise Undefined(f"there is no entry {name}")
    return values[name]


@builtin("get value(m, keys)")
def _get_value_by_keys(run: Run, m: Value, keys: Value) -> Value:
    return _get_deep(want.context(m), want.listing(keys))


@builtin("get value(context, key)")
def _get_value_of_context(run: Run, context: Value, key: Value) -> Value:
    return _get_value(run, context, key)


def _get_deep(value: Value, keys: list[Value]) -> Value:
    if not keys:
        raise Undefined("there are no keys")
    for key in keys:
        values = want.context(value)
        if want.string(key) not in values:
            raise Undefined(f"there is no entry {key}")
        value = values[key]
    return value


@builtin("get entries(m)")
def _get_entries(run: Run, m: Value) -> list[Value]:
    values = want.context(m)
    run.tick(len(values))
    return [{"key": name, "value": value} for name, value in values.items()]


@builtin("get entries(context)")
def _get_entries_of_context(run: Run, context: Value) -> list[Value]:
    return _get_entries(run, context)


@builtin("context(entries)")
def _context(run: Run, entries: Value) -> dict[str, Value]:
    result: dict[str, Value] = {}
    for entry in run.items(want.listing(entries)):
        values = want.context(entry)
        if "key" not in values or "value" not in values:
            raise Undefined("an entry has a key and a value")
        name = want.string(values["key"])
        if name in result:
            raise Undefined(f"there are two entries {name}")
        result[name] = values["value"]
    return result


@builtin("context put(context, key, value)")
def _context_put(run: Run, context: Value, key: Value, value: Value) -> dict[str, Value]:
    if type(key) is list:
        return _put_deep(run, context, key, value)
    values = want.context(context)
    run.tick(len(values))
    return {**values, want.string(key): value}


@builtin("context put(context, keys, value)")
def _context_put_by_keys(run: Run, context: Value, keys: Value, value: Value) -> dict[str, Value]:
    return _put_deep(run, context, want.listing(keys), value)


def _put_deep(run: Run, context: Value, keys: list[Value], value: Value) -> dict[str, Value]:
    if not keys:
        raise Undefined("there are no keys")
    values, name = want.context(context), want.string(keys[0])
    run.tick(len(values))
    if len(keys) == 1:
        return {**values, name: value}
    inner = values.get(name)
    return {**values, name: run.enter(lambda: _put_deep(run, {} if inner is None else inner, keys[1:], value))}


@builtin("context merge(contexts)")
def _context_merge(run: Run, contexts: Value) -> dict[str, Value]:
    result: dict[str, Value] = {}
    for context in want.listing(contexts):
        values = want.context(context)
        run.tick(len(values))
        result.update(values)
    return result


@builtin("is(value1, value2)")
def _is(run: Run, value1: Value, value2: Value) -> bool:
    if kind(value1) != kind(value2):
        return False
    if kind(value1) in ("time", "date and time") and _zone(value1) != _zone(value2):
        return False
    return equal(value1, value2, run) is True


def _zone(value: Value) -> tuple[str | None, int | None]:
    if isinstance(value, Time):
        return zone_name(value.zone), time_offset(value)
    return zone_name(value.time.zone if isinstance(value, WideDateTime) else value.tzinfo), moment_offset(value)
