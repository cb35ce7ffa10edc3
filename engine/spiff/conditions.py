"""Conditional events: looked at when they begin to wait and after every step that wrote a variable, never polled.

An event that interrupts, and a catch, go on as soon as their condition is true. One that does not interrupt happens
each time the condition turns from false to true; what it was last is kept with its token (``held``). A condition over
variables that are not there yet is null and waits; any other value that is no boolean is an incident.
"""

from __future__ import annotations

from engine.spiff import events, leaving, script, tokens
from engine.spiff.run import Run, Token


class Overtaken(Exception):
    """A boundary event interrupted an activity at its very beginning: there is nothing left to do there."""


def look(run: Run) -> bool:
    """Let the conditional events happen that are true now, one after the other; whether one did."""
    run.changed = False
    if not run.definition.diagram.has_conditions:
        return False
    happened = False
    for token in list(run.tokens.values()):
        if token.trigger.kind == "conditional" and token.id in run.tokens and _waits(token):
            happened = _happens(run, token) or happened
    return happened


def at_once(run: Run, host: Token) -> None:
    """Look at the boundary events of an activity that begins.

    Raises:
        Overtaken: one of them interrupted it.
    """
    if not run.definition.diagram.has_conditions:
        return
    for token in list(run.tokens.values()):
        if token.host == host.id and token.trigger.kind == "conditional" and _waits(token):
            _happens(run, token)
            if host.id not in run.tokens:
                raise Overtaken


def waiting(run: Run) -> list[Token]:
    """The tokens that wait for a condition."""
    return [token for token in run.tokens.values() if token.trigger.kind == "conditional" and _waits(token)]


def _waits(token: Token) -> bool:
    """Beside the flow, or in it with the mark of a step that waits; never where it failed."""
    return not token.stuck and (token.listening or token.extra.get("waits") == "event")


def _happens(run: Run, token: Token) -> bool:
    try:
        true = _true(run, token)
    except script.Trouble as problem:
        leaving.stick(run, token, problem)
        return False
    held, token.extra["held"] = token.extra.get("held", False), true
    if not true or held:
        return False
    tokens.tell(run, "condition_met", token)
    leaving.conclude(run, events.trigger(run, token, {}))
    return True


def _true(run: Run, token: Token) -> bool:
    """Whether the condition is true where the event stands: a boundary event sees what its activity sees."""
    host = run.tokens.get(token.host) if token.host is not None else None
    return script.truth(run, token.trigger.text, (host or token).inner) is True
