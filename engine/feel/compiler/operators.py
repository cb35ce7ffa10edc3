"""Arithmetic on numbers, texts, dates, times and durations."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from engine.feel.arithmetic import OPERATORS, negate
from engine.feel.compare import kind
from engine.feel.compiler.builder import Builder, maker
from engine.feel.decimals import CONTEXT
from engine.feel.environment import Position, Run
from engine.feel.errors import Undefined
from engine.feel.nodes import Arithmetic, Negation
from engine.feel.scope import Code, Scope
from engine.feel.values import Value

_ON_NUMBERS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": CONTEXT.divide,
}


@maker(Arithmetic)
def _arithmetic(node: Arithmetic, build: Builder) -> Code:
    first, position = build(node.first), node.position
    rest = tuple((operator, build(operand)) for operator, operand in node.rest)

    def run(scope: Scope) -> Value:
        value = first(scope)
        for operator, operand in rest:
            value = apply(operator, value, operand(scope), scope.run, position)
        return value

    return run


def apply(operator: str, left: Value, right: Value, run: Run, position: Position) -> Value:  # noqa: PLR0913
    """Apply one operator; what is undefined is null and a warning."""
    try:
        if type(left) is Decimal and type(right) is Decimal and operator in _ON_NUMBERS:
            return _ON_NUMBERS[operator](left, right)
        return OPERATORS[operator](left, right, run)
    except ArithmeticError:
        run.warn(f"{operator} has no result for these numbers", position)
    except Undefined:
        run.warn(f"{operator} is not defined for a {kind(left)} and a {kind(right)}", position)
    return None


@maker(Negation)
def _negation(node: Negation, build: Builder) -> Code:
    operand, position = build(node.operand), node.position

    def run(scope: Scope) -> Value:
        value = operand(scope)
        try:
            return negate(value)
        except Undefined:
            scope.run.warn(f"- is not defined for a {kind(value)}", position)
            return None

    return run
