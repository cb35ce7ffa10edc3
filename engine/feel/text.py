"""Any value as text, the way FEEL writes it."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

from engine.feel import decimals
from engine.feel.environment import Run
from engine.feel.temporal import Time, WideDate, WideDateTime
from engine.feel.temporal_text import date_text, date_time_text, duration_text, time_text
from engine.feel.values import Function, Range, Value


def scalar_text(value: Value) -> str:
    """Write a number, date, time or duration."""
    if isinstance(value, Decimal):
        return decimals.text(value)
    if isinstance(value, datetime | WideDateTime):
        return date_time_text(value)
    if isinstance(value, date | WideDate):
        return date_text(value)
    if isinstance(value, Time):
        return time_text(value)
    return duration_text(value)


def to_text(value: Value, run: Run) -> str:
    """Write a value as ``string()`` does; texts inside lists and contexts stand in quotes."""
    return value if isinstance(value, str) else run.text(_inner(value, run))


def _inner(value: Value, run: Run) -> str:
    run.tick()
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return run.text(f"[{', '.join(_inner(item, run) for item in value)}]")
    if isinstance(value, dict):
        entries = (f"{_key(name)}: {_inner(item, run)}" for name, item in value.items())
        return run.text(f"{{{', '.join(entries)}}}")
    if isinstance(value, Range):
        return _range(value, run)
    return f"function {value.name}" if isinstance(value, Function) else scalar_text(value)


def _key(name: str) -> str:
    return name if name.replace(" ", "").replace("_", "").isalnum() else json.dumps(name, ensure_ascii=False)


def _range(interval: Range, run: Run) -> str:
    if interval.low is None:
        return f"{'<=' if interval.high_included else '<'} {_inner(interval.high, run)}"
    if interval.high is None:
        return f"{'>=' if interval.low_included else '>'} {_inner(interval.low, run)}"
    opening, closing = "[" if interval.low_included else "(", "]" if interval.high_included else ")"
    return f"{opening}{_inner(interval.low, run)}..{_inner(interval.high, run)}{closing}"
