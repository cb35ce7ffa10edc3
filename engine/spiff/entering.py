"""How a token enters an activity: its inputs in a scope of its own, its boundary events beside it."""

from __future__ import annotations

from engine.spiff import conditions, events, listeners, scopes, script
from engine.spiff.run import Run, Token


def enter(run: Run, token: Token, *, inside: bool = False) -> None:
    """Prepare an activity once: inputs, then boundary events; ``inside`` makes the scope one that holds tokens.

    Raises:
        Trouble: an input or a boundary event cannot be evaluated.
    """
    if not token.extra.get("entered"):
        if inside or token.node.ext.inputs:
            _fill(run, token, inside=inside)
        guard(run, token)
        token.extra["entered"] = True
    if token.node.ext.listeners:
        listeners.before(run, token)


def guard(run: Run, token: Token) -> None:
    """Set the boundary events of an activity; those of a multi-instance belong to its body."""
    if token.body is None and not token.extra.get("guarded"):
        events.arm_boundaries(run, token)
        token.extra["guarded"] = True
        conditions.at_once(run, token)


def _fill(run: Run, token: Token, *, inside: bool) -> None:
    scopes.drop(run, token.local)
    scope = scopes.create(run, token.scope, element=token.node.id, owner=token.id, flow=inside)
    token.local = scope.id
    for line in token.node.ext.inputs:
        head, _, rest = line.target.partition(".")
        value = script.value(run, line.source, scope.id)
        scopes.open_up(run, scope, line.target)
        scopes.put(scope, head, rest, value)
