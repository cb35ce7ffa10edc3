"""Events that wait: what they wait for, and what happens when it comes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from engine.feel.values import Value
from engine.spiff import cancelling, scopes, script, timing, tokens
from engine.spiff.diagram import Node
from engine.spiff.effects import Subscribed, TimerSet
from engine.spiff.run import Run, Token


def arm(run: Run, token: Token, scope: int) -> None:
    """Set the timer or subscription of a waiting token; expressions are read in ``scope``.

    Raises:
        Trouble: the timer or the correlation key gives nothing usable.
    """
    trigger = token.trigger
    if trigger.kind == "timer":
        _set_timer(run, token, scope)
    elif trigger.kind in {"message", "signal"}:
        _subscribe(run, token, scope)
    elif trigger.kind == "conditional":
        run.changed = True


def listen(run: Run, node: Node, place: tuple[int, int], host: Token | None = None) -> None:
    """Put an event beside the flow, one listener for each of its definitions; ``place`` is the scope it stands in and
    the one its expressions read.
    """
    if node.trigger.kind == "compensate":
        return
    for which in range(len(node.triggers)):
        token = tokens.listener(run, node, place[0])
        token.host = None if host is None else host.id
        if which:
            token.extra["which"] = which
        arm(run, token, place[1])


def arm_boundaries(run: Run, host: Token) -> None:
    """Put the boundary events of an activity beside it."""
    for node in run.definition.diagram.boundaries.get(host.node.id, []):
        listen(run, node, (host.scope, host.inner), host)


def arm_scope(run: Run, scope_id: int, element: str | None) -> None:
    """Put the start events of a scope's event sub-processes beside its flow."""
    for node in run.definition.diagram.event_starts(element):
        listen(run, node, (scope_id, scope_id))


def text(value: Value) -> str | None:
    """A correlation key as text; None for what cannot be one."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def trigger(run: Run, token: Token, variables: Mapping[str, Value]) -> Token:
    """Let the event of a waiting token happen; gives the token that now stands in the flow and must be concluded."""
    if not token.listening:
        return token
    if token.node.kind == "startEvent":
        return _start_event_process(run, token)
    if token.node.kind == "boundaryEvent":
        return _leave_boundary(run, token)
    return _decide_gateway(run, token)


def _leave_boundary(run: Run, token: Token) -> Token:
    if not token.node.interrupting:
        return _beside(run, token)
    tokens.join_in(run, token)
    host = run.tokens[token.host] if token.host is not None else None
    token.host = None
    if host is not None:
        cancelling.activity(run, host)
    return token


def _beside(run: Run, token: Token) -> Token:
    """A second token for an event that does not interrupt; the listener waits on, or goes when its timer is used up."""
    other = Token(run.workflow, token.node, token.scope, state=token.state)
    run.scopes[token.scope].live += 1
    _again(run, token)
    return other


def _again(run: Run, token: Token) -> None:
    if token.trigger.kind != "timer":
        return
    left, every = token.extra.get("left", 1), token.extra.get("every")
    if every is None or (left is not None and left <= 1):
        tokens.remove(run, token)
        return
    token.extra["left"] = None if left is None else left - 1
    set_due(run, token, timing.again(every, token.extra["due_at"]))


def _decide_gateway(run: Run, token: Token) -> Token:
    gateway = run.tokens[token.host] if token.host is not None else None
    token.host = None
    tokens.join_in(run, token)
    if gateway is not None:
        for other in run.awake():
            if other.host == gateway.id:
                tokens.remove(run, other)
        if gateway.node is not token.node:
            tokens.passed(run, gateway.node)
        tokens.done_waiting(run, gateway)
        tokens.remove(run, gateway)
    return token


def _start_event_process(run: Run, token: Token) -> Token:
    node = run.node(str(token.node.scope))
    owner = Token(run.workflow, node, token.scope, state=token.state)
    owner.extra["interrupting"] = token.node.interrupting
    run.scopes[token.scope].live += 1
    if token.node.interrupting:
        cancelling.scope(run, token.scope, but=owner)
    else:
        _again(run, token)
    inner = scopes.create(run, token.scope, element=node.id, owner=owner.id, flow=True)
    owner.local = inner.id
    arm_scope(run, inner.id, node.id)
    started = Token(run.workflow, token.node, inner.id, state=token.state)
    inner.live += 1
    return started


def _set_timer(run: Run, token: Token, scope: int) -> None:
    drawn = token.trigger
    try:
        found = timing.schedule(drawn.timer, script.moment(run, drawn.timer, drawn.text, scope), run.host.now)
    except timing.NotATime as problem:
        raise script.Trouble("timer", str(problem)) from None
    if found.every is not None:
        token.extra.update(left=found.times, every=found.every.stored())
    set_due(run, token, found.due_at)


def set_due(run: Run, token: Token, due_at: datetime) -> None:
    """Let the timer of a token fire at this time."""
    token.extra["due_at"] = due_at
    run.effects.timers[token.id] = TimerSet(token.id, token.node.id, due_at)


def _subscribe(run: Run, token: Token, scope: int) -> None:
    drawn = token.trigger
    name = script.value(run, drawn.name or "", scope)
    if not isinstance(name, str) or not name:
        raise script.Trouble("correlation", "the message or signal has no name")
    key = text(script.value(run, drawn.key, scope)) if drawn.key else None
    if drawn.key and not key:
        raise script.Trouble("correlation", "the correlation key is empty")
    kind = "message" if drawn.kind == "message" else "signal"
    run.effects.subscriptions[token.id] = Subscribed(token.id, token.node.id, kind, name, key)  # type: ignore[arg-type]


def waits_for(node: Node) -> bool:
    """Whether an event node waits for something a row can bring."""
    return any(trigger.kind in {"timer", "message", "signal"} for trigger in node.triggers)
