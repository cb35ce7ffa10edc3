"""What each kind of node does when a token reaches it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from engine.feel.values import Value
from engine.spiff import (
    cancelling,
    compensation,
    conditions,
    entering,
    errors,
    events,
    gateways,
    leaving,
    loops,
    machines,
    repeats,
    script,
    signals,
    tokens,
)
from engine.spiff.diagram import Trigger
from engine.spiff.effects import Thrown
from engine.spiff.run import ROOT, Run, Token

Behaviour: TypeAlias = Callable[[Run, Token], bool | None]


def behave(run: Run, token: Token) -> bool | None:
    """Run a token's node: True completes it, None lets it wait; trouble leaves an incident at it."""
    try:
        if "undo" in token.extra:
            return compensation.proceed(run, token)
        if token.node.loop is not None and token.body is None:
            entering.guard(run, token)
            return repeats.begin(run, token) if token.node.loop.standard else loops.begin(run, token)
        return _KINDS[token.node.kind](run, token)
    except conditions.Overtaken:
        return None
    except script.Trouble as problem:
        leaving.stick(run, token, problem)
        return None


def _pass(run: Run, token: Token) -> bool | None:
    entering.enter(run, token)
    return leaving.prepare(run, token) or None


def _parallel(run: Run, token: Token) -> bool | None:
    return leaving.prepare(run, token) or None if gateways.joined(run, token) else None


def _inclusive(run: Run, token: Token) -> bool | None:
    return leaving.prepare(run, token) or None if gateways.arrive(run, token) else None


def _event_gateway(run: Run, token: Token) -> bool | None:
    entering.enter(run, token)
    for flow in run.definition.diagram.outgoing.get(token.node.id, []):
        events.listen(run, run.node(flow.target), (token.scope, token.scope), token)
    tokens.waits(run, token, "event")
    return None


def _catch(run: Run, token: Token) -> bool | None:
    if token.node.trigger.kind == "link" or token.extra.pop("given", False):
        return leaving.prepare(run, token) or None
    entering.enter(run, token)
    if token.node.also:
        events.listen(run, token.node, (token.scope, token.inner), token)
    else:
        events.arm(run, token, token.inner)
    tokens.waits(run, token, "event")
    return None


def _throw(run: Run, token: Token) -> bool | None:
    if token.node.ext.job_type:
        return machines.service(run, token)
    entering.enter(run, token)
    if token.node.trigger.kind == "link":
        return _jump(run, token)
    if token.node.trigger.kind == "compensate" and not compensation.throw(run, token, token.node.trigger):
        return None
    variables = dict(run.scopes[token.local].variables) if token.local is not None else {}
    for trigger in token.node.triggers:
        _send(run, token, trigger, variables)
        if token.id not in run.tokens:
            return None
    return leaving.prepare(run, token) or None


def _send(run: Run, token: Token, trigger: Trigger, variables: dict[str, Value]) -> None:
    """Throw one definition of an event; an escalation may cancel the token's own scope."""
    if trigger.kind in {"message", "signal"}:
        key = events.text(script.value(run, trigger.key, token.inner)) if trigger.key else None
        name = str(script.value(run, trigger.name or "", token.inner))
        tokens.tell(run, "thrown", token, kind=trigger.kind, name=name)
        tokens.passed_throwing(run, token)
        reached = signals.reach_beside(run, name, variables) if trigger.kind == "signal" else ()
        run.effects.thrown.append(Thrown(trigger.kind, name, key, variables, reached))  # type: ignore[arg-type]
    elif trigger.kind == "escalation":
        errors.escalate(run, token, _code(run, token, trigger), variables)


def _code(run: Run, token: Token, trigger: Trigger) -> str | None:
    """The code of an error or escalation that is thrown: as written, or computed."""
    return None if trigger.name is None else str(script.value(run, trigger.name, token.inner))


def _jump(run: Run, token: Token) -> bool | None:
    for node in run.definition.diagram.members.get(token.node.scope, []):
        if (
            node.kind == "intermediateCatchEvent"
            and node.trigger.kind == "link"
            and node.trigger.name == token.node.trigger.name
        ):
            tokens.place(run, node, token.scope)
            token.next = []
            return True
    raise script.Trouble("link", "the link leads nowhere")


def _end(run: Run, token: Token) -> bool | None:
    kind = token.node.trigger.kind
    entering.enter(run, token)
    if kind == "error":
        variables = dict(run.scopes[token.local].variables) if token.local is not None else {}
        errors.throw(run, token, _code(run, token, token.node.trigger), variables)
        return None
    if kind == "cancel":
        return compensation.cancel_transaction(run, token)
    if kind == "terminate":
        cancelling.scope(run, token.scope, but=token)
    note_end(run, token)
    return _throw(run, token)


def note_end(run: Run, token: Token) -> None:
    """Remember the end event: one at process level, or of an event sub-process that interrupted it, else the first
    other.
    """
    scope = run.scopes[token.scope]
    owner = run.tokens.get(scope.owner) if scope.owner is not None else None
    at_top = scope.id == ROOT
    interrupted = owner is not None and owner.scope == ROOT and bool(owner.extra.get("interrupting"))
    beside = owner is not None and owner.scope == ROOT and owner.node.by_event
    if at_top or interrupted or (beside and run.end_event is None):
        run.end_event = token.node.id


def _sub_process(run: Run, token: Token) -> bool | None:
    if token.extra.get("entered"):
        return None
    entering.enter(run, token, inside=True)
    scope = run.scopes[ROOT if token.local is None else token.local]
    start = run.definition.diagram.plain_start(token.node.id)
    events.arm_scope(run, scope.id, token.node.id)
    tokens.waits(run, token, "scope")
    if start is None:
        for node in first_nodes(run, token.node.id):
            tokens.place(run, run.node(node), scope.id)
    else:
        tokens.place(run, start, scope.id)
    leaving.close_if_empty(run, scope.id)
    return None


def first_nodes(run: Run, scope: str | None) -> list[str]:
    """The nodes of a scope without start event that nothing leads to: each gets a token (BPMN 2.0, 13.3.4)."""
    diagram = run.definition.diagram
    return [
        node.id
        for node in diagram.members.get(scope, [])
        if not diagram.incoming.get(node.id)
        and not node.by_event
        and not node.for_compensation
        and node.kind not in {"startEvent", "boundaryEvent"}
    ]


_KINDS: dict[str, Behaviour] = {
    "startEvent": _pass,
    "task": _pass,
    "manualTask": _pass,
    "exclusiveGateway": _pass,
    "parallelGateway": _parallel,
    "inclusiveGateway": _inclusive,
    "eventBasedGateway": _event_gateway,
    "intermediateCatchEvent": _catch,
    "receiveTask": _catch,
    "intermediateThrowEvent": _throw,
    "endEvent": _end,
    "serviceTask": machines.service,
    "sendTask": _throw,
    "scriptTask": machines.script_task,
    "businessRuleTask": machines.decision,
    "callActivity": machines.call,
    "subProcess": _sub_process,
    "userTask": _pass,
}
