"""Errors and escalations on their way out: the nearest event that catches them, in this instance or the one that
called it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal
from uuid import UUID

from engine.feel.values import Value
from engine.spiff import events, leaving, script, tokens
from engine.spiff.effects import Escape
from engine.spiff.run import Run, Token

Kind = Literal["error", "escalation"]


def throw(run: Run, token: Token, code: str | None, variables: Mapping[str, Value]) -> bool:
    """Send an error up from a token; False, with an incident at the token, when nobody catches it."""
    caught = catcher(run, token, "error", code)
    if caught is None and run.host.caller_catches(code):
        tokens.passed_throwing(run, token)
        run.effects.escapes.append(Escape("error", code, dict(variables)))
        return True
    if caught is None:
        leaving.stick(run, token, script.Trouble("uncaught_error", f"nothing catches the error {code or ''}".strip()))
        return False
    tokens.tell(run, "error", token, code=code, caught_by=caught.node.id)
    tokens.passed_throwing(run, token)
    leaving.conclude(run, events.trigger(run, caught, variables), variables)
    return True


def escalate(run: Run, token: Token, code: str | None, variables: Mapping[str, Value]) -> None:
    """Send an escalation up; one that nobody catches is told in the history and forgotten, as BPMN says."""
    caught = catcher(run, token, "escalation", code)
    tokens.tell(run, "escalation", token, code=code, caught_by=None if caught is None else caught.node.id)
    tokens.passed_throwing(run, token)
    if caught is None:
        run.effects.escapes.append(Escape("escalation", code, dict(variables)))
        return
    leaving.conclude(run, events.trigger(run, caught, variables), variables)


def catcher(run: Run, token: Token, kind: Kind, code: str | None) -> Token | None:
    """The listener that catches: boundary events first, then event sub-processes, from the inside out."""
    for place in _levels(run, token):
        fitting = [t for t in place if t.trigger.kind == kind and t.trigger.name in (None, code)]
        if fitting:
            return min(fitting, key=lambda found: found.trigger.name is None)
    return None


def _levels(run: Run, token: Token) -> Iterator[list[Token]]:
    current: Token | None = token
    while current is not None:
        yield _listeners(run, host=current.id)
        if current.body is not None:
            current = run.tokens.get(current.body)
            continue
        yield [t for t in run.inside(current.scope) if t.listening and t.node.kind == "startEvent"]
        owner = run.scopes[current.scope].owner
        current = run.tokens.get(owner) if owner is not None else None


def _listeners(run: Run, host: UUID) -> list[Token]:
    return [t for t in run.awake() if t.host == host and t.node.kind == "boundaryEvent"]
