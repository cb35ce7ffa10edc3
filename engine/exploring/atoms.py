"""Questions about unknown values: parts of a condition that are true or false, such as ``answer = "yes"``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from engine import feel
from engine.exploring.unknowns import Unknown, within
from engine.feel import nodes
from engine.feel.expression import Expression
from engine.feel.values import Value

Look: TypeAlias = Callable[[str], Value]
#: Functions whose answer changes with the day, so that the same question may be answered differently later.
CHANGING = frozenset(
    {"now", "today", "rate", "working days", "statutory days", "is working day", "add working days",
     "working hours", "working hours between"}
)  # fmt: skip
#: What an atom may be made of for its truth to follow from where its one unknown stands among the constants.
_COMPARING = (nodes.Comparison, nodes.Between, nodes.In, nodes.RangeNode, nodes.UnaryTest, nodes.If, nodes.Logic)
#: What gives names of its own to what lies in it.
_NAMING = (nodes.For, nodes.Quantified, nodes.FunctionNode, nodes.ContextNode)
SOME_DAY = feel.Environment(now=datetime(2026, 1, 5, 9, tzinfo=UTC))
_compiled: dict[int, tuple[nodes.Node, Expression]] = {}


@dataclass(frozen=True)
class Atom:
    """``text`` is the question with numbers for its ``leaves``; ``test`` answers it for a value of the one leaf, None
    where that is not enough; ``constants`` are what the leaf is compared with.
    """

    text: str
    leaves: tuple[Unknown, ...]
    constants: tuple[Value, ...] = ()
    test: Callable[[Value], bool | None] | None = field(default=None, compare=False)

    @property
    def key(self) -> tuple[str, tuple[Any, ...]]:
        """The same question about the same values has the same key."""
        return self.text, tuple(leaf.key for leaf in self.leaves)


def evaluate(node: nodes.Node, context: dict[str, Value]) -> Value:
    """The real FEEL value of a part of an expression; null where it asks for too much."""
    known = _compiled.get(id(node))
    if known is None:
        known = _compiled[id(node)] = (node, Expression("", node, {}))
    try:
        return known[1].evaluate(context, SOME_DAY).value
    except feel.FeelLimitExceeded:
        return None


def mentioned(node: nodes.Node) -> frozenset[str]:
    """Every name a part of an expression mentions, functions and bound names too."""
    evaluate_now = _compiled.get(id(node))
    if evaluate_now is None:
        evaluate_now = _compiled[id(node)] = (node, Expression("", node, {}))
    return evaluate_now[1].mentioned


def leaf_of(node: nodes.Node, look: Look) -> Unknown | None:
    """The unknown that a name or path stands for; None for anything else."""
    found = _at(node, look)
    return found if isinstance(found, Unknown) else None


def _at(node: nodes.Node, look: Look) -> Value:
    if isinstance(node, nodes.Name):
        return look(node.name)
    if isinstance(node, nodes.Path):
        source = _at(node.source, look)
        if isinstance(source, Unknown):
            return source.member(node.member)
        return source.get(node.member) if isinstance(source, dict) else None
    return None


def read(node: nodes.Node, look: Look) -> Atom:
    """The atom that a boolean part of an expression is, for these values."""
    leaves: dict[tuple[Any, ...], Unknown] = {}
    text = _text(node, look, leaves)
    if len(leaves) != 1:
        return Atom(text, tuple(leaves.values()))
    leaf = next(iter(leaves.values()))
    if (leaf.domain.values is not None or leaf.domain.kind == "boolean") and _open(node, look):
        return Atom(text, (leaf,), (), _test(node, look))
    if not _simple(node, look):
        return Atom(text, (leaf,))
    constants = tuple(_constants(node, look))
    if not all(isinstance(one, str | Decimal | bool | int | date | None) for one in constants):
        return Atom(text, (leaf,))
    return Atom(text, (leaf,), constants, _test(node, look))


def _text(node: Any, look: Look, leaves: dict[tuple[Any, ...], Unknown]) -> str:  # noqa: ANN401 - any part of a node
    if isinstance(node, nodes.Node):
        leaf = leaf_of(node, look)
        if leaf is not None:
            leaves.setdefault(leaf.key, leaf)
            return f"#{list(leaves).index(leaf.key)}"
        if isinstance(node, nodes.Name):
            return f"{node.name}:{_value_text(look(node.name), leaves)}"
        parts = [_text(getattr(node, f.name), look, leaves) for f in fields(node) if f.name != "position"]
        return f"{type(node).__name__}({','.join(parts)})"
    if isinstance(node, tuple):
        return f"({','.join(_text(part, look, leaves) for part in node)})"
    if isinstance(node, nodes.Iteration):
        return f"{node.name} in {_text(node.source, look, leaves)}..{_text(node.upto, look, leaves)}"
    return repr(node)


def _value_text(value: Value, leaves: dict[tuple[Any, ...], Unknown]) -> str:
    for unknown in within(value):
        leaves.setdefault(unknown.key, unknown)
    return repr(value)


def _simple(node: nodes.Node, look: Look) -> bool:
    """Whether the unknown is only compared with constants."""
    if leaf_of(node, look) is not None:
        return True
    if isinstance(node, _COMPARING) or _replaces_null(node):
        return all(_simple(child, look) for child in _children(node))
    return not any(within(look(name)) for name in mentioned(node))


def _replaces_null(node: nodes.Node) -> bool:
    """``get or else``: its value is the unknown or the constant beside it."""
    if not isinstance(node, nodes.Invocation) or node.names:
        return False
    return isinstance(node.function, nodes.Name) and node.function.name == "get or else"


def _open(node: nodes.Node, look: Look) -> bool:
    """Whether all that is unknown stands there by its own name, so that each value it may have can be put in."""
    if leaf_of(node, look) is not None:
        return True
    if isinstance(node, nodes.Name):
        return not within(look(node.name))
    return not isinstance(node, _NAMING) and all(_open(child, look) for child in _children(node))


def _children(node: nodes.Node) -> Iterator[nodes.Node]:
    for f in fields(node):
        if f.name != "position":
            yield from _nodes_in(getattr(node, f.name))


def _nodes_in(value: Any) -> Iterator[nodes.Node]:  # noqa: ANN401 - any part of a node
    if isinstance(value, nodes.Node):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _nodes_in(part)


def _constants(node: nodes.Node, look: Look) -> Iterator[Value]:
    if leaf_of(node, look) is not None:
        return
    if isinstance(node, _COMPARING) or _replaces_null(node):
        for child in _children(node):
            yield from _constants(child, look)
        return
    found = evaluate(node, {name: look(name) for name in mentioned(node)})
    yield from found if isinstance(found, list) else [found]


def _test(node: nodes.Node, look: Look) -> Callable[[Value], bool | None]:
    names = {name: look(name) for name in mentioned(node)}
    known = {name: value for name, value in names.items() if not within(value)}
    unknown = [name for name in names if name not in known]
    paths = {path for name in unknown for path in _paths(node, name)}

    def test(value: Value) -> bool | None:
        context = dict(known)
        for name, *path in paths:
            for member in reversed(path):
                value = {member: value}
            context[name] = value
        found = evaluate(node, context)
        return found if isinstance(found, bool) else None

    return test


def _paths(node: nodes.Node, name: str) -> Iterator[tuple[str, ...]]:
    """How a condition goes from a name to what it compares."""
    if isinstance(node, nodes.Name):
        if node.name == name:
            yield (name,)
    elif isinstance(node, nodes.Path):
        yield from ((*path, node.member) for path in _paths(node.source, name))
    else:
        for child in _children(node):
            yield from _paths(child, name)
