"""Standard loops: an activity done again as long as a condition holds, tested before or after a pass (BPMN 13.3.6)."""

from __future__ import annotations

from decimal import Decimal

from engine.spiff import leaving, scopes, script, tokens
from engine.spiff.diagram import Loop
from engine.spiff.run import Run, Token


def begin(run: Run, body: Token) -> bool | None:
    """Start the first pass; True when the condition is tested before and does not hold.

    Raises:
        Trouble: the condition is not boolean.
    """
    body.local = scopes.create(run, body.scope, element=body.node.id, owner=body.id).id
    body.extra.update(started=0)
    if _loop(body).before and not _again(run, body, body.local):
        return leaving.prepare(run, body) or None
    tokens.waits(run, body, "multi")
    _next(run, body)
    return None


def inner_done(run: Run, token: Token) -> None:
    """After a pass: the next one, or the end of the activity."""
    body = run.tokens[token.body] if token.body is not None else None
    if body is None:
        return
    again = False
    try:
        again = _again(run, body, token.inner)
    except script.Trouble as problem:
        leaving.stick(run, body, problem)
    scopes.drop(run, token.local)
    tokens.remove(run, token)
    scopes.drop(run, token.scope)
    if not body.stuck:
        _go_on(run, body, again=again)


def resume(run: Run, body: Token) -> None:
    """Go on after a condition that failed was put right."""
    try:
        again = _again(run, body, body.inner)
    except script.Trouble as problem:
        leaving.stick(run, body, problem)
        return
    _go_on(run, body, again=again)


def _go_on(run: Run, body: Token, *, again: bool) -> None:
    if again:
        _next(run, body)
    else:
        leaving.conclude(run, body)


def _next(run: Run, body: Token) -> None:
    body.extra["started"] += 1
    scope = scopes.create(run, body.local, element=body.node.id, owner=body.id)
    scope.variables["loopCounter"] = Decimal(body.extra["started"])
    token = tokens.place(run, body.node, scope.id)
    token.body, token.index = body.id, body.extra["started"] - 1


def _again(run: Run, body: Token, scope: int) -> bool:
    loop, passes = _loop(body), body.extra["started"]
    if loop.maximum is not None and passes >= loop.maximum:
        return False
    return loop.condition is None or script.holds(run, loop.condition, scope, {"loopCounter": Decimal(passes)})


def _loop(body: Token) -> Loop:
    if body.node.loop is None:
        raise script.Trouble("loop", "the step is no loop")
    return body.node.loop
