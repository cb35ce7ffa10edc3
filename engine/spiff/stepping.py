"""The doors of a run: begin, complete, an event, a result, cancel, retry. Each ends with the instance settled.

Settled means that every token waits for something: a person, a timer, a message, a job, a called process or, as an
incident, a
supervisor. These functions change memory only; ``engine.commands`` writes ``run.effects`` in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from engine import limits
from engine.feel.values import Value
from engine.spiff import (
    behaviour,
    cancelling,
    conditions,
    errors,
    events,
    gateways,
    leaving,
    loops,
    machines,
    people,
    repeats,
    scopes,
    script,
    signals,
    starts,
    tokens,
    undoing,
)
from engine.spiff.effects import Story
from engine.spiff.host import ServiceReply
from engine.spiff.run import READY, ROOT, STARTED, Run, Token


class TaskNotOpen(Exception):
    """A task that is not, or no longer, waiting for this; ``task_id`` says which."""

    def __init__(self, task_id: UUID) -> None:
        """Keep which task it was."""
        self.task_id = task_id
        super().__init__(str(task_id))


def connect(run: Run) -> Run:
    """Give SpiffWorkflow's life cycle our behaviour; needed once after making or loading a run."""

    def leave(token: Token) -> None:
        if token.body is None:
            leaving.leave(run, token)
            return
        tokens.passed(run, token.node)
        tokens.done_waiting(run, token)
        undoing.note(run, token)
        (repeats if token.node.loop is not None and token.node.loop.standard else loops).inner_done(run, token)

    run.workflow.leave = leave
    run.workflow.behaviour = lambda token: behaviour.behave(run, token)
    return run


def tell_start(run: Run, case_number: str) -> None:
    """Begin the history of a new instance."""
    run.effects.stories.append(Story("started", detail={"case_number": case_number}))


def begin(run: Run, variables: Mapping[str, Value], start: str | None = None) -> None:
    """Start an instance at a start event (its none start event by default) with these variables; what an event brings
    goes through its output mappings, where it has some.
    """
    root = scopes.create(run, None, flow=True)
    node = run.node(start) if start else run.definition.diagram.plain_start(None)
    first = [starts.place(run, node)] if node is not None else starts.place_first(run)
    if start is not None and node is not None and node.ext.outputs:
        _guarded(run, lambda: starts.take_in(run, first[0], variables), first[0])
    else:
        root.variables.update(variables)
    _listen(run, first[0])
    settle(run)


def _listen(run: Run, first: Token) -> None:
    """Set the starts of the process's own event sub-processes; where that fails, the first token waits for a retry."""
    if not first.stuck:
        _guarded(run, lambda: events.arm_scope(run, ROOT, None), first)
    if first.stuck:
        first.extra["listens"] = False


def complete(run: Run, task_id: UUID, data: Mapping[str, Value]) -> Token:
    """Finish a user task with what was filled in.

    Raises:
        TaskNotOpen: the token is gone, is no user task, or does not wait for a person.
    """
    token = run.tokens.get(task_id)
    if token is None or token.stuck or token.state != READY or token.extra.get("waits") != "user":
        raise TaskNotOpen(task_id)
    form_id = people.form_of(run, token)
    story = Story("task_completed", token.node.id, token.id, data_names=tuple(sorted(data)), form_id=form_id)
    run.effects.stories.append(story)
    tokens.done_waiting(run, token)
    token._set_state(STARTED)
    leaving.conclude(run, token, data)
    settle(run)
    return token


def happen(run: Run, task_id: UUID, kind: str, variables: Mapping[str, Value]) -> bool:
    """Let the timer, message or signal come that a token waits for; False where none waits (any more)."""
    token = run.tokens.get(task_id)
    if token is None or token.stuck or token.trigger.kind != kind:
        return False
    tokens.tell(run, kind if kind != "timer" else "timer_fired", token, names=sorted(variables))
    moved = events.trigger(run, token, variables)
    if not token.listening:
        run.effects.spent.append(token.id)
    leaving.conclude(run, moved, variables)
    settle(run)
    return True


def hear(run: Run, name: str, variables: Mapping[str, Value]) -> tuple[UUID, ...]:
    """Let a called instance's signal come to what stands beside this one's flow; gives the tokens that had it."""
    reached = signals.reach_beside(run, name, variables)
    if reached:
        settle(run)
    return reached


def timer_due(run: Run, task_id: UUID) -> datetime | None:
    """When the timer of a token is due; None where it has none."""
    token = run.tokens.get(task_id)
    found = token.extra.get("due_at") if token is not None and token.trigger.kind == "timer" else None
    return found if isinstance(found, datetime) else None


def reply(run: Run, task_id: UUID, answer: ServiceReply) -> bool:
    """Take the result of a job; False where the token is gone or no longer waits for one."""
    token = run.tokens.get(task_id)
    if token is None or token.stuck or token.extra.get("waits") != "job":
        return False
    if answer.kind == "failed":
        tokens.done_waiting(run, token, cancelled=True)
    if machines.settle(run, token, answer):
        token.complete()
    settle(run)
    return True


def child_done(run: Run, task_id: UUID, variables: Mapping[str, Value]) -> None:
    """A called instance has ended well."""
    token = run.tokens.get(task_id)
    if token is not None:
        machines.called_done(run, token, variables)
        settle(run)


def child_escape(run: Run, task_id: UUID, escape: tuple[errors.Kind, str | None, Mapping[str, Value]]) -> None:
    """An error or escalation came out of a called instance."""
    token = run.tokens.get(task_id)
    if token is None:
        return
    kind, code, variables = escape
    if kind == "error":
        token.extra.pop("child", None)
        errors.throw(run, token, code, variables)
    else:
        errors.escalate(run, token, code, variables)
    settle(run)


def catches(run: Run, task_id: UUID, code: str | None) -> bool:
    """Whether an error out of a called instance would be caught here or further out."""
    token = run.tokens.get(task_id)
    if token is None:
        return False
    return errors.catcher(run, token, "error", code) is not None or run.host.caller_catches(code)


def cancel(run: Run) -> None:
    """Take everything back."""
    cancelling.everything(run)
    run.effects.stories.append(Story("instance_cancelled"))


def retry(run: Run, task_id: UUID) -> bool:
    """Try a stuck token again from where it failed; False where it is not stuck."""
    token = run.tokens.get(task_id)
    if token is None or not token.stuck:
        return False
    token.stuck = False
    run.effects.healed.append(token.id)
    tokens.tell(run, "retried", token)
    token.extra["attempt"] = token.extra.get("attempt", 0) + 1
    if token.extra.pop("listens", None) is False:
        starts.silence(run)
        _listen(run, token)
    if token.stuck:
        settle(run)
        return True
    if token.node.loop is not None and token.body is None and token.extra.get("started"):
        (repeats if token.node.loop.standard else loops).resume(run, token)
    elif "result" in token.extra:
        leaving.conclude(run, token, token.extra["result"])
    elif token.listening:
        run.changed = True
    else:
        token._set_state(READY)
        run.ready.append(token)
    settle(run)
    return True


def settle(run: Run) -> None:
    """Run until every token waits; an instance that neither waits nor has ended gets an incident."""
    steps = 0
    run.changed = True
    while _more(run):
        token = run.ready.popleft()
        if token.id not in run.tokens or token.stuck or token.state != READY:
            continue
        steps += 1
        if steps > limits.STEPS_A_TRANSACTION:
            leaving.stick(run, token, script.Trouble("endless", "the step does not come to an end"))
            continue
        _run(run, token)
    if not run.ended:
        _refuse_starvation(run)


def _more(run: Run) -> bool:
    """Whether a token can run: conditions are looked at after every change, inclusive joins when nothing else moves."""
    while run.changed and not run.ended:
        conditions.look(run)
    return bool(run.ready) or (not run.ended and gateways.fire_inclusive(run))


def _run(run: Run, token: Token) -> None:
    body = token.node.loop is not None and token.body is None
    if token.task_spec.manual and not body:
        _guarded(run, lambda: people.open_task(run, token), token)
    else:
        token.run()


def _guarded(run: Run, act: object, token: Token | None = None) -> None:
    try:
        act()  # type: ignore[operator]
    except conditions.Overtaken:
        return
    except script.Trouble as problem:
        if token is None:
            raise
        leaving.stick(run, token, problem)


def _refuse_starvation(run: Run) -> None:
    for scope in [s for s in run.awake_scopes() if s.flow and s.live > 0]:
        inside = [t for t in run.inside(scope.id) if not t.listening]
        if inside and all(t.extra.get("arrived") for t in inside) and not any(t.stuck for t in inside):
            leaving.stick(
                run, inside[0], script.Trouble("starved", "the gateway waits for a path that nothing takes any more")
            )
