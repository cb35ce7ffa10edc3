"""A case as the people in it see it: steps in plain words, who must act by when, what happened, what they may do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from engine import queries
from engine.participants import ParticipantSpec
from engine.ports import InstanceFacts
from engine.queries import EventFacts, InstanceDetail
from records.documents import queries as documents
from tasks import assignment, naming, stories
from tasks.models import ItemState, WorkItem
from tasks.stories import StoryLine
from tasks.viewers import Viewer

#: Roles whose story is told in full to them; employers and links see the stages only.
TOLD_ALL = frozenset({"supported_worker", "work_assistant"})
#: Who may take an application back, and object to a decision.
CONCERNED = frozenset({"supported_worker"})


class CaseNotFound(Exception):
    """There is no such case for this viewer; another's case is not told apart from none."""

    def __init__(self, instance_id: UUID) -> None:
        super().__init__(str(instance_id))
        self.instance_id = instance_id


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One of the few steps that people see."""

    name: str
    state: Literal["done", "now", "later"]


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What the case waits for: who must act, by when, one plain sentence; ``item_id`` if it is the viewer's."""

    name: str
    who: str
    due_at: datetime | None
    plain: str
    item_id: UUID | None
    overdue: bool


@dataclass(frozen=True, kw_only=True)
class CaseDocument:
    """A document of the case that the viewer may open."""

    id: UUID
    title: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """The page of a case; ``history`` and ``documents`` are empty for those who see only the stages."""

    facts: InstanceFacts
    process_name: str
    started_at: datetime
    ended_at: datetime | None
    end: str
    stages: Sequence[Stage]
    waiting: Sequence[Waiting]
    history: Sequence[StoryLine]
    documents: Sequence[CaseDocument]
    may_withdraw: bool
    may_object: bool
    #: Nobody has anything left to do; the case stays open until then for an objection only.
    rests_until: datetime | None


def case(*, viewer: Viewer, instance_id: UUID, now: datetime) -> CaseView:
    """The case (its outermost instance) as the viewer may see it.

    Raises:
        CaseNotFound: no such case for this viewer.
    """
    root = _root(instance_id)
    if not _is_part(viewer, root) and not _has_item(viewer, root.facts.id):
        raise CaseNotFound(instance_id)
    told = _is_told_all(viewer, root)
    awaited = queries.awaited_messages(root.facts.id)
    listens = awaited if _is_concerned(viewer, root) else frozenset[str]()
    waiting = _waiting(root.facts.id, viewer, now)
    rests_until = _rests_until(root) if "objection" in awaited and not waiting else None
    return CaseView(
        facts=root.facts,
        process_name=naming.process(root.facts.process_id, viewer.language),
        started_at=root.started_at,
        ended_at=root.ended_at,
        end=_end(root, viewer.language),
        stages=_stages(root, viewer.language, is_over=root.ended_at is not None or rests_until is not None),
        waiting=waiting,
        history=stories.of_case(root.facts.id, viewer) if told else [],
        documents=_documents(root.facts.id, viewer, told=told),
        may_withdraw="withdraw" in listens and rests_until is None,
        may_object="objection" in listens,
        rests_until=rests_until,
    )


def _rests_until(root: InstanceDetail) -> datetime | None:
    """The end of the wait of a case in which nobody has an item: its last timer."""
    return max((timer.due_at for timer in root.timers), default=None)


def may_see(viewer: Viewer, instance_id: UUID) -> bool:
    """Whether the viewer takes part in the case, oversees it, or has or had an item of it."""
    try:
        root = _root(instance_id)
    except CaseNotFound:
        return False
    return _is_part(viewer, root) or _has_item(viewer, root.facts.id)


def may_read_document(document_id: UUID, viewer: Viewer) -> bool:
    """Whether the viewer may open a document: theirs, one they are named for, or of a case told to them in full."""
    if documents.may_read(document_id, viewer.groups):
        return True
    instance_id = documents.document(document_id).instance_id
    return instance_id is not None and may_see(viewer, instance_id) and _is_told_all(viewer, _root(instance_id))


def _root(instance_id: UUID) -> InstanceDetail:
    try:
        found = queries.instance(instance_id)
    except LookupError:
        raise CaseNotFound(instance_id) from None
    return found if found.facts.root_id == found.facts.id else queries.instance(found.facts.root_id)


def _is_part(viewer: Viewer, root: InstanceDetail) -> bool:
    return bool(_roles(viewer, root.participants)) or any(held.kind == "headquarters" for held in viewer.roles)


def _roles(viewer: Viewer, participants: Mapping[str, ParticipantSpec]) -> set[str]:
    """The roles of the case that the viewer holds, for themselves, a ward, or by membership of an office."""
    offices = {held.organisation_id for held in viewer.roles}
    return {role for role, one in participants.items() if one.ref in viewer.ids or one.ref in offices}


def _is_told_all(viewer: Viewer, root: InstanceDetail) -> bool:
    staff = any(one.kind == "organisation" and one.ref in viewer.offices(*_STAFF) for one in root.participants.values())
    central = any(held.kind == "headquarters" for held in viewer.roles)
    return staff or central or bool(_roles(viewer, root.participants) & TOLD_ALL)


_STAFF = (
    "branch",
    "evaluator",
    "branch_manager",
    "supervisor",
    "agency",
    "agency_manager",
    "institute",
    "headquarters",
)


def _is_concerned(viewer: Viewer, root: InstanceDetail) -> bool:
    return bool(_roles(viewer, root.participants) & CONCERNED)


def _has_item(viewer: Viewer, root_id: UUID) -> bool:
    items = WorkItem.objects.filter(root_id=root_id)
    if items.filter(assignee_id__in=sorted(viewer.ids)).exists():
        return True
    if items.filter(completed_by=viewer.actor.id).exists():
        return True
    first = items.first()
    return first is not None and assignment.oversees(viewer, first)


def _end(root: InstanceDetail, language: str) -> str:
    if root.ended_at is None or not root.end_event:
        return ""
    try:
        return naming.element(queries.element(root.facts.version_id, root.end_event), language)
    except KeyError:
        return ""


def _stages(root: InstanceDetail, language: str, *, is_over: bool) -> list[Stage]:
    """The steps people see; of a case in which nothing is left to do only those it came through."""
    passed, here = _progress(root.facts.id)
    found: list[Stage] = []
    for stage in queries.stages(root.facts.version_id):
        elements = set(stage.element_ids)
        state: Literal["done", "now", "later"] = "later"
        if elements & here and root.ended_at is None:
            state = "now"
        elif elements & passed:
            state = "done"
        if state != "later" or not is_over:
            found.append(Stage(name=stage.name if language == "ko" else stage.name_en, state=state))
    return found


def _progress(root_id: UUID) -> tuple[set[str], set[str]]:
    """The elements of the outermost case that were passed, and those at which it, or a case it calls, stands now."""
    events: Iterable[EventFacts] = queries.history(root_id, family=False)
    passed = {element_id for event in events for element_id in (event.element_id, *event.detail.get("path", ()))}
    detail = queries.instance(root_id)
    here = {step.element_id for step in detail.open_tasks}
    return passed, here | set(detail.calling.values())


def _waiting(root_id: UUID, viewer: Viewer, now: datetime) -> list[Waiting]:
    rows = WorkItem.objects.filter(root_id=root_id, state=ItemState.OPEN).order_by("list_at", "id")
    return [_wait(row, viewer, now) for row in rows]


def _wait(row: WorkItem, viewer: Viewer, now: datetime) -> Waiting:
    mine = row.assignee_id in viewer.ids
    return Waiting(
        name=naming.item(row, viewer.language),
        who=naming.role(row.role, viewer.language),
        due_at=row.due_at,
        plain=naming.plain(row, viewer.language),
        item_id=row.pk if mine else None,
        overdue=row.due_at is not None and row.due_at < now,
    )


def _documents(root_id: UUID, viewer: Viewer, *, told: bool) -> list[CaseDocument]:
    found = [one for case_ in queries.family(root_id) for one in documents.of_instance(case_.id)]
    return [
        CaseDocument(id=one.pk, title=one.title or one.name, created_at=one.created_at)
        for one in found
        if told or documents.may_read(one.pk, viewer.groups)
    ]
