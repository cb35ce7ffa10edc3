"""How a token leaves its node: results written out, flows chosen, the scope closed behind the last one."""

from __future__ import annotations

from collections.abc import Mapping

from engine.feel.values import Value
from engine.spiff import gateways, listeners, scopes, script, tokens, undoing
from engine.spiff.effects import Story, Trouble
from engine.spiff.run import READY, ROOT, Run, Token


def stick(run: Run, token: Token, problem: script.Trouble) -> None:
    """Stop a token where it is with an incident; the rest of the instance goes on."""
    token.stuck = True
    run.effects.troubles.append(Trouble(token.id, token.node.id, problem.kind, problem.message))
    tokens.tell(run, "incident", token, kind=problem.kind, message=problem.message)


def prepare(run: Run, token: Token, variables: Mapping[str, Value] | None = None) -> bool:
    """Write the result out and choose the flows; False, with an incident, where that fails."""
    try:
        _result(run, token, variables or {})
        token.next = [] if token.body is not None else gateways.choose(run, token)
    except script.Trouble as problem:
        token.extra["result"] = dict(variables or {})
        stick(run, token, problem)
        return False
    token.extra.pop("result", None)
    return True


def _result(run: Run, token: Token, variables: Mapping[str, Value]) -> None:
    """Write the result out, once, between the listeners around it."""
    if not token.node.ext.listeners:
        if not token.extra.get("written"):
            write_out(run, token, variables)
        return
    listeners.completing(run, token, variables)
    if not token.extra.get("written"):
        write_out(run, token, variables)
        token.extra["written"] = True
    listeners.after(run, token)


def conclude(run: Run, token: Token, variables: Mapping[str, Value] | None = None) -> None:
    """Finish a token that waited."""
    if prepare(run, token, variables):
        token.complete()


def write_out(run: Run, token: Token, variables: Mapping[str, Value]) -> None:
    """Carry a result into variables: through the output mappings where there are any, else name by name."""
    body = token.node.loop is not None and token.body is None
    outputs = () if body else token.node.ext.outputs
    if not outputs:
        for name, value in variables.items():
            scopes.assign(run, token.inner, name, value)
        return
    if token.local is None:
        token.local = scopes.create(run, token.scope, element=token.node.id, owner=token.id).id
    run.scopes[token.local].variables.update(variables)
    for line in outputs:
        value = script.value(run, line.source, token.local)
        scopes.assign(run, token.scope, line.target, value)
        scopes.renew(run, token.local, line.target, value)


def leave(run: Run, token: Token) -> None:
    """Move a completed token on along its flows."""
    if not token.extra.get("passed"):
        tokens.passed(run, token.node)
    tokens.done_waiting(run, token)
    undoing.note(run, token)
    drop_listeners(run, token)
    scopes.drop(run, token.local)
    tokens.follow(run, token.next, token.scope)
    tokens.remove(run, token)
    close_if_empty(run, token.scope)


def drop_listeners(run: Run, token: Token) -> None:
    """Take away the boundary events of a finished activity and the members of a decided event-based gateway."""
    if token.node.id in run.definition.diagram.boundaries or token.node.kind == "eventBasedGateway":
        for other in run.awake():  # a listener stands in its host's scope
            if other.host == token.id:
                tokens.remove(run, other)


def close_if_empty(run: Run, scope_id: int) -> None:
    """End a scope that holds no token any more: the instance, or the activity whose inside it is."""
    scope = run.scopes.get(scope_id)
    if scope is None or not scope.flow or scope.live > 0:
        return
    for waiting in run.inside(scope_id):
        tokens.remove(run, waiting)
    if scope_id == ROOT:
        run.ended = True
        run.effects.stories.append(Story("ended", run.end_event))
        return
    owner = run.tokens.get(scope.owner) if scope.owner is not None else None
    if owner is not None and "undo" in owner.extra:
        scopes.drop(run, scope_id)
        owner._set_state(READY)
        run.ready.append(owner)
    elif owner is not None and not owner.stuck:
        conclude(run, owner)
