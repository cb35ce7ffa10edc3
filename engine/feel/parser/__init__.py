"""The grammar of FEEL (DMN 1.5, 10.3.1), by hand: names with spaces need to know which names there are."""

from __future__ import annotations

from collections.abc import Collection

from engine.feel.errors import FeelLimitExceeded
from engine.feel.limits import DEFAULT_LIMITS, Limits
from engine.feel.nodes import Node, UnaryTestsNode
from engine.feel.parser.expressions import expression, positive_test
from engine.feel.parser.stream import Names, Stream


def parse_expression(text: str, *, names: Names, types: Collection[str] = (), limits: Limits = DEFAULT_LIMITS) -> Node:
    """Read one expression to the end of the text."""
    stream = _open(text, names, types, limits)
    try:
        node = expression(stream)
    except RecursionError as error:
        raise FeelLimitExceeded("depth", "an expression nested too deeply") from error
    _end(stream)
    return node


def parse_unary_tests(
    text: str, *, names: Names, types: Collection[str] = (), limits: Limits = DEFAULT_LIMITS
) -> UnaryTestsNode:
    """Read the tests of a cell: ``-``, ``not(…)`` or tests with commas."""
    stream = _open(text, names, types, limits)
    position = stream.position
    if stream.at("-") and stream.tokens[1].kind == "end":
        return UnaryTestsNode(position, ())
    negated = stream.at("not") and stream.follows(1, "(") and _closing(stream) == len(stream.tokens) - 2
    if negated:
        stream.index += 2
    try:
        tests = [positive_test(stream)]
        while stream.accept(","):
            tests.append(positive_test(stream))
    except RecursionError as error:
        raise FeelLimitExceeded("depth", "an expression nested too deeply") from error
    if negated:
        stream.expect(")")
    _end(stream)
    return UnaryTestsNode(position, tuple(tests), negated)


def _open(text: str, names: Names, types: Collection[str], limits: Limits) -> Stream:
    stream = Stream(text, names=names.copy(), types=Names(types), limits=limits)
    stream.expression = expression
    return stream


def _end(stream: Stream) -> None:
    if stream.token.kind != "end":
        raise stream.refuse("an operator or the end")


def _closing(stream: Stream) -> int:
    depth = 0
    for index, token in enumerate(stream.tokens):
        if token.kind == "op" and token.text in ("(", ")"):
            depth += 1 if token.text == "(" else -1
            if depth == 0:
                return index
    return -1
