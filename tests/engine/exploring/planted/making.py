"""Small diagrams with one mistake each, and the same diagrams put right: what the deploy gate is held against."""

import json
from dataclasses import dataclass

from engine.bundle import Bundle
from tests.engine.building import (
    bundle,
    io,
    message,
    node,
    timer,
    user,
)
from tests.engine.stored_states.samples import E, S

ERROR = '<bpmn:error id="err" errorCode="E1"/>'
ERROR_EVENT = '<bpmn:errorEventDefinition errorRef="err"/>'
ESCALATION = '<bpmn:escalation id="esc" escalationCode="X1"/>'
ESCALATION_EVENT = '<bpmn:escalationEventDefinition escalationRef="esc"/>'
GO = message("go_m", "go", None)
LATE = timer("timeDuration", "P1D")


@dataclass(frozen=True)
class Planted:
    """``at`` are the elements the errors of the wrong one stand at."""

    name: str
    at: set[str]
    wrong: Bundle
    right: Bundle


def planted(name: str, at: str, wrong: tuple[str, ...], right: tuple[str, ...], **more: object) -> Planted:
    one, other = (bundle("p", *parts, **more) for parts in (wrong, right))  # type: ignore[arg-type]
    return Planted(name, set(at.split()), one, other)


def form(id: str, *components: dict[str, object]) -> dict[str, bytes]:
    content = {"type": "default", "id": id, "schemaVersion": 19, "components": list(components)}
    return {f"forms/{id}.form": json.dumps(content).encode()}


def filled(*keys: str) -> dict[str, bytes]:
    """A form for the task a, that asks for these."""
    return form("a", *({"type": "textfield", "key": key, "id": key, "label": key} for key in keys))


def xor(id: str, default: str = "") -> str:
    return node("exclusiveGateway", id, **({"default": default} if default else {}))


def both(id: str) -> str:
    return node("parallelGateway", id)


def some(id: str, default: str = "") -> str:
    return node("inclusiveGateway", id, **({"default": default} if default else {}))


def scope(id: str, *inside: str, kind: str = "subProcess", **attributes: str) -> str:
    return node(kind, id, "".join(inside), **attributes)


def beside(id: str, host: str, inside: str = LATE, **attributes: str) -> str:
    return node("boundaryEvent", id, inside, attachedToRef=host, **attributes)


def catch(id: str, inside: str) -> str:
    return node("intermediateCatchEvent", id, inside)


def when(condition: str) -> str:
    inside = f"<bpmn:condition>{condition}</bpmn:condition>"
    return f"<bpmn:conditionalEventDefinition>{inside}</bpmn:conditionalEventDefinition>"


def end(id: str, inside: str = "") -> str:
    return node("endEvent", id, inside)


AB = (S, E, user("a"), user("b"))
FORK = (*AB, both("f"))
NOTE = user("a", io("out =note -> note"))
