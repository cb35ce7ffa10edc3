"""Types as they are written behind ``instance of`` and in parameters."""

from __future__ import annotations

from engine.feel.nodes import TypeNode
from engine.feel.parser.stream import Names, Stream, take_name_until

_BUILT_IN = Names(["days and time duration", "years and months duration", "date and time", "day time duration"])
_STOPS = frozenset(["and", "or", "then", "else", "return", "satisfies", "in", "between", "instance", "external"])


def type_reference(stream: Stream) -> TypeNode:
    """Read a type with its parameters."""
    with stream.nested():
        position = stream.position
        name = _type_name(stream)
        if name == "context" and stream.accept("<"):
            return _context_type(stream, name)
        parts: list[TypeNode] = []
        if name in ("list", "range", "function") and stream.accept("<"):
            while not stream.at(">"):
                parts.append(type_reference(stream))
                if not stream.accept(","):
                    break
            stream.expect(">")
        if name == "function" and stream.accept("->"):
            return TypeNode(position, name, (*parts, type_reference(stream)))
        return TypeNode(position, name, tuple(parts))


def _type_name(stream: Stream) -> str:
    for names in (_BUILT_IN, stream.types):
        known = names.longest(stream.tokens, stream.index)
        if known is not None:
            stream.index += known[1]
            return known[0]
    if stream.token.kind != "name":
        raise stream.refuse("a type")
    words = [stream.token.text]
    stream.index += 1
    while stream.token.kind == "name" and stream.token.text not in _STOPS:
        words.append(stream.token.text)
        stream.index += 1
    name = " ".join(words)
    return f"{name}.{_type_name(stream)}" if stream.accept(".") else name


def _context_type(stream: Stream, name: str) -> TypeNode:
    position = stream.position
    names: list[str] = []
    parts: list[TypeNode] = []
    while not stream.at(">"):
        names.append(take_name_until(stream, ":"))
        stream.expect(":")
        parts.append(type_reference(stream))
        if not stream.accept(","):
            break
    stream.expect(">")
    return TypeNode(position, name, tuple(parts), tuple(names))
