"""Numeric functions (DMN 1.5, 10.3.4.5)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from engine.feel.arithmetic import negate
from engine.feel.builtins import arguments as want
from engine.feel.builtins.registry import builtin
from engine.feel.decimals import CONTEXT, WIDE, scaled
from engine.feel.environment import Run
from engine.feel.errors import Undefined
from engine.feel.values import Value, YearsDuration

ZERO = Decimal(0)


def _enter_rounding(signature: str, rounding: str, required: int | None = None) -> None:
    @builtin(signature, required=required)
    def rounded(run: Run, n: Value, scale: Value = ZERO) -> Decimal:
        return scaled(want.number(n), want.number(scale), rounding)


_enter_rounding("decimal(n, scale)", ROUND_HALF_EVEN)
_enter_rounding("floor(n, scale)", ROUND_FLOOR, 1)
_enter_rounding("ceiling(n, scale)", ROUND_CEILING, 1)
_enter_rounding("round up(n, scale)", ROUND_UP)
_enter_rounding("round down(n, scale)", ROUND_DOWN)
_enter_rounding("round half up(n, scale)", ROUND_HALF_UP)
_enter_rounding("round half down(n, scale)", ROUND_HALF_DOWN)


@builtin("abs(n)")
def _abs(run: Run, n: Value) -> Value:
    value = want.single(n)
    if isinstance(value, Decimal):
        return value.copy_abs()
    duration = want.any_duration(value)
    amount = duration.months if isinstance(duration, YearsDuration) else duration.nanoseconds
    return negate(duration) if amount < 0 else duration


@builtin("modulo(dividend, divisor)")
def _modulo(run: Run, dividend: Value, divisor: Value) -> Decimal:
    top, bottom = want.number(dividend), want.number(divisor)
    if not bottom:
        raise Undefined("modulo by zero")
    rest = WIDE.subtract(top, WIDE.multiply(bottom, _floored(top, bottom)))
    return CONTEXT.plus(rest)


def _floored(top: Decimal, bottom: Decimal) -> Decimal:
    whole = WIDE.divide_int(top, bottom)
    exact = WIDE.multiply(whole, bottom) == top
    return whole if exact or (top < 0) == (bottom < 0) else whole - 1


@builtin("sqrt(number)")
def _sqrt(run: Run, number: Value) -> Decimal:
    return CONTEXT.sqrt(want.number(number))


@builtin("log(number)")
def _log(run: Run, number: Value) -> Decimal:
    value = want.number(number)
    if value <= 0:
        raise Undefined("log of a number that is not positive")
    return CONTEXT.ln(value)


@builtin("exp(number)")
def _exp(run: Run, number: Value) -> Decimal:
    return CONTEXT.exp(want.number(number))


def _enter_parity(signature: str, rest: int) -> None:
    @builtin(signature)
    def parity(run: Run, number: Value) -> bool:
        value = want.number(number)
        return value == value.to_integral_value() and CONTEXT.remainder(abs(value), Decimal(2)) == rest


_enter_parity("odd(number)", 1)
_enter_parity("even(number)", 0)


def numbers(values: tuple[Value, ...]) -> list[Decimal]:
    """Read the arguments of sum and its like: one list, or several numbers; a null among them is undefined."""
    items = want.listing(values[0]) if len(values) == 1 else list(values)
    for item in items:
        if not isinstance(item, Decimal):
            raise Undefined("a value that is not a number")
    return items


def _enter_aggregate(name: str, compute: Callable[[list[Decimal]], Value]) -> None:
    @builtin(f"{name}(list...)", required=1)
    def aggregate(run: Run, *values: Value) -> Value:
        items = numbers(values)
        run.tick(len(items))
        return compute(items)


def total(items: list[Decimal]) -> Decimal | None:
    """Add numbers up; nothing of nothing."""
    result = ZERO
    for item in items:
        result = CONTEXT.add(result, item)
    return result if items else None


def mean(items: list[Decimal]) -> Decimal:
    """Give the average; of nothing it is undefined."""
    if not items:
        raise Undefined("the mean of nothing")
    return CONTEXT.divide(total(items) or ZERO, Decimal(len(items)))


def _product(items: list[Decimal]) -> Decimal:
    if not items:
        raise Undefined("the product of nothing")
    result = Decimal(1)
    for item in items:
        result = CONTEXT.multiply(result, item)
    return result


def _median(items: list[Decimal]) -> Decimal | None:
    if not items:
        return None
    ordered, middle = sorted(items), len(items) // 2
    return ordered[middle] if len(items) % 2 else mean(ordered[middle - 1 : middle + 1])


def _deviation(items: list[Decimal]) -> Decimal:
    if len(items) < 2:
        raise Undefined("the deviation of less than two numbers")
    center = mean(items)
    squares = [CONTEXT.power(CONTEXT.subtract(item, center), Decimal(2)) for item in items]
    return CONTEXT.sqrt(CONTEXT.divide(total(squares) or ZERO, Decimal(len(items) - 1)))


def _mode(items: list[Decimal]) -> list[Decimal]:
    counts: dict[Decimal, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(item for item, count in counts.items() if count == most)


_enter_aggregate("sum", total)
_enter_aggregate("mean", mean)
_enter_aggregate("product", _product)
_enter_aggregate("median", _median)
_enter_aggregate("stddev", _deviation)
_enter_aggregate("mode", _mode)
