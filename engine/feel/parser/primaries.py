"""The operands: constants, names, brackets of all kinds, calls, filters, paths, functions and types."""

from __future__ import annotations

from engine.feel.environment import Position
from engine.feel.errors import Undefined
from engine.feel.nodes import (
    ContextNode,
    Filter,
    FunctionNode,
    InstanceOf,
    Invalid,
    Invocation,
    ListNode,
    Literal,
    Name,
    Node,
    Path,
    RangeNode,
    TypeNode,
)
from engine.feel.parser.stream import RESERVED, Stream, declare, take_name, take_name_until
from engine.feel.parser.tokens import Token
from engine.feel.parser.types import type_reference
from engine.feel.temporal_text import parse_any

_CONSTANTS = {"true": True, "false": False, "null": None}
_NO_OPERAND = (RESERVED | {"instance"}) - {"if", "for", "some", "every", "function", "true", "false", "null"}


def primary(stream: Stream) -> Node:
    """Read one operand without what may follow it."""
    token, position = stream.token, stream.position
    if token.kind in ("number", "string", "at"):
        stream.index += 1
        return _constant(position, token)
    if token.kind == "name":
        return _named(stream)
    if token.kind == "quoted":
        return Name(position, take_name(stream))
    if stream.at("["):
        return _list(stream)
    if stream.at("("):
        return _parenthesis(stream)
    if stream.at("{"):
        return _context(stream)
    if stream.at("]"):
        stream.expect("]")
        return _range_rest(stream, stream.expression(stream), included=False)
    raise stream.refuse("an expression")


def _constant(position: Position, token: Token) -> Node:
    if token.kind == "number" and token.value is None:
        return Invalid(position, "the number is too large")
    if token.kind != "at":
        return Literal(position, token.value)
    try:
        return Literal(position, parse_any(token.value))
    except Undefined as error:
        return Invalid(position, str(error))


def _named(stream: Stream) -> Node:
    position, word = stream.position, stream.token.text
    known = stream.names.longest(stream.tokens, stream.index)
    if known is None and word in _CONSTANTS:
        stream.index += 1
        return Literal(position, _CONSTANTS[word])
    if known is None and word in RESERVED:
        raise stream.refuse("an expression")
    return Name(position, take_name(stream))


def _list(stream: Stream) -> Node:
    position = stream.position
    stream.expect("[")
    items: list[Node] = []
    while not stream.at("]"):
        items.append(stream.expression(stream))
        if len(items) == 1 and stream.at(".."):
            return _range_rest(stream, items[0], included=True)
        if not stream.accept(","):
            break
    stream.expect("]")
    return ListNode(position, tuple(items))


def _parenthesis(stream: Stream) -> Node:
    position = stream.position
    stream.expect("(")
    operator = stream.accept("<", "<=", ">", ">=", "=")
    if operator is not None:
        node = half_range(position, operator, stream.expression(stream))
        stream.expect(")")
        return node
    inner = stream.expression(stream)
    if stream.at(".."):
        return _range_rest(stream, inner, included=False)
    stream.expect(")")
    return inner


def half_range(position: Position, operator: str, end: Node) -> Node:
    """Build the interval of ``< 5``, ``<= 5``, ``> 5``, ``>= 5`` or ``= 5``."""
    if operator == "=":
        return RangeNode(position, end, end, True, True)  # noqa: FBT003
    included = len(operator) == 2
    if operator[0] == "<":
        return RangeNode(position, None, end, False, included)  # noqa: FBT003
    return RangeNode(position, end, None, included, False)  # noqa: FBT003


def _range_rest(stream: Stream, low: Node, *, included: bool) -> Node:
    stream.expect("..")
    where = stream.position
    high = stream.expression(stream)
    return RangeNode(where, low, high, included, stream.expect("]", ")", "[") == "]")


def _context(stream: Stream) -> Node:
    position = stream.position
    stream.expect("{")
    entries: list[tuple[str, Node]] = []
    while not stream.at("}"):
        if stream.token.kind == "string":
            key = str(stream.token.value)
            stream.index += 1
        else:
            key = take_name_until(stream, ":")
        stream.expect(":")
        declare(stream, [key])
        entries.append((key, stream.expression(stream)))
        if not stream.accept(","):
            break
    stream.expect("}")
    return ContextNode(position, tuple(entries))


def extend(stream: Stream, node: Node) -> Node:
    """Read what may follow an operand: calls, filters, paths and ``instance of``."""
    count = 0
    while True:
        position = stream.position
        if stream.at("(") and not isinstance(node, ListNode):
            node = _invocation(stream, node)
        elif stream.at("[") and not _closes_range(stream):
            stream.expect("[")
            condition = stream.expression(stream)
            stream.expect("]")
            node = Filter(position, node, condition)
        elif stream.accept("."):
            node = Path(position, node, take_name(stream))
        elif stream.at("instance") and stream.follows(1, "of"):
            stream.index += 2
            node = InstanceOf(position, node, type_reference(stream))
        else:
            return node
        count += 1
        if count > 50:
            raise stream.refuse("a shorter path")


def _closes_range(stream: Stream) -> bool:
    after = stream.tokens[stream.index + 1]
    if after.kind == "op":
        return after.text not in ("(", "[", "{", "-")
    return after.kind == "end" or (after.kind == "name" and after.text in _NO_OPERAND)


def _invocation(stream: Stream, function: Node) -> Node:
    position = stream.position
    stream.expect("(")
    arguments: list[Node] = []
    names: list[str] = []
    while not stream.at(")"):
        if _named_argument(stream):
            names.append(take_name_until(stream, ":"))
            stream.expect(":")
        arguments.append(stream.expression(stream))
        if not stream.accept(","):
            break
    stream.expect(")")
    if names and len(names) != len(arguments):
        raise stream.refuse("all arguments with names, or none")
    return Invocation(position, function, tuple(arguments), tuple(names))


def _named_argument(stream: Stream) -> bool:
    index = stream.index
    if stream.tokens[index].kind == "quoted":
        return stream.follows(1, ":")
    if stream.tokens[index].kind != "name":
        return False
    while stream.tokens[index].kind in ("name", "number") or stream.tokens[index].text in (
        "-",
        "+",
        "/",
        "*",
        "'",
        ".",
    ):
        index += 1
    return stream.tokens[index].kind == "op" and stream.tokens[index].text == ":"


def function_definition(stream: Stream) -> Node:
    """Read ``function(a, b: number) body``; ``external`` is read and never executed."""
    position = stream.position
    stream.expect("function")
    stream.expect("(")
    parameters: list[tuple[str, TypeNode | None]] = []
    while not stream.at(")"):
        name = take_name_until(stream, ":", ",", ")")
        parameters.append((name, type_reference(stream) if stream.accept(":") else None))
        if not stream.accept(","):
            break
    stream.expect(")")
    declare(stream, [name for name, _type in parameters])
    external = stream.accept("external") is not None
    return FunctionNode(position, tuple(parameters), stream.expression(stream), external)
