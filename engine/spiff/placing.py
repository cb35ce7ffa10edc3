"""Tokens put and taken by a supervisor's hand: the door ``stepping`` has for ``engine.commands.modify``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from engine.spiff import cancelling, entering, events, gateways, script, stepping, tokens
from engine.spiff.diagram import Node
from engine.spiff.run import ROOT, STARTED, Run, Token


class NotPlaceable(Exception):
    """No token can be put there, or taken there; ``element_id`` says where and ``why`` (English) why not."""

    def __init__(self, element_id: str, why: str) -> None:
        """Keep where and why."""
        self.element_id = element_id
        self.why = why
        super().__init__(f"{element_id}: {why}")


class NothingWouldRemain(Exception):
    """Without these tokens the case would neither wait nor have ended."""


@dataclass(frozen=True, kw_only=True)
class Placement:
    """A token to put before a node (it runs), or after one (its outgoing flows are taken).

    ``inside`` names the open sub-process (its task) where there is more than one that could be meant.
    """

    element_id: str
    side: Literal["before", "after"] = "before"
    inside: UUID | None = None


def modify(run: Run, cancel: Sequence[UUID], add: Sequence[Placement]) -> bool:
    """Take tokens away, put others, and let the case run on; True where nothing is left and it has to be ended.

    A sub-process that is left without a token is cancelled with them.

    Raises:
        TaskNotOpen: a token to be cancelled is gone.
        NotPlaceable: a place no token can be put, or a token that is not taken by itself.
    """
    emptied = [_take(run, task_id) for task_id in cancel]
    for placement in add:
        emptied.append(_put(run, placement))
    for scope_id in emptied:
        _cancel_emptied(run, scope_id)
    if ROOT not in run.scopes or run.scopes[ROOT].live == 0:
        return True
    stepping.settle(run)
    return False


def _take(run: Run, task_id: UUID) -> int:
    token = run.tokens.get(task_id)
    if token is None:
        raise stepping.TaskNotOpen(task_id)
    if token.listening:
        raise NotPlaceable(token.node.id, "an event that waits beside the flow goes with its activity")
    if token.body is not None or _multiple(run, token.scope):
        raise NotPlaceable(token.node.id, "it is one of several of a multi-instance; cancel the whole of it")
    cancelling.activity(run, token)
    return token.scope


def _put(run: Run, placement: Placement) -> int:
    node = run.definition.diagram.nodes.get(placement.element_id)
    if node is None:
        raise NotPlaceable(placement.element_id, "this version has no such element")
    _require_place(node)
    scope = _scope(run, node, placement.inside)
    if placement.side == "before":
        tokens.tell(run, "token_added", tokens.place(run, node, scope), side="before")
    else:
        _leave(run, node, scope)
    return scope


def _require_place(node: Node) -> None:
    if node.kind == "boundaryEvent":
        raise NotPlaceable(node.id, "a boundary event has no token without its activity")
    if node.for_compensation:
        raise NotPlaceable(node.id, "a compensation handler undoes what was done, and nothing else")
    if node.by_event:
        raise NotPlaceable(node.id, "an event sub-process begins with its event")


def _leave(run: Run, node: Node, scope: int) -> None:
    """Take the flows out of a node as if it had just been done."""
    token = Token(run.workflow, node, scope, state=STARTED)
    run.scopes[scope].live += 1
    try:
        flows = gateways.choose(run, token)
    except script.Trouble as problem:
        raise NotPlaceable(node.id, problem.message) from problem
    if not flows:
        raise NotPlaceable(node.id, "nothing follows it")
    tokens.tell(run, "token_added", token, side="after")
    tokens.follow(run, flows, scope)
    tokens.remove(run, token)


def _scope(run: Run, node: Node, inside: UUID | None) -> int:
    """The open scope a node stands in; the sub-processes around it are opened where none is."""
    if node.scope is None:
        return ROOT
    around = run.node(node.scope)
    found = [t for t in run.tokens.values() if t.node is around and not t.listening and _is_open(run, t)]
    if inside is not None:
        found = [t for t in found if t.id == inside]
        if not found:
            raise stepping.TaskNotOpen(inside)
    if around.loop is not None or any(t.body is not None or _multiple(run, t.scope) for t in found):
        raise NotPlaceable(node.id, "it stands inside a multi-instance")
    if len(found) > 1:
        raise NotPlaceable(node.id, f"several {around.id} are open; say which")
    owner = found[0] if found else _open(run, around)
    return owner.local or ROOT


def _open(run: Run, node: Node) -> Token:
    """Open a sub-process without starting it: inputs, boundary events and event sub-processes are there."""
    _require_place(node)
    scope = _scope(run, node, None)
    token = Token(run.workflow, node, scope, state=STARTED)
    run.scopes[scope].live += 1
    try:
        entering.enter(run, token, inside=True)
        events.arm_scope(run, token.local or ROOT, node.id)
    except script.Trouble as problem:
        raise NotPlaceable(node.id, problem.message) from problem
    tokens.waits(run, token, "scope")
    return token


def _is_open(run: Run, token: Token) -> bool:
    return token.local is not None and token.local in run.scopes and run.scopes[token.local].flow


def _multiple(run: Run, scope_id: int) -> bool:
    """Whether a scope stands inside a multi-instance."""
    current: int | None = scope_id
    while current is not None:
        scope = run.scopes[current]
        owner = run.tokens.get(scope.owner) if scope.owner is not None else None
        if owner is not None and (owner.body is not None or owner.node.loop is not None):
            return True
        current = scope.parent
    return False


def _cancel_emptied(run: Run, scope_id: int) -> None:
    """Cancel the sub-process whose last token was taken, and the one around it where that was its last."""
    scope = run.scopes.get(scope_id)
    if scope is None or not scope.flow or scope.live > 0 or scope_id == ROOT:
        return
    owner = run.tokens.get(scope.owner) if scope.owner is not None else None
    if owner is not None:
        cancelling.activity(run, owner)
        _cancel_emptied(run, owner.scope)
