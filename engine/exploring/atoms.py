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
    found = _held(_chain(node), look)
    return found if isinstance(found, Unknown) else None


def open_parts(node: nodes.Node, look: Look) -> list[Unknown]:
    """The unknown values that an expression looks at: of a context that is partly known only those it goes to."""
    chain = _chain(node)
    if chain:
        return within(_held(chain, look))
    return [found for child in _children(node) for found in open_parts(child, look)]


def _chain(node: nodes.Node) -> tuple[str, ...]:
    """A name and the members behind it, such as ``r.who.name``; empty for anything else."""
    if isinstance(node, nodes.Name):
        return (node.name,)
    source = _chain(node.source) if isinstance(node, nodes.Path) else ()
    return (*source, node.member) if source and isinstance(node, nodes.Path) else ()


def _held(chain: tuple[str, ...], look: Look) -> Value:
    """What a chain leads to; where it goes through a list, that list."""
    if not chain:
        return None
    value = look(chain[0])
    for member in chain[1:]:
        if isinstance(value, Unknown):
            value = value.member(member)
        elif isinstance(value, dict):
            value = value.get(member)
    return value


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
        if chain := _chain(node):
            return f"{'.'.join(chain)}:{_value_text(_held(chain, look), leaves)}"
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
    if isinstance(node, _COMPARING) or _asks_for_null(node):
        return all(_simple(child, look) for child in _children(node))
    return not open_parts(node, look)


def _asks_for_null(node: nodes.Node) -> bool:
    """A call whose answer depends on the unknown only where that is null, or is the unknown itself."""
    if not isinstance(node, nodes.Invocation) or node.names:
        return False
    return isinstance(node.function, nodes.Name) and node.function.name in ("get or else", "is defined")


def _open(node: nodes.Node, look: Look) -> bool:
    """Whether all that is unknown stands there by its own name, so that each value it may have can be put in."""
    if leaf_of(node, look) is not None:
        return True
    if chain := _chain(node):
        return not within(_held(chain, look))
    return not isinstance(node, _NAMING) and all(_open(child, look) for child in _children(node))


def _children(node: nodes.Node) -> Iterator[nodes.Node]:
    for f in fields(node):
        if f.name != "position":
            yield from _nodes_in(getattr(node, f.name))


def _nodes_in(value: Any) -> Iterator[nodes.Node]:  # noqa: ANN401 - any part of a node
    if isinstance(value, nodes.Node):
        yield value
    elif isinstance(value, nodes.Iteration):
        yield from _nodes_in((value.source, value.upto))
    elif isinstance(value, tuple):
        for part in value:
            yield from _nodes_in(part)


def _constants(node: nodes.Node, look: Look) -> Iterator[Value]:
    if leaf_of(node, look) is not None:
        return
    if isinstance(node, _COMPARING) or _asks_for_null(node):
        for child in _children(node):
            yield from _constants(child, look)
        return
    found = evaluate(node, {name: look(name) for name in mentioned(node)})
    yield from found if isinstance(found, list) else [found]


def _test(node: nodes.Node, look: Look) -> Callable[[Value], bool | None]:
    names = {name: look(name) for name in mentioned(node)}
    chains = {chain for chain in _chains(node) if isinstance(_held(chain, look), Unknown)}

    def test(value: Value) -> bool | None:
        context = dict(names)
        for name, *path in chains:
            context[name] = _put(context[name], path, value)
        found = evaluate(node, context)
        return found if isinstance(found, bool) else None

    return test


def _chains(node: nodes.Node) -> Iterator[tuple[str, ...]]:
    """The names and paths in an expression."""
    if chain := _chain(node):
        yield chain
        return
    for child in _children(node):
        yield from _chains(child)


def _put(whole: Value, path: list[str], value: Value) -> Value:
    """A value with another one at a path in it."""
    if not path:
        return value
    inside = whole if isinstance(whole, dict) else {}
    return {**inside, path[0]: _put(inside.get(path[0]), path[1:], value)}
