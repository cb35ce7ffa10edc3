"""Service steps: a handler under a savepoint, or a Job for what must not happen inside the step."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction

from engine import handlers
from engine.handlers import BpmnError, Call, Registered, Result
from engine.spiff import values
from engine.spiff.host import ServiceReply, ServiceRequest
from engine.typing_values import WrongType, build, feel_of, variables_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.commands._family import Family, Live

log = logging.getLogger("engine.services")


def carry_out(family: Family, live: Live, request: ServiceRequest) -> ServiceReply:
    """Do a service step now where its handler runs inside the step, else queue it as a Job."""
    instead = handlers.substitute(request.type)
    if isinstance(instead, ServiceReply):
        return instead
    entry = None if instead == "external" else handlers.find(request.type)
    if instead == "external":
        live.run.effects.jobs.append((request, "external"))
        return ServiceReply(kind="queued")
    if request.headers.get("external") == "true" or (entry is not None and entry.place == "outside"):
        live.run.effects.jobs.append((request, "outside" if entry is not None else "external"))
        return ServiceReply(kind="queued")
    if entry is None:
        return ServiceReply(kind="failed", code="no_handler", message=f"no handler is registered for {request.type}")
    call = circumstances(family, live, request)
    return guarded(entry, lambda: _inside(family, live, (entry, call, request)))


def circumstances(family: Family, live: Live, request: ServiceRequest) -> Call:
    """The Call a handler gets; its key is the same for every attempt at this very token."""
    row = live.row
    return Call(
        instance_id=row.id,
        root_id=row.root_id,
        parent_id=row.parent_id,
        case_number=row.case_number,
        process_id=row.process_id,
        element_id=request.element_id,
        task_id=request.task_id,
        headers=request.headers,
        idempotency_key=f"{row.id}:{request.task_id}{':' if request.part else ''}{request.part}",
        actor=family.by,
        now=family.now,
        participants=dict(live.participants),
    )


def guarded(entry: Registered, act: Callable[[], ServiceReply]) -> ServiceReply:
    """Run a handler's half under a savepoint; whatever it raises becomes an answer, and its effects are taken back."""

    def kept_apart() -> ServiceReply:
        with transaction.atomic():
            return act()

    return answered(entry, kept_apart)


def answered(entry: Registered, act: Callable[[], ServiceReply]) -> ServiceReply:
    """Run a handler's half; whatever it raises becomes an answer, and the log names only the kind of failure. What it
    did until then is for the caller to take back.
    """
    try:
        return act()
    except BpmnError as thrown:
        return ServiceReply(kind="error", code=thrown.code, message=thrown.message)
    except WrongType as wrong:
        return ServiceReply(kind="failed", code="wrong_type", message=f"{entry.name}: {wrong}")
    except Exception as problem:
        log.warning("handler %s failed: %s", entry.name, type(problem).__name__, exc_info=True)
        return ServiceReply(kind="failed", code="handler", message=f"{entry.name} failed: {type(problem).__name__}")


def _inside(family: Family, live: Live, what: tuple[Registered, Call, ServiceRequest]) -> ServiceReply:
    entry, call, request = what
    result = entry.function(call, build(entry.inputs, request.inputs))
    return take(family, live, result)


def take(family: Family, live: Live, result: object) -> ServiceReply:
    """Turn what a handler gave back into variables and participants."""
    if result is None:
        return ServiceReply(kind="done")
    if isinstance(result, Result):
        variables = feel_of(dict(result.variables))
        values.pack(variables)
        for participant in result.participants:
            family.hold(live, participant)
        return ServiceReply(kind="done", variables=variables)
    variables = variables_of(result)
    values.pack(variables)
    return ServiceReply(kind="done", variables=variables)
