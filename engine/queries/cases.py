"""Reading instances, their variables and their history."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet, Subquery

from engine import clock, definitions
from engine.actors import SYSTEM, Actor
from engine.commands._family import Circumstances, Family
from engine.facts import facts_of
from engine.feel import Value
from engine.models import Incident, InstanceEvent, OpenStep, ProcessInstance, Subscription
from engine.participants import ParticipantSpec
from engine.ports import InstanceFacts
from engine.queries.facts import (
    EventFacts,
    IncidentFacts,
    InstanceDetail,
    InstanceDetailRow,
    InstanceFilter,
    InstancePage,
    OpenStepFacts,
    TimerFacts,
)
from engine.spiff import codec, conditions, scopes

if TYPE_CHECKING:
    from engine.spiff.run import Run

PAGE = 50


class NoSuchInstance(LookupError):
    """No instance has this id."""


def instance(instance_id: UUID) -> InstanceDetail:
    """An instance in detail.

    Raises:
        NoSuchInstance: there is none.
    """
    found = _get(instance_id)
    diagram = definitions.get(found.version_id).diagram
    run = _run(found)
    incidents = found.incidents.filter(resolved_at=None).order_by("opened_at")
    timers = found.timers.order_by("due_at")
    return InstanceDetail(
        facts=facts_of(found),
        started_at=found.started_at,
        started_by=found.started_by,
        ended_at=found.ended_at,
        end_event=found.end_event,
        cancel_reason=found.cancel_reason,
        participants=_participants(run),
        variables=dict(run.scopes[0].variables) if 0 in run.scopes else {},
        open_tasks=tuple(_step(step, diagram.nodes) for step in found.open_steps.order_by("opened_at", "task_id")),
        timers=tuple(
            TimerFacts(
                task_id=t.task_id, element_id=t.element_id, name=diagram.nodes[t.element_id].name, due_at=t.due_at
            )
            for t in timers
        ),
        incidents=tuple(_incident(row) for row in incidents),
        calling={token.extra["child"]: token.node.id for token in run.tokens.values() if token.extra.get("child")},
        children=tuple(facts_of(child) for child in found.children.select_related("version").order_by("started_at")),
    )


def instance_by_case_number(case_number: str) -> UUID | None:
    """The id of the instance with this case number."""
    return ProcessInstance.objects.filter(case_number=case_number).values_list("id", flat=True).first()


def family(root_id: UUID) -> list[InstanceFacts]:
    """A case and all it called, outermost first."""
    rows = (
        ProcessInstance.objects.filter(root_id=root_id).select_related("version").order_by("depth", "started_at", "id")
    )
    return [facts_of(row) for row in rows]


def awaited_messages(instance_id: UUID) -> frozenset[str]:
    """The names of the messages that an instance waits for now."""
    waits = Subscription.objects.filter(instance_id=instance_id, kind="message")
    return frozenset(waits.values_list("name", flat=True))


def awaited_conditions(instance_id: UUID) -> list[str]:
    """The elements of an instance that wait for a condition: these have no rows, its state holds them."""
    found = _get(instance_id)
    if not definitions.get(found.version_id).diagram.has_conditions:
        return []
    return [token.node.id for token in conditions.waiting(_run(found))]


def variables(instance_id: UUID, task_id: UUID | None = None) -> dict[str, Value]:
    """What a task may read, inner scopes hiding outer ones; without a task, the instance's own variables."""
    return seen_from(instance_id, task_id)[1]


def seen_from(instance_id: UUID, task_id: UUID | None) -> tuple[InstanceFacts, dict[str, Value]]:
    """The facts of an instance and, as ``variables``, what one of its tasks may read; both out of one statement."""
    found = _get(instance_id)
    run = _run(found)
    token = run.tokens.get(task_id) if task_id is not None else None
    return facts_of(found), scopes.variables(run, 0 if token is None else token.inner) if 0 in run.scopes else {}


def history(instance_id: UUID, *, family: bool = True) -> list[EventFacts]:
    """The story of an instance, with that of all in its family where ``family``; oldest first."""
    root = ProcessInstance.objects.filter(pk=instance_id).values("root_id")
    where = Q(root_id=Subquery(root)) if family else Q(root_id=Subquery(root), instance_id=instance_id)
    rows = list(InstanceEvent.objects.filter(where).order_by("id"))
    if not rows:
        _get(instance_id)
    return [_event(row) for row in rows]


def instances(process_id: str, filter: InstanceFilter | None = None, page: int = 1) -> InstancePage:
    """A page of a process's instances, the newest first."""
    rows = _filtered(ProcessInstance.objects.filter(process_id=process_id), filter or InstanceFilter())
    total = rows.count()
    start = (max(1, page) - 1) * PAGE
    shown = rows.select_related("version").order_by("-started_at", "id")[start : start + PAGE]
    return InstancePage(
        rows=tuple(_row(row) for row in shown), page=max(1, page), pages=max(1, -(-total // PAGE)), total=total
    )


def _get(instance_id: UUID) -> ProcessInstance:
    found = ProcessInstance.objects.select_related("version").filter(pk=instance_id).first()
    if found is None:
        raise NoSuchInstance(instance_id)
    return found


def _run(found: ProcessInstance) -> Run:
    host = Circumstances(Family(SYSTEM, datetime.now(UTC)), found.id)
    return codec.decode(bytes(found.state), definitions.get(found.version_id), host)


def _participants(run: Run) -> dict[str, ParticipantSpec]:
    roles = run.memory.get("roles", {})
    return {role: ParticipantSpec(role=role, kind=kind, ref=ref) for role, (kind, ref) in roles.items()}


def _step(step: OpenStep, nodes: object) -> OpenStepFacts:
    node = nodes[step.element_id]  # type: ignore[index]
    return OpenStepFacts(
        task_id=step.task_id,
        element_id=step.element_id,
        name=node.name,
        kind=step.kind,
        role=node.lane,
        opened_at=step.opened_at,
        due_at=step.due_at,
    )


def _incident(row: Incident) -> IncidentFacts:
    return IncidentFacts(
        id=row.id,
        instance_id=row.instance_id,
        task_id=row.task_id,
        element_id=row.element_id,
        kind=row.kind,
        message=row.message,
        opened_at=row.opened_at,
        resolved_at=row.resolved_at,
    )


def _event(row: InstanceEvent) -> EventFacts:
    definition = definitions.get(row.version_id)
    node = definition.diagram.nodes.get(row.element_id)
    actor = Actor(
        kind=row.actor_kind,  # type: ignore[arg-type]
        id=row.actor_id,
        on_behalf_of=row.on_behalf_of,
        capacity=row.capacity or None,  # type: ignore[arg-type]
    )
    return EventFacts(
        at=row.at,
        kind=row.kind,
        instance_id=row.instance_id,
        element_id=row.element_id,
        element_name=node.name if node is not None else "",
        element_name_en=node.ext.properties.get("labelEn", node.name) if node is not None else "",
        actor=actor,
        task_id=row.task_id,
        data_names=tuple(row.data_names),
        form_id=row.form_id,
        version_number=definition.version_number,
        detail=row.detail,
    )


def _filtered(rows: QuerySet[ProcessInstance], wanted: InstanceFilter) -> QuerySet[ProcessInstance]:
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.element_id:
        rows = rows.filter(open_steps__element_id=wanted.element_id)
    if wanted.version_id:
        rows = rows.filter(version_id=wanted.version_id)
    if wanted.text:
        rows = rows.filter(Q(case_number__icontains=wanted.text) | Q(title__icontains=wanted.text))
    if wanted.incident:
        rows = rows.filter(incidents__resolved_at=None, incidents__isnull=False)
    if wanted.overdue:
        rows = rows.filter(open_steps__due_at__lt=clock.now())
    if wanted.participant_refs is not None:
        rows = rows.filter(participants__ref__in=wanted.participant_refs)
    return rows.distinct()


def _row(row: ProcessInstance) -> InstanceDetailRow:
    steps = list(row.open_steps.order_by("opened_at").values_list("element_id", "due_at"))
    figures = row.incidents.filter(resolved_at=None).aggregate(count=Count("id"), first=Min("opened_at"))
    dues = [due for _, due in steps if due is not None]
    return InstanceDetailRow(
        facts=facts_of(row),
        started_at=row.started_at,
        ended_at=row.ended_at,
        end_event=row.end_event,
        open_steps=tuple(element_id for element_id, _ in steps),
        incidents=figures["count"],
        next_due_at=min(dues, default=None),
    )
