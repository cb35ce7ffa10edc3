"""A signal that an instance throws reaches what stands beside its own flow at once.

All others get it with a job after the step, by which time the flow may have ended and taken its boundary events and
event sub-processes with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from engine.feel.values import Value
from engine.spiff import events, leaving, script, tokens
from engine.spiff.run import Run, Token


def reach_beside(run: Run, name: str, variables: Mapping[str, Value]) -> tuple[UUID, ...]:
    """Let the signal come to the boundary events and event sub-processes that wait for it, from the outside in; gives
    their tokens.
    """
    reached: list[UUID] = []
    for token in run.awake():
        if token.id not in run.tokens or not _hears(run, token, name):
            continue
        reached.append(token.id)
        tokens.tell(run, "signal", token, names=sorted(variables))
        moved = events.trigger(run, token, variables)
        if not token.listening:
            run.effects.spent.append(token.id)
        leaving.conclude(run, moved, variables)
    return tuple(reached)


def _hears(run: Run, token: Token, name: str) -> bool:
    if not token.listening or token.stuck or token.trigger.kind != "signal":
        return False
    if token.node.kind not in {"startEvent", "boundaryEvent"}:
        return False
    host = run.tokens.get(token.host) if token.host is not None else None
    return bool(script.value(run, token.trigger.name or "", (host or token).inner) == name)
