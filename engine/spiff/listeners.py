"""Handlers around a step (``zeebe:executionListener``, ``zeebe:taskListener``), one after the other, inside the step.

``start`` comes after the inputs are mapped and before the step does anything, ``end`` after its result is written and
before it is left; of a user task ``creating`` comes before people see it, ``completing`` with what was filled in, and
``canceling`` when it is taken back. One that fails leaves an incident at the step; a retry goes on with that one.
What a handler gives back becomes variables like the result of a service. A body of a loop has no listeners of its own,
each turn has.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.feel.values import Value
from engine.spiff import scopes, script, tokens
from engine.spiff.diagram import Listener
from engine.spiff.host import ServiceRequest
from engine.spiff.run import Run, Token

#: The events that are listened to, by kind of listener; others are refused at deployment.
EXECUTION = frozenset({"start", "end"})
TASK = frozenset({"creating", "completing", "canceling"})


def before(run: Run, token: Token) -> None:
    """Run the start listeners that did not run yet.

    Raises:
        Trouble: one failed.
    """
    _all(run, token, "start", {})


def creating(run: Run, token: Token) -> None:
    """Run what listens to a user task that is about to open.

    Raises:
        Trouble: one failed.
    """
    _all(run, token, "creating", {})


def completing(run: Run, token: Token, data: Mapping[str, Value]) -> None:
    """Run what listens to a step's completion, before its result is written; joins and events begin here too.

    Raises:
        Trouble: one failed.
    """
    before(run, token)
    _all(run, token, "completing", data)


def after(run: Run, token: Token) -> None:
    """Run the end listeners.

    Raises:
        Trouble: one failed.
    """
    _all(run, token, "end", {})


def canceling(run: Run, token: Token) -> None:
    """Tell those who listen that a user task is taken back; a failure cannot hold that up and goes to the history."""
    if token.extra.get("waits") != "user":
        return
    try:
        _all(run, token, "canceling", {})
    except script.Trouble as problem:
        tokens.tell(run, "listener_failed", token, message=problem.message)


def _all(run: Run, token: Token, event: str, data: Mapping[str, Value]) -> None:
    wanted = [line for line in token.node.ext.listeners if line.event == event]
    if not wanted or (token.node.loop is not None and token.body is None):
        return
    heard = token.extra.setdefault("heard", {})
    for number in range(heard.get(event, 0), len(wanted)):
        _one(run, token, (wanted[number], number), data)
        heard[event] = number + 1


def _one(run: Run, token: Token, which: tuple[Listener, int], data: Mapping[str, Value]) -> None:
    request = _request(run, token, which, data)
    reply = run.host.service(request)
    if reply.kind == "queued":
        run.effects.jobs[:] = [line for line in run.effects.jobs if line[0] is not request]
        raise script.Trouble("listener", f"{request.type} works outside the step and cannot listen to it")
    if reply.kind == "error":
        raise script.Trouble("listener", f"the listener {request.type} threw the error {reply.code}")
    if reply.kind == "failed":
        raise script.Trouble("listener", reply.message)
    for name, value in reply.variables.items():
        scopes.assign(run, token.inner, name, value)


def _request(run: Run, token: Token, which: tuple[Listener, int], data: Mapping[str, Value]) -> ServiceRequest:
    line, number = which
    own = {name: value for name, value in token.node.ext.headers.items() if name not in {"external", "resultVariable"}}
    return ServiceRequest(
        task_id=token.id,
        element_id=token.node.id,
        type=str(script.value(run, line.type, token.inner)),
        retries=1,
        headers={**own, **line.headers},
        inputs={**scopes.variables(run, token.inner), **data},
        part=f"{line.event}{number}",
    )
