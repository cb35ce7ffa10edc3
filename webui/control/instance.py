"""The page of one instance: its path as picture and list, story, data, work items, timers, incidents, people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from engine import clock, queries
from engine.participants import ParticipantSpec
from engine.queries import ElementFacts, InstanceDetail
from records.organisations import queries as organisations
from tasks import naming
from tasks.models import ItemState, WorkItem
from webui.access import ViewedRequest
from webui.control import access, data, processes, story
from webui.studio.access import viewer_policy


@dataclass(frozen=True, kw_only=True)
class WorkLine:
    """An open work item for its supervisor."""

    id: UUID
    name: str
    role: str
    assignee: str
    opened_at: datetime
    due_at: datetime | None
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who holds a role of the instance."""

    role: str
    name: str


@access.watcher
@require_GET
@viewer_policy
def show(request: ViewedRequest, instance_id: UUID) -> HttpResponse:
    """Everything about one instance that its supervisors need."""
    found = access.find_instance(request.viewer, instance_id)
    language, now = request.viewer.language, clock.now()
    elements = {one.id: one for one in queries.elements(found.facts.version_id)}
    passed = story.path(instance_id)
    values = data.lines(data.versions_of(found), found.variables, language)
    facts = {
        "instance": found,
        "process": processes.find_process(found.facts.process_id),
        "name": naming.process(found.facts.process_id, language),
        "steps": _steps(passed, elements, language),
        "marks": _marks(found, passed, elements),
        "story": story.tell(instance_id, language),
        "data": [one for one in values if one.label],
        "inner_data": [one for one in values if not one.label],
        "items": _items(instance_id, now, language),
        "message_waits": queries.message_waits(instance_id),
        "waiting": [one for one in found.open_tasks if one.kind != "user" and one.kind != "scope"],
        "participants": [_holder(one, language) for one in found.participants.values()],
        "names": {one.id: processes.element_name(one, language) for one in elements.values()},
        "may_act": access.may_act(request.viewer, found),
        "now": now,
        "parent": _parent(request, found),
    }
    return render(request, "control/instance.html", facts)


def _parent(request: ViewedRequest, found: InstanceDetail) -> InstanceDetail | None:
    """The calling instance, where the viewer may see it too."""
    if found.facts.parent_id is None:
        return None
    parent = queries.instance(found.facts.parent_id)
    return parent if access.takes_part(access.offices_of(request.viewer), parent) else None


def _steps(passed: tuple[str, ...], elements: Mapping[str, ElementFacts], language: str) -> list[str]:
    """The names of the steps passed, in order; flows and unnamed gateways are left to the picture."""
    return [processes.element_name(elements[one], language) for one in passed if one in elements and elements[one].name]


def _marks(
    found: InstanceDetail, passed: tuple[str, ...], elements: Mapping[str, ElementFacts]
) -> dict[str, dict[str, str]]:
    """Passed, here now, and blocked, each with a sign in words."""
    counted = {one: passed.count(one) for one in passed}
    marks = {
        one: {"tone": "passed", "label": _("지남 %(count)s번") % {"count": count} if count > 1 else _("지남")}
        if one in elements
        else {"tone": "passed", "label": ""}
        for one, count in counted.items()
    }
    marks |= {
        one.element_id: {"tone": "here", "label": _("지금 여기")} for one in found.open_tasks if one.kind != "scope"
    }
    marks |= {one.element_id: {"tone": "incident", "label": _("막힘")} for one in found.incidents}
    return marks


def _items(instance_id: UUID, now: datetime, language: str) -> list[WorkLine]:
    rows = WorkItem.objects.filter(instance_id=instance_id, state=ItemState.OPEN).order_by("opened_at", "id")
    names = naming.people(row.assignee_id for row in rows)
    return [
        WorkLine(
            id=row.pk,
            name=naming.item(row, language),
            role=naming.role(row.role, language),
            assignee=names.get(row.assignee_id, ""),
            opened_at=row.opened_at,
            due_at=row.due_at,
            is_late=row.due_at is not None and row.due_at < now,
        )
        for row in rows
    ]


def _holder(participant: ParticipantSpec, language: str) -> Holder:
    role = naming.role(participant.role, language)
    if participant.kind == "organisation":
        return Holder(role=role, name=organisations.organisation(participant.ref).name_ko)
    names: dict[Any, str] = dict(naming.people([participant.ref]))
    return Holder(role=role, name=names.get(participant.ref, ""))
