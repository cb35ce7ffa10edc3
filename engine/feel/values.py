"""The values FEEL computes with, beside Python's own None, bool, str, Decimal, date, datetime, list and dict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from engine.feel.environment import Run
    from engine.feel.types import FeelType

#: None, bool, str, Decimal, date, WideDate, Time, datetime, WideDateTime, DaysDuration, YearsDuration, list, dict,
#: Range or Function. Python cannot check a recursive union of these at a bearable price, so the type checker sees Any.
Value: TypeAlias = Any


@dataclass(frozen=True, slots=True, order=True)
class DaysDuration:
    """A days and time duration, exact to the nanosecond."""

    nanoseconds: int

    def to_timedelta(self) -> timedelta:
        """Give Python's duration, cut to microseconds."""
        return timedelta(microseconds=self.nanoseconds // 1000)


@dataclass(frozen=True, slots=True, order=True)
class YearsDuration:
    """A years and months duration, in months."""

    months: int


@dataclass(frozen=True, slots=True)
class Range:
    """An interval; an end that is None is open to infinity and never included."""

    low: Value
    high: Value
    low_included: bool
    high_included: bool


class Function:
    """Something that can be called: written in FEEL, built in, or a knowledge model of a diagram."""

    __slots__ = ("call", "name", "parameters", "types")

    def __init__(
        self, name: str, parameters: Sequence[str], call: Callable[[Run, list[Value]], Value], types: FeelType | None
    ) -> None:
        """Keep the parameters' names in order; ``call`` gets one value for each.

        ``types`` are those of the parameters and the result; built-in functions check their arguments themselves.
        """
        self.name = name
        self.parameters = tuple(parameters)
        self.call = call
        self.types = types


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a built-in function; the last parameter of a variadic one takes all that follow."""

    parameters: tuple[str, ...]
    required: int
    call: Callable[..., Value]
    variadic: bool = False


class Builtin(Function):
    """A function of the standard or of ours, with all its ways to be called."""

    __slots__ = ("overloads",)

    def __init__(self, name: str) -> None:
        """Begin without a way to be called."""
        super().__init__(name, (), _never, None)
        self.overloads: list[Overload] = []


def _never(run: Run, arguments: list[Value]) -> Value:
    raise AssertionError("a built-in function is called through its overloads")


def without_functions(value: Value) -> Value:
    """Give a value as a variable can hold it: a function inside is null, as in Camunda 8; all else is as it was."""
    if not _holds_function(value):
        return value
    if type(value) is list:
        return [without_functions(item) for item in value]
    return {name: without_functions(item) for name, item in value.items()} if type(value) is dict else None


def _holds_function(value: Value) -> bool:
    if type(value) is list:
        return any(map(_holds_function, value))
    if type(value) is dict:
        return any(map(_holds_function, value.values()))
    return isinstance(value, Function)
