"""Multi-instance: a body token with one inner token for each item, all at once or one after the other."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine import limits
from engine.feel.values import Value
from engine.spiff import cancelling, leaving, scopes, script, tokens
from engine.spiff.diagram import Loop
from engine.spiff.run import Run, Token


def begin(run: Run, body: Token) -> bool | None:
    """Start the elements; True when there are none and the body is done at once.

    Raises:
        Trouble: the collection is no list, or longer than the limit.
    """
    loop = _loop(body)
    items = script.items(run, loop.collection, body.scope)
    if len(items) > limits.MULTI_INSTANCE:
        raise script.Trouble("collection", f"more than {limits.MULTI_INSTANCE} elements")
    body.local = scopes.create(run, body.scope, element=body.node.id, owner=body.id).id
    body.extra.update(items=items, outputs=[None] * len(items), done=0, started=0)
    if not items:
        return leaving.prepare(run, body, _collected(body)) or None
    tokens.waits(run, body, "multi")
    for _ in range(1 if loop.sequential else len(items)):
        _next(run, body)
    if not loop.sequential:
        # Each element has its own by now: only how many there are is asked from here on.
        body.extra["items"] = [None] * len(items)
    return None


def inner_done(run: Run, token: Token) -> None:
    """Collect the output of a finished element, then start the next, wait, or finish the body."""
    body = run.tokens[token.body] if token.body is not None else None
    if body is None or token.index is None:
        return
    loop, counts = _loop(body), body.extra
    try:
        counts["done"] += 1
        if loop.output_element:
            counts["outputs"][token.index] = script.evaluate(run, loop.output_element, token.inner)
        enough = loop.completion is not None and script.holds(run, loop.completion, token.inner, _numbers(body))
    except script.Trouble as problem:
        enough = False
        leaving.stick(run, body, problem)
    _forget(run, token)
    _go_on(run, body, enough=enough)


def resume(run: Run, body: Token) -> None:
    """Go on after a failed output or completion condition was put right."""
    _go_on(run, body, enough=False)


def _go_on(run: Run, body: Token, *, enough: bool) -> None:
    counts = body.extra
    if enough or counts["done"] == len(counts["items"]):
        for other in [t for t in run.tokens.values() if t.body == body.id]:
            _cancel(run, other)
        if not body.stuck:
            leaving.conclude(run, body, _collected(body))
    elif _loop(body).sequential and not body.stuck:
        _next(run, body)


def _next(run: Run, body: Token) -> None:
    loop, counts = _loop(body), body.extra
    index = counts["started"]
    counts["started"] += 1
    scope = scopes.create(run, body.local, element=body.node.id, owner=body.id, flow=False)
    scope.variables["loopCounter"] = Decimal(index + 1)
    if loop.element:
        scope.variables[loop.element] = counts["items"][index]
    token = tokens.place(run, body.node, scope.id)
    token.body, token.index = body.id, index
    if name := own_name(loop.output_element):
        scope.variables.setdefault(name, None)


def own_name(text: str | None) -> str | None:
    """The name an output element consists of: such a variable is local to each element, as in Camunda 8."""
    name = script.body(text or "").strip()
    return name if name.isidentifier() else None


def _forget(run: Run, token: Token) -> None:
    scopes.drop(run, token.local)
    tokens.remove(run, token)
    scopes.drop(run, token.scope)


def _cancel(run: Run, token: Token) -> None:
    scope = token.scope
    cancelling.activity(run, token)
    scopes.drop(run, scope)


def _collected(body: Token) -> dict[str, Value]:
    name = _loop(body).output_collection
    return {name: body.extra["outputs"]} if name else {}


def _numbers(body: Token) -> dict[str, Any]:
    """What a completion condition is told: how far the multi-instance is, and its outputs so far."""
    counts, collected = body.extra, _collected(body)
    total, started, done = len(counts["items"]), counts["started"], counts["done"]
    return {
        **{name: list(outputs) for name, outputs in collected.items()},
        "numberOfInstances": Decimal(total),
        "numberOfActiveInstances": Decimal(started - done),
        "numberOfCompletedInstances": Decimal(done),
        "numberOfTerminatedInstances": Decimal(0),
    }


def _loop(body: Token) -> Loop:
    if body.node.loop is None:
        raise script.Trouble("collection", "the step is no multi-instance")
    return body.node.loop
