"""Which names an expression takes from outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields

from engine.feel.builtins.registry import FUNCTIONS
from engine.feel.nodes import (
    ContextNode,
    Filter,
    For,
    FunctionNode,
    Invocation,
    Iteration,
    Name,
    Node,
    Path,
    Quantified,
)
from engine.feel.values import Builtin


def free_names(node: Node) -> frozenset[str]:
    """Give the free variables; names inside a filter may be entries of the filtered items and are left out."""
    return frozenset(_free(node, frozenset()))


def mentioned_names(node: Node) -> frozenset[str]:
    """Give every name that is mentioned anywhere, be it bound or not."""
    found: set[str] = set()
    waiting: list[Node | Iteration] = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Name):
            found.add(current.name)
        waiting.extend(_children(current))
    return frozenset(found)


def unknown_functions(node: Node) -> frozenset[str]:
    """Give the names that are called as functions though nothing in the expression or among the built-in functions is
    called so: no variable holds a function, so such a call is always null.
    """
    known = FUNCTIONS.keys() | bound_names(node)
    called = (_called(current.function) for current in walk(node) if isinstance(current, Invocation))
    return frozenset(name for name in called if name is not None and name.partition(".")[0] not in known)


def misused_functions(node: Node) -> frozenset[str]:
    """Give the names of built-in functions that are called with arguments none of their ways to call them takes."""
    wrong: set[str] = set()
    for current in walk(node):
        name = _called(current.function) if isinstance(current, Invocation) else None
        if name in FUNCTIONS and isinstance(current, Invocation) and not _fits(FUNCTIONS[name], current):
            wrong.add(name)
    return frozenset(wrong - bound_names(node))


def walk(node: Node) -> Iterator[Node | Iteration]:
    """Give every part of an expression, in no certain order."""
    waiting: list[Node | Iteration] = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(_children(current))
        if isinstance(current, For | Quantified):
            waiting.extend(current.iterations)


def bound_names(node: Node) -> frozenset[str]:
    """Give the names that something in an expression gives to values of its own."""
    return frozenset(name for current in walk(node) for name in _bound(current))


def _fits(function: Builtin, call: Invocation) -> bool:
    """Whether some way to call a function has these arguments."""
    count, names = len(call.arguments), set(call.names)
    for way in function.overloads:
        needed = set(way.parameters[: way.required])
        if names and needed <= names <= set(way.parameters):
            return True
        if not names and way.required <= count and (way.variadic or count <= len(way.parameters)):
            return True
    return False


def _called(function: Node) -> str | None:
    """The name of what is called, with its path where it is an entry of something; None where it is computed."""
    path: list[str] = []
    while isinstance(function, Path):
        path.append(function.member)
        function = function.source
    return ".".join([function.name, *reversed(path)]) if isinstance(function, Name) else None


def _bound(node: Node | Iteration) -> set[str]:
    if isinstance(node, FunctionNode):
        return {name for name, _type in node.parameters}
    if isinstance(node, ContextNode):
        return {name for name, _value in node.entries}
    return {node.name} if isinstance(node, Iteration) else set()


def _free(node: Node | Iteration, bound: frozenset[str]) -> Iterator[str]:
    if isinstance(node, Name):
        if node.name not in bound:
            yield node.name
    elif isinstance(node, Invocation):
        yield from _of_call(node, bound)
    elif isinstance(node, For | Quantified):
        yield from _of_loop(node, bound)
    elif isinstance(node, FunctionNode):
        yield from _free(node.body, bound | {name for name, _type in node.parameters})
    elif isinstance(node, ContextNode):
        for name, value in node.entries:
            yield from _free(value, bound)
            bound |= {name}
    elif isinstance(node, Filter):
        yield from _free(node.source, bound)
    else:
        for child in _children(node):
            yield from _free(child, bound)


def _of_call(node: Invocation, bound: frozenset[str]) -> Iterator[str]:
    """Of a call: what a built-in function is called by is no variable."""
    if not (isinstance(node.function, Name) and node.function.name in FUNCTIONS):
        yield from _free(node.function, bound)
    for argument in node.arguments:
        yield from _free(argument, bound)


def _of_loop(node: For | Quantified, bound: frozenset[str]) -> Iterator[str]:
    for step in node.iterations:
        for part in (step.source, step.upto):
            if part is not None:
                yield from _free(part, bound)
        bound |= {step.name}
    yield from _free(node.body, bound | {"partial"} if isinstance(node, For) else bound)


def _children(node: Node | Iteration) -> Iterator[Node]:
    for field in fields(node):
        yield from _nodes(getattr(node, field.name))


def _nodes(value: object) -> Iterable[Node]:
    if isinstance(value, Node):
        return [value]
    if isinstance(value, Iteration):
        return _children(value)
    return [node for item in value for node in _nodes(item)] if type(value) is tuple else []
