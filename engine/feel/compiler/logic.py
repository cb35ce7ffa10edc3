"""Three-valued logic, comparisons, ``in``, ``between``, ``if``, quantifiers' truth and ``instance of``."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TypeAlias

from engine.feel.compare import equal, kind, matches, order
from engine.feel.compiler.builder import Builder, maker
from engine.feel.compiler.paths import function_or
from engine.feel.environment import Position
from engine.feel.nodes import (
    Between,
    Comparison,
    If,
    In,
    InstanceOf,
    Invalid,
    Literal,
    Logic,
    Node,
    RangeNode,
    UnaryTest,
)
from engine.feel.scope import Code, Scope
from engine.feel.types import instance_of, resolve
from engine.feel.values import Range, Value

#: A compiled test: the scope and the value to test.
Test: TypeAlias = Callable[[Scope, Value], bool | None]

_BY_SIGN: dict[str, Callable[[Value, Value], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@maker(Literal)
def _literal(node: Literal, build: Builder) -> Code:
    value = node.value
    return lambda scope: value


@maker(Invalid)
def _invalid(node: Invalid, build: Builder) -> Code:
    message, position = node.message, node.position
    return lambda scope: scope.run.warn(message, position)


@maker(Logic)
def _logic(node: Logic, build: Builder) -> Code:
    operands = tuple(build(operand) for operand in node.operands)
    decisive = node.operator == "or"
    position = node.position

    def run(scope: Scope) -> Value:
        known = True
        for operand in operands:
            value = operand(scope)
            if value is decisive:
                return decisive
            if value is not True and value is not False:
                known = False
                if value is not None:
                    scope.run.warn(f"a {kind(value)} is neither true nor false", position)
        return (not decisive) if known else None

    return run


@maker(Comparison)
def _comparison(node: Comparison, build: Builder) -> Code:
    left, right, position = build(node.left), build(node.right), node.position
    if node.operator in ("=", "!="):
        return _equality(left, right, position, wanted=node.operator == "=")
    holds = _BY_SIGN[node.operator]

    def run(scope: Scope) -> Value:
        one, other = left(scope), right(scope)
        if type(one) is Decimal and type(other) is Decimal:
            return holds(one, other)
        result = order(one, other)
        if result is None:
            scope.run.warn(f"a {kind(one)} and a {kind(other)} have no order", position)
            return None
        return holds(result, 0)

    return run


def _equality(left: Code, right: Code, position: Position, *, wanted: bool) -> Code:
    def run(scope: Scope) -> Value:
        one, other = left(scope), right(scope)
        result = equal(one, other, scope.run)
        if result is None:
            scope.run.warn(f"a {kind(one)} and a {kind(other)} cannot be equal", position)
            return None
        return result is wanted

    return run


@maker(Between)
def _between(node: Between, build: Builder) -> Code:
    value, low, high, position = build(node.value), build(node.low), build(node.high), node.position

    def run(scope: Scope) -> Value:
        middle = value(scope)
        above, below = order(middle, low(scope)), order(middle, high(scope))
        if above is None or below is None:
            if (above is not None and above < 0) or (below is not None and below > 0):
                return False
            scope.run.warn("between needs three values that have an order", position)
            return None
        return above >= 0 and below <= 0

    return run


@maker(In)
def _in(node: In, build: Builder) -> Code:
    value = build(node.value)
    tests = [build_test(test, build) for test in node.tests]

    def run(scope: Scope) -> Value:
        given = value(scope)
        return any_true(test(scope, given) for test in tests)

    return run


def any_true(results: Iterable[bool | None]) -> bool | None:
    """Join the results of several tests: one that holds decides, else an unknown one."""
    found: bool | None = False
    for result in results:
        if result is True:
            return True
        if result is None:
            found = None
    return found


def build_test(node: Node, build: Builder) -> Test:
    """Compile one test of a value."""
    if isinstance(node, UnaryTest):
        return _equality_test(node, build)
    code = build(node)
    interval = isinstance(node, RangeNode)

    def run(scope: Scope, value: Value) -> bool | None:
        test = code(scope)
        if interval and test is None:
            return None
        return matches(value, test, scope.run)

    return run


def _equality_test(node: UnaryTest, build: Builder) -> Test:
    operand, wanted = build(node.operand), node.operator == "="

    def run(scope: Scope, value: Value) -> bool | None:
        result = equal(value, operand(scope), scope.run)
        return None if result is None else result is wanted

    return run


@maker(RangeNode)
def _range(node: RangeNode, build: Builder) -> Code:
    low = build(node.low) if node.low is not None else None
    high = build(node.high) if node.high is not None else None
    low_included, high_included, position = node.low_included, node.high_included, node.position

    def run(scope: Scope) -> Value:
        start = low(scope) if low is not None else None
        end = high(scope) if high is not None else None
        bad = (low is not None and start is None) or (high is not None and end is None)
        if bad or (low is not None and high is not None and order(start, end) is None):
            scope.run.warn("the ends of an interval must be values that have an order", position)
            return None
        return Range(start, end, low_included, high_included)

    return run


@maker(UnaryTest)
def _unary_test(node: UnaryTest, build: Builder) -> Code:
    position = node.position
    return lambda scope: scope.run.warn("a test needs a value to test", position)


@maker(If)
def _if(node: If, build: Builder) -> Code:
    condition, yes, no = build(node.condition), build(node.yes), build(node.no)
    position = node.position

    def run(scope: Scope) -> Value:
        value = condition(scope)
        if value is True:
            return yes(scope)
        if value is not False and value is not None:
            scope.run.warn(f"a condition is true or false, not a {kind(value)}", position)
        return no(scope)

    return run


@maker(InstanceOf)
def _instance_of(node: InstanceOf, build: Builder) -> Code:
    value, wanted = function_or(node.value, build), resolve(node.type, build.types)
    message, position = f"there is no type {node.type.name}", node.position

    def run(scope: Scope) -> Value:
        if wanted.kind == "unknown":
            scope.run.warn(message, position)
            return None
        return instance_of(value(scope), wanted)

    return run
