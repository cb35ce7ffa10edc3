"""Between FEEL values and the typed dataclasses of handlers; a wrong type is named by its field, never by its value."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from engine.feel import to_feel
from engine.feel.values import Value


class WrongType(Exception):
    """A value that does not fit its field; ``field`` is the path to it."""

    def __init__(self, field: str, expected: str) -> None:
        """Keep where and what was expected; the value itself is not kept."""
        self.field = field
        self.expected = expected
        super().__init__(f"{field} is not {expected}")


def build(kind: type, values: Mapping[str, Value], path: str = "") -> Any:  # noqa: ANN401 - an instance of ``kind``
    """Make a dataclass from values by field name; values nobody asked for are left away.

    Raises:
        WrongType: a value is missing or of another type than its field.
    """
    hints = _hints(kind)
    found: dict[str, Any] = {}
    for item in dataclasses.fields(kind):
        where = f"{path}{item.name}"
        has_default = item.default is not dataclasses.MISSING or item.default_factory is not dataclasses.MISSING
        if item.name not in values or (values[item.name] is None and has_default):
            if has_default:
                continue
            if item.name not in values and not _optional(hints[item.name]):
                raise WrongType(where, "given")
        found[item.name] = fit(values.get(item.name), hints[item.name], where)
    return kind(**found)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def fit(value: Value, kind: Any, where: str) -> Any:  # noqa: ANN401 - whatever the annotation says
    """Turn a FEEL value into what an annotation asks for.

    Raises:
        WrongType: it cannot be that.
    """
    origin = typing.get_origin(kind)
    if origin in {typing.Union, types.UnionType}:
        return _one_of(value, kind, where)
    if origin is typing.Literal:
        return _checked(value, value in typing.get_args(kind), where, "one of its values")
    if origin in {list, tuple} or origin is Sequence:
        return _several(value, kind, where)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return _checked(value, isinstance(value, dict), where, "a context")
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return build(kind, _checked(value, isinstance(value, dict), where, "a context"), f"{where}.")
    return _scalar(value, kind, where)


def variables_of(result: object) -> dict[str, Value]:
    """The variables a returned dataclass stands for: its fields by name, as FEEL values."""
    if not dataclasses.is_dataclass(result) or isinstance(result, type):
        raise WrongType("result", "a dataclass")
    return {item.name: feel_of(getattr(result, item.name)) for item in dataclasses.fields(result)}


def feel_of(value: object) -> Value:
    """A FEEL value out of a Python value, dataclasses becoming contexts."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return variables_of(value)
    if isinstance(value, list | tuple):
        return [feel_of(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): feel_of(item) for name, item in value.items()}
    return to_feel(value)


def _optional(kind: Any) -> bool:  # noqa: ANN401
    return kind is Any or type(None) in typing.get_args(kind)


def _one_of(value: Value, kind: Any, where: str) -> Any:  # noqa: ANN401
    options = typing.get_args(kind)
    if value is None and type(None) in options:
        return None
    problem: WrongType | None = None
    for option in options:
        if option is type(None):
            continue
        try:
            return fit(value, option, where)
        except WrongType as wrong:
            problem = wrong
    raise problem or WrongType(where, "given")


def _several(value: Value, kind: Any, where: str) -> Any:  # noqa: ANN401
    items = _checked(value, isinstance(value, list), where, "a list")
    inner = (typing.get_args(kind) or (Any,))[0]
    fitted = [fit(item, inner, f"{where}[{number}]") for number, item in enumerate(items, start=1)]
    return tuple(fitted) if typing.get_origin(kind) is tuple else fitted


def _scalar(value: Value, kind: Any, where: str) -> Any:  # noqa: ANN401 - one line for each kind
    if kind is Any or kind is object:
        return value
    if kind is int:
        return int(_checked(value, isinstance(value, Decimal) and value == int(value), where, "a whole number"))
    if kind is UUID:
        return _parsed(UUID, value, where)
    if kind is date and isinstance(value, str):
        return _parsed(date.fromisoformat, value, where)
    if kind is date:
        return _checked(value, isinstance(value, date) and not isinstance(value, datetime), where, "a date")
    if kind is datetime and isinstance(value, str):
        return _parsed(datetime.fromisoformat, value, where)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _parsed(kind, value, where)
    return _checked(
        value, isinstance(kind, type) and isinstance(value, kind), where, getattr(kind, "__name__", str(kind))
    )


def _parsed(read: Any, value: Value, where: str) -> Any:  # noqa: ANN401
    try:
        return read(value)
    except (TypeError, ValueError, AttributeError):
        raise WrongType(where, getattr(read, "__name__", "valid")) from None


def _checked(value: Value, good: bool, where: str, expected: str) -> Value:  # noqa: FBT001
    if not good:
        raise WrongType(where, expected)
    return value
