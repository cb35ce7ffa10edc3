"""Cells of a decision table as constants where they are constants: what the index and the analysis are made of."""

from __future__ import annotations

from dataclasses import dataclass

from engine.feel.arithmetic import negate
from engine.feel.builtins import FUNCTIONS
from engine.feel.calls import call
from engine.feel.compare import kind, order
from engine.feel.environment import Environment, Run
from engine.feel.errors import Undefined
from engine.feel.nodes import Invocation, Literal, Name, Negation, Node, RangeNode, UnaryTest, UnaryTestsNode
from engine.feel.values import Range, Value

_CONSTANT_CALLS = frozenset(["date", "date and time", "time", "duration"])


@dataclass(frozen=True)
class Test:
    """A constant test of a cell: equal to a value (``Range`` with equal ends), in an interval, or not equal."""

    interval: Range
    different: bool = False


@dataclass(frozen=True)
class Cell:
    """The constant tests of a cell, all of one kind; no tests is ``-``."""

    kind: str
    tests: tuple[Test, ...]
    negated: bool = False


def constant_cell(node: UnaryTestsNode, environment: Environment) -> Cell | None:
    """Give the cell's tests when all are constants of one kind, else None."""
    tests: list[Test] = []
    for part in node.tests:
        found = _constant_test(part, environment)
        if found is None:
            return None
        tests.extend(found)
    kinds = {kind(some_end(test.interval)) for test in tests}
    if len(kinds) > 1:
        return None
    return Cell(next(iter(kinds), ""), tuple(tests), node.negated)


def some_end(interval: Range) -> Value:
    """Give an end of an interval that was written."""
    return interval.low if interval.low is not None else interval.high


def _constant_test(node: Node, environment: Environment) -> list[Test] | None:
    if isinstance(node, UnaryTest):
        known, value = constant(node.operand, environment)
        return [Test(_point(value), node.operator == "!=")] if known and _plain(value) else None
    if isinstance(node, RangeNode):
        return _constant_range(node, environment)
    known, value = constant(node, environment)
    return [Test(_point(value))] if known and _plain(value) else None


def _point(value: Value) -> Range:
    return Range(value, value, True, True)  # noqa: FBT003


def _plain(value: Value) -> bool:
    return value is not None and not isinstance(value, list | dict | Range)


def _constant_range(node: RangeNode, environment: Environment) -> list[Test] | None:
    ends: list[Value] = []
    for end in (node.low, node.high):
        if end is None:
            ends.append(None)
            continue
        known, value = constant(end, environment)
        if not known or value is None:
            return None
        ends.append(value)
    if None not in ends and order(ends[0], ends[1]) is None:
        return None
    return [Test(Range(ends[0], ends[1], node.low_included, node.high_included))]


def constant(node: Node, environment: Environment) -> tuple[bool, Value]:
    """Compute a node that is a constant: (True, value), else (False, None)."""
    if isinstance(node, Literal):
        return True, node.value
    if isinstance(node, Negation):
        known, value = constant(node.operand, environment)
        return (True, _negated(value)) if known else (False, None)
    if isinstance(node, Invocation) and isinstance(node.function, Name) and node.function.name in _CONSTANT_CALLS:
        arguments = [constant(argument, environment) for argument in node.arguments]
        if all(known for known, _value in arguments) and not node.names:
            return _called(node.function.name, [value for _known, value in arguments], environment)
    return False, None


def _negated(value: Value) -> Value:
    try:
        return negate(value)
    except Undefined:
        return None


def _called(name: str, arguments: list[Value], environment: Environment) -> tuple[bool, Value]:
    try:
        return True, call(FUNCTIONS[name], arguments, (), Run(environment))
    except Undefined:
        return True, None
