"""Compensation as BPMN 2.0 says (10.7, 13.5.5): completed activities are undone by their handlers, the newest first.

A throw event, or a sub-process that is undone as a whole, holds ``extra["undo"]``: the scope whose completions it
undoes, the one activity it names (or None), and the newest completion there was. Each handler runs in a scope of its
own below; when that is empty the holder runs again and takes the next record, until none is left.
"""

from __future__ import annotations

from engine.spiff import cancelling, events, leaving, scopes, tokens, undoing
from engine.spiff.diagram import Trigger
from engine.spiff.run import READY, ROOT, STARTED, Run, Scope, Token


def throw(run: Run, token: Token, trigger: Trigger) -> bool:
    """Begin to undo what a throw event names; True when the event need not wait for it."""
    wanted = [home(run, token).id, trigger.name, undoing.last(run)]
    tokens.tell(run, "compensation", token, activity=trigger.name)
    if undoing.peek(run, wanted) is None:
        return True
    if trigger.text == "false":
        holder = Token(run.workflow, token.node, token.scope)
        run.scopes[token.scope].live += 1
        holder.extra.update(undo=wanted, quiet=True)
        run.ready.append(holder)
        return True
    token.extra["undo"] = wanted
    tokens.waits(run, token, "scope")
    proceed(run, token)
    return False


def cancel_transaction(run: Run, token: Token) -> bool | None:
    """A cancel end event: end what still runs inside, undo what was completed, leave by the cancel event."""
    scope = home(run, token)
    kept = next(t for t in run.inside(scope.id) if t is token or (t.local is not None and t.local == token.scope))
    cancelling.scope(run, scope.id, but=kept)
    token.extra.update(undo=[scope.id, None, undoing.last(run)], cancels=True)
    tokens.waits(run, token, "scope")
    return proceed(run, token)


def proceed(run: Run, token: Token) -> bool | None:
    """Undo the next completion, or go on when none is left (True completes the token)."""
    record = undoing.take(run, token.extra["undo"])
    if record is not None:
        _start(run, token, record)
        return None
    wanted = token.extra.pop("undo")
    if token.extra.get("cancels"):
        _leave_transaction(run, token, wanted[0])
        return None
    if token.node.kind == "subProcess" or token.extra.get("quiet"):
        scopes.drop(run, token.local)
        tokens.remove(run, token)
        leaving.close_if_empty(run, token.scope)
        return None
    done: bool = leaving.prepare(run, token)
    return done or None


def home(run: Run, token: Token) -> Scope:
    """The scope whose activities a throw event may undo: event sub-processes undo for the scope they stand in."""
    scope = run.scopes[token.scope]
    while scope.id != ROOT and scope.owner is not None and scope.parent is not None:
        owner = run.tokens.get(scope.owner)
        if owner is None or not (owner.node.by_event or scope.element is None):
            break
        scope = run.scopes[scope.parent]
    return scope


def _start(run: Run, holder: Token, record: undoing.Record) -> None:
    _, element_id, own, item, records = record
    diagram = run.definition.diagram
    place = scopes.create(run, holder.extra["undo"][0], owner=holder.id, flow=True)
    place.variables.update(item)
    handler = diagram.handlers.get(element_id)
    if handler is not None:
        tokens.place(run, run.node(handler), place.id)
        return
    again = _standing(run, element_id, place)
    inside = scopes.create(run, place.id, element=element_id, owner=again.id)
    inside.variables.update(own)
    again.local = inside.id
    undoing.put(run, inside.id, records)
    start = diagram.undo_start(element_id)
    # A compensation event sub-process decides itself what inside is undone; without one everything is.
    again.extra["undo"] = [inside.id, None, 0 if start else undoing.last(run)]
    if start is None:
        again._set_state(READY)
        run.ready.append(again)
        return
    _start_event_process(run, again, start.scope or "", inside)


def _start_event_process(run: Run, holder: Token, element_id: str, inside: Scope) -> None:
    place = scopes.create(run, inside.id, owner=holder.id, flow=True)
    owner = _standing(run, element_id, place)
    own = scopes.create(run, place.id, element=element_id, owner=owner.id, flow=True)
    owner.local = own.id
    events.arm_scope(run, own.id, element_id)
    tokens.place(run, run.definition.diagram.starts(element_id)[0], own.id)


def _standing(run: Run, element_id: str, place: Scope) -> Token:
    token = Token(run.workflow, run.node(element_id), place.id, state=STARTED)
    place.live += 1
    return token


def _leave_transaction(run: Run, token: Token, scope_id: int) -> None:
    owner_id = run.scopes[scope_id].owner
    owner = run.tokens[owner_id] if owner_id is not None else token
    host = owner.id if owner.body is None else owner.body
    tokens.passed(run, token.node)
    caught = next(t for t in run.tokens.values() if t.host == host and t.trigger.kind == "cancel")
    leaving.conclude(run, events.trigger(run, caught, {}), {})
