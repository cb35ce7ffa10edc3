"""``range("[1..10]")``: an interval from its text, with constants as ends (DMN 1.5, 10.3.4.1)."""

from __future__ import annotations

import re

from engine.feel.arithmetic import negate
from engine.feel.builtins import arguments as want
from engine.feel.builtins.registry import FUNCTIONS, builtin
from engine.feel.calls import call
from engine.feel.compare import order
from engine.feel.environment import Run
from engine.feel.errors import FeelSyntaxError, Undefined
from engine.feel.nodes import Invocation, Literal, Name, Negation, Node, RangeNode
from engine.feel.parser import parse_expression
from engine.feel.parser.stream import Names
from engine.feel.values import Range, Value

_NO_START = re.compile(r"[(\]]\s*\.\.\s*(.+)([)\]\[])", re.DOTALL)
_NO_END = re.compile(r"([(\[\]])\s*(.+)\.\.\s*[)\[]", re.DOTALL)
_ENDS = frozenset(["date", "time", "date and time", "duration"])


@builtin("range(from)")
def _range(run: Run, text: Value) -> Range:
    node = _read(want.string(text).strip())
    low, high = _end(node.low, run), _end(node.high, run)
    if low is None and high is None:
        raise Undefined("an interval has at least one end")
    if low is not None and high is not None:
        direction = order(low, high)
        if direction is None or direction > 0:
            raise Undefined("the interval ends before it begins, or its ends have no order")
    return Range(low, high, node.low_included and low is not None, node.high_included and high is not None)


def _read(text: str) -> RangeNode:
    """Read an interval; one end may be missing where its bracket is open."""
    try:
        below, above = _NO_START.fullmatch(text), _NO_END.fullmatch(text)
        if below is not None:
            end = parse_expression(below[1], names=Names(_ENDS))
            return RangeNode(end.position, None, end, False, below[2] == "]")  # noqa: FBT003
        if above is not None:
            end = parse_expression(above[2], names=Names(_ENDS))
            return RangeNode(end.position, end, None, above[1] == "[", False)  # noqa: FBT003
        node = parse_expression(text, names=Names(_ENDS))
    except FeelSyntaxError as error:
        raise Undefined("this is not an interval") from error
    if not isinstance(node, RangeNode):
        raise Undefined("this is not an interval")
    return node


def _end(node: Node | None, run: Run) -> Value:
    if node is None:
        return None
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Negation):
        return negate(_end(node.operand, run))
    if isinstance(node, Invocation) and isinstance(node.function, Name) and node.function.name in _ENDS:
        return call(FUNCTIONS[node.function.name], [_end(argument, run) for argument in node.arguments], (), run)
    raise Undefined("the ends of an interval must be constants")
