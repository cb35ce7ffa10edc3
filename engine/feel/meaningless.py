"""Constants that mean nothing: a written date, time or duration that there is none of is null whenever it is used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from engine.feel.environment import Environment
from engine.feel.expression import Expression
from engine.feel.freenames import bound_names, walk
from engine.feel.nodes import Invalid, Invocation, Literal, Name, Node

_NOW = Environment(now=datetime(2026, 1, 5, tzinfo=UTC))
#: What reads the text it is given, and gives null where it cannot.
_READERS = frozenset({"date", "time", "date and time", "duration"})


def wrong_constants(node: Node) -> Iterator[str]:
    """Say of each constant in an expression that means nothing what is wrong with it."""
    bound = bound_names(node)
    for current in walk(node):
        if isinstance(current, Invalid):
            yield current.message
        elif isinstance(current, Invocation) and isinstance(current.function, Name):
            name, text = current.function.name, _only_text(current)
            if name in _READERS - bound and text is not None and _value(current) is None:
                yield f'{name}("{text}") is null'


def _only_text(call: Invocation) -> str | None:
    """The text that is the only argument of a call, where it is written out."""
    if len(call.arguments) != 1 or not isinstance(call.arguments[0], Literal):
        return None
    value = call.arguments[0].value
    return value if isinstance(value, str) else None


def _value(call: Invocation) -> object:
    return Expression("", call, {}).evaluate({}, _NOW).value
