"""Values as JSON and back, as Camunda 8.9 has it: what has no kind of its own in JSON, dates above all, is a text."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import NoReturn

from engine.feel.builtins import arguments as want
from engine.feel.builtins.registry import builtin
from engine.feel.decimals import CONTEXT
from engine.feel.environment import Run
from engine.feel.errors import Undefined
from engine.feel.text import to_text
from engine.feel.values import Value

#: Deeper lies no data of a case; whatever walks a value, storing it above all, could not follow for ever.
_DEEPEST = 100


@builtin("to json(value)")
def _to_json(run: Run, value: Value) -> str:
    return run.text(_written(value, run))


def _written(value: Value, run: Run) -> str:
    run.tick()
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, Decimal):
        return to_text(value, run)
    if isinstance(value, list):
        return run.text(f"[{','.join(_written(item, run) for item in value)}]")
    if isinstance(value, dict):
        entries = (f"{_quoted(name)}:{_written(item, run)}" for name, item in value.items())
        return run.text(f"{{{','.join(entries)}}}")
    return _quoted(to_text(value, run))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@builtin("from json(value)")
def _from_json(run: Run, value: Value) -> Value:
    text = want.string(value)
    run.tick(len(text) // 16)
    try:
        found = json.loads(text, parse_int=_number, parse_float=_number, parse_constant=_no_number)
    except (ValueError, ArithmeticError, RecursionError):
        raise Undefined("this is no JSON") from None
    _refuse_depth(found, _DEEPEST)
    return run.weigh(found)


def _refuse_depth(value: Value, levels: int) -> None:
    if not levels:
        raise Undefined(f"lists and contexts more than {_DEEPEST} inside one another")
    for part in value if type(value) is list else value.values() if type(value) is dict else ():
        _refuse_depth(part, levels - 1)


def _number(text: str) -> Decimal:
    return CONTEXT.create_decimal(text)


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)
