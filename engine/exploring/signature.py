"""When two states are the same: tokens in the same places, the same known values, the same open questions answered.

Ids of tokens and scopes, times, and how often a loop went round are left out; unknown values are numbered in the order
they are met. Two states with the same signature have the same future.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from engine.exploring.atoms import Atom
from engine.exploring.beliefs import Beliefs
from engine.exploring.liveness import Liveness
from engine.exploring.naming import Variable
from engine.exploring.subject import Subject
from engine.exploring.unknowns import Unknown
from engine.feel.values import Value
from engine.spiff.run import ROOT, Run, Scope, Token

#: What a token keeps that decides nothing.
_LEFT_OUT = frozenset({"due_at", "attempt", "every", "heard", "undo", "items", "outputs", "started", "left"})
#: More turns than this look alike, where nothing counts them.
TURNS = 3


@dataclass(frozen=True)
class View:
    """What is looked at: the process, and which of its variables can still be read where."""

    subject: Subject
    live: Liveness


@dataclass
class _Drawing:
    """A walk over a run from the outside in; of the variables those that are ``wanted``, for whatever lies in a step
    for a moment those whose name is.
    """

    run: Run
    view: View
    wanted: frozenset[Variable]
    names: frozenset[str] = field(init=False)
    numbers: dict[int | str, int] = field(default_factory=dict)
    order: dict[UUID, int] = field(default_factory=dict)
    inside: dict[int, list[Token]] = field(default_factory=dict)
    owned: dict[UUID | None, list[Scope]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note the names alone."""
        self.names = frozenset(name for _, name in self.wanted)

    def wants(self, scope: Scope, name: str) -> bool:
        """Whether a variable of a scope may still be read."""
        variable = self.view.live.naming.of_scope(scope.element, name)
        return name in self.names if variable is None else variable in self.wanted


def of(view: View, run: Run, beliefs: Beliefs, about: Sequence[Unknown] | None = None) -> Hashable:
    """The signature of a run, where answers about values that are gone are forgotten; or of a run whose step asks
    ``about`` some values and may have written others already.
    """
    wanted = _wanted(run, view.live, within=about is not None)
    drawing = _Drawing(run, view, wanted)
    for token in run.tokens.values():
        drawing.inside.setdefault(token.scope, []).append(token)
    for scope in run.scopes.values():
        drawing.owned.setdefault(scope.owner, []).append(scope)
    root = _scope(drawing, run.scopes[ROOT]) if ROOT in run.scopes else ()
    asked = tuple(_value(drawing, unknown) for unknown in about or ())
    queue = tuple(drawing.order.get(token.id, -1) for token in run.ready)
    answers = _answers(drawing, beliefs)
    if about is None and not run.ready:
        _forget(drawing, beliefs)
    return root, queue, asked, answers, run.ended


def _wanted(run: Run, live: Liveness, *, within: bool) -> frozenset[Variable]:
    """The variables that may still be read from where the tokens stand."""
    found = set(live.always)
    for token in run.tokens.values():
        found |= live.within(token) if within else live.from_token(token)
    return frozenset(found)


def _answers(drawing: _Drawing, beliefs: Beliefs) -> Hashable:
    numbers = drawing.numbers
    held = {}
    for atom, truth in beliefs.held.values():
        if _is_there(drawing, atom):
            leaves = tuple((numbers.get(leaf.base, leaf.base), leaf.path) for leaf in atom.leaves)
            held[(atom.text, leaves)] = truth
    return frozenset(held.items()), frozenset((key[0], truth) for key, truth in beliefs.passing.items())


def _forget(drawing: _Drawing, beliefs: Beliefs) -> None:
    gone = [key for key, (atom, _) in beliefs.held.items() if not _is_there(drawing, atom)]
    for key in gone:
        del beliefs.held[key]


def _is_there(drawing: _Drawing, atom: Atom) -> bool:
    """Whether every value an answer is about can still be met."""
    return all(isinstance(leaf.base, str) or leaf.base in drawing.numbers for leaf in atom.leaves)


def _scope(drawing: _Drawing, scope: Scope) -> Hashable:
    wanted = sorted(name for name in drawing.names & scope.variables.keys() if drawing.wants(scope, name))
    variables = tuple((name, _value(drawing, scope.variables[name])) for name in wanted)
    tokens = sorted(drawing.inside.get(scope.id, []), key=_rank)
    records = drawing.run.memory.get("completed", {}).get(scope.id, [])
    undone = tuple(sorted({record[1] for record in records}))
    return scope.element, scope.flow, variables, tuple(_token(drawing, token) for token in tokens), undone


def _rank(token: Token) -> tuple[str, bool, str, int, int]:
    return token.node.id, token.listening, token.via or "", token.index or 0, token.extra.get("which", 0)


def _token(drawing: _Drawing, token: Token) -> Hashable:
    drawing.order[token.id] = len(drawing.order)
    host = drawing.run.tokens.get(token.host) if token.host is not None else None
    extra = tuple(
        (name, _value(drawing, value)) for name, value in sorted(token.extra.items()) if name not in _LEFT_OUT
    )
    return (
        token.node.id,
        token.state,
        token.listening | token.stuck << 1,
        token.via if token.extra.get("arrived") else None,
        host.node.id if host is not None else None,
        token.body is not None,
        extra,
        _counts(drawing, token),
        tuple(_scope(drawing, scope) for scope in drawing.owned.get(token.id, [])),
    )


def _counts(drawing: _Drawing, token: Token) -> Hashable:
    extra, loop = token.extra, token.node.loop
    wanted = drawing.view.subject.relevant.names
    started = extra.get("started", 0)
    if loop is not None and loop.standard and loop.maximum is None and "loopCounter" not in wanted:
        started = min(started, TURNS)
    items = extra.get("items")
    told = items is not None and loop is not None and loop.element in wanted
    given = loop is not None and loop.output_collection in wanted
    undo = extra.get("undo")
    return (
        started,
        _value(drawing, items) if told else len(items or ()),
        _value(drawing, extra.get("outputs")) if given else None,
        None if undo is None else undo[1],
        undo is not None,
        extra.get("left") is None,
    )


def _value(drawing: _Drawing, value: Value) -> Hashable:
    if isinstance(value, Unknown):
        base: Any = value.base
        if isinstance(base, int):
            base = drawing.numbers.setdefault(base, len(drawing.numbers))
        return "?", base, value.path, value.domain
    if isinstance(value, dict):
        return tuple((name, _value(drawing, part)) for name, part in sorted(value.items()))
    if isinstance(value, list | tuple):
        return tuple(_value(drawing, part) for part in value)
    return type(value).__name__, str(value)
