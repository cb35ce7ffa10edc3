"""Operators and the sentences that begin with a keyword, by precedence climbing."""

from __future__ import annotations

from collections.abc import Callable

from engine.feel.nodes import (
    Arithmetic,
    Between,
    Comparison,
    For,
    If,
    In,
    Iteration,
    Logic,
    Negation,
    Node,
    Quantified,
    RangeNode,
    UnaryTest,
)
from engine.feel.parser.primaries import extend, function_definition, half_range, primary
from engine.feel.parser.stream import Stream, declare, take_name_until

COMPARATORS = ("=", "!=", "<", "<=", ">", ">=")
_POWER = {
    "or": 1,
    "and": 2,
    **dict.fromkeys((*COMPARATORS, "between", "in"), 3),
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "**": 7,
}
ADDITIVE = 5


def expression(stream: Stream) -> Node:
    """Read a whole expression."""
    with stream.nested():
        if stream.at("if"):
            return _if(stream)
        if stream.at("for", "some", "every") and not stream.follows(1, "(", ".", "="):
            return _loop(stream)
        if stream.at("function") and stream.follows(1, "("):
            return function_definition(stream)
        return binary(stream, 1)


def binary(stream: Stream, power: int) -> Node:
    """Read operands and operators that bind at least so strongly."""
    return binary_rest(stream, _unary(stream), power)


def binary_rest(stream: Stream, left: Node, power: int) -> Node:
    """Read on behind a first operand."""
    count = 0
    while stream.token.kind in ("op", "name") and _POWER.get(stream.token.text, 0) >= power:
        operator = stream.token.text
        if operator in ("or", "and"):
            left = _logic(stream, left, operator)
        elif operator in ("+", "-", "*", "/", "**"):
            left = _arithmetic(stream, left, _POWER[operator])
        else:
            left = _comparison(stream, left)
            count += 1
            if count > 1:
                raise stream.refuse("and, or, or the end")
    return left


def _logic(stream: Stream, left: Node, operator: str) -> Node:
    position, operands = stream.position, [left]
    while stream.accept(operator):
        operands.append(_operand(stream, _POWER[operator] + 1))
    return Logic(position, operator, tuple(operands))


def _arithmetic(stream: Stream, left: Node, power: int) -> Node:
    position = stream.position
    rest: list[tuple[str, Node]] = []
    while stream.token.kind == "op" and _POWER.get(stream.token.text) == power:
        operator = stream.expect(stream.token.text)
        rest.append((operator, _operand(stream, power + 1)))
    return Arithmetic(position, left, tuple(rest))


def _operand(stream: Stream, power: int) -> Node:
    if stream.at("if", "for", "some", "every") or (stream.at("function") and stream.follows(1, "(")):
        return stream.expression(stream)
    return binary(stream, power)


def _comparison(stream: Stream, left: Node) -> Node:
    position = stream.position
    operator = stream.expect(stream.token.text)
    if operator == "between":
        low = binary(stream, ADDITIVE)
        stream.expect("and")
        return Between(position, left, low, binary(stream, ADDITIVE))
    if operator == "in":
        return In(position, left, _in_tests(stream))
    return Comparison(position, operator, left, _operand(stream, ADDITIVE))


def _in_tests(stream: Stream) -> tuple[Node, ...]:
    if not stream.at("("):
        return (_test(stream, _additive),)
    with stream.nested():
        position = stream.position
        stream.expect("(")
        first = positive_test(stream)
        if stream.accept(".."):
            high = binary(stream, ADDITIVE)
            return (RangeNode(position, first, high, False, stream.expect(")", "]", "[") == "]"),)  # noqa: FBT003
        tests = [first]
        while stream.accept(","):
            tests.append(positive_test(stream))
        stream.expect(")")
        if len(tests) == 1 and not isinstance(first, UnaryTest):
            return (binary_rest(stream, extend(stream, first), ADDITIVE),)
        return tuple(tests)


def positive_test(stream: Stream) -> Node:
    """Read one test: ``< 5``, ``= x``, an interval or an expression."""
    return _test(stream, stream.expression)


def _test(stream: Stream, otherwise: Callable[[Stream], Node]) -> Node:
    position = stream.position
    operator = stream.accept(*COMPARATORS)
    if operator is None:
        return otherwise(stream)
    operand = _additive(stream)
    if operator in ("=", "!="):
        return UnaryTest(position, operator, operand)
    return half_range(position, operator, operand)


def _additive(stream: Stream) -> Node:
    return binary(stream, ADDITIVE)


def _unary(stream: Stream) -> Node:
    if not stream.at("-"):
        return extend(stream, primary(stream))
    position = stream.position
    stream.expect("-")
    with stream.nested():
        return Negation(position, _unary(stream))


def _if(stream: Stream) -> Node:
    position = stream.position
    stream.expect("if")
    condition = stream.expression(stream)
    stream.expect("then")
    yes = stream.expression(stream)
    stream.expect("else")
    return If(position, condition, yes, stream.expression(stream))


def _loop(stream: Stream) -> Node:
    position = stream.position
    word = stream.expect("for", "some", "every")
    iterations = [_iteration(stream)]
    while stream.accept(","):
        iterations.append(_iteration(stream))
    if word == "for":
        stream.expect("return")
        return For(position, tuple(iterations), stream.expression(stream))
    stream.expect("satisfies")
    return Quantified(position, word == "every", tuple(iterations), stream.expression(stream))


def _iteration(stream: Stream) -> Iteration:
    name = take_name_until(stream, "in")
    stream.expect("in")
    source = stream.expression(stream)
    upto = stream.expression(stream) if stream.accept("..") else None
    declare(stream, [name])
    return Iteration(name, source, upto)
