"""Cancelling a case, and putting an incident right."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from engine.actors import Actor
from engine.commands import _advance, _rows, parking
from engine.commands._advance import StepResult
from engine.commands._family import Family, Live
from engine.models import Incident, ProcessInstance, ProcessVersion
from engine.spiff import leaving, script, stepping


class IncidentNotOpen(Exception):
    """An incident that is resolved already, or that a retry cannot help."""


@transaction.atomic
def cancel(*, instance_id: UUID, reason: str, by: Actor, now: datetime) -> StepResult:
    """Stop a running case with all it called, and withdraw its open work items; one that rests, too.

    Raises:
        InstanceNotActive: it has ended.
    """
    family = Family(by, now, supervising=True)
    live = family.lock(instance_id)
    _advance.cancel_live(family, live, reason)
    tell_caller(family, live)
    result = _advance.finish(family, live)
    if live.row.suspended_at is not None:
        ended = ProcessInstance.objects.filter(root_id=live.row.root_id, suspended_at__isnull=False)
        ended.exclude(status="running").update(suspended_at=None)
    return result


def tell_caller(family: Family, live: Live) -> None:
    """A called case that was cancelled by itself leaves its caller with an incident: nothing else would bring that
    one on.
    """
    row = live.row
    if row.parent_id is None or row.parent_task_id is None:
        return
    parent = family.live(row.parent_id)
    token = parent.run.tokens.get(row.parent_task_id)
    if token is not None:
        token.extra.pop("child", None)
        leaving.stick(parent.run, token, script.Trouble("called_cancelled", "the called process was cancelled"))


@transaction.atomic
def retry(*, incident_id: UUID, by: Actor, now: datetime) -> StepResult:
    """Try again what failed, from where it failed; a timer, message or job at once, by a worker.

    Raises:
        IncidentNotOpen: it was resolved before, or its step is gone.
        InstanceNotActive: the case has ended.
    """
    incident = Incident.objects.filter(pk=incident_id, resolved_at=None).first()
    if incident is not None and incident.parked_id is not None:
        return _release(incident, by, now)
    if incident is None or incident.task_id is None:
        raise IncidentNotOpen(incident_id)
    family = Family(by, now)
    live = family.lock(incident.instance_id)
    if not stepping.retry(live.run, incident.task_id):
        raise IncidentNotOpen(incident_id)
    return _advance.finish(family, live)


def _release(incident: Incident, by: Actor, now: datetime) -> StepResult:
    """The case itself is not stepped: perhaps it cannot even be read yet."""
    row = next(found for found in _rows.lock(incident.instance_id) if found.id == incident.instance_id)
    if not parking.release(incident, by, now):
        raise IncidentNotOpen(incident.id)
    number = ProcessVersion.objects.values_list("number", flat=True).get(pk=row.version_id)
    return StepResult(instance=row.facts(number))
