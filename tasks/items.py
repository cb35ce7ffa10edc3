"""The page of one item: why one has it, what was decided before, the form, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine import queries
from engine.feel import Value
from engine.ports import InstanceFacts
from tasks import access, access_sets, assignment, drafts, filling_in, forms, naming, stories
from tasks.access import NotYourOwnWork, WorkItemClosed, WorkItemTaken
from tasks.forms import Answers, PresentedForm, library
from tasks.models import ItemEvent, ItemState, WorkItem
from tasks.stories import StoryLine
from tasks.viewers import Viewer

#: The step's variables and the viewer's draft.
Known = tuple[Mapping[str, Value], Answers | None]


@dataclass(frozen=True, kw_only=True)
class ItemView:
    """Everything the page of an item shows, in the reader's language.

    ``why_not`` says in a sentence why the viewer may not complete it (empty if they may). ``form`` is ready
    to be drawn with the viewer's draft or the values known so far (only to be read by who may not complete the item);
    None for an item that is no longer open.
    """

    id: UUID
    name: str
    plain: str
    title: str
    case_number: str
    is_open: bool
    instance: InstanceFacts
    process_name: str
    role: str
    why: str
    state: str
    opened_at: datetime
    due_at: datetime | None
    deadline_at: datetime | None
    overdue: bool
    stops_clock: bool
    revision: int
    assignee_name: str
    for_name: str
    can_claim: bool
    can_return: bool
    can_complete: bool
    why_not: str
    form: PresentedForm | None
    draft_saved_at: datetime | None
    earlier: Sequence[StoryLine]
    next_steps: Sequence[str]
    events: Sequence[ItemNote]
    closed_at: datetime | None
    closed_by_name: str


@dataclass(frozen=True, kw_only=True)
class ItemNote:
    """Something done with the item: a sentence and when."""

    at: datetime
    sentence: str
    reason: str


_WHY_NOT = {
    "closed": ("이미 끝난 일입니다.", "This is already done."),
    "taken": ("{name} 님이 맡고 있습니다.", "{name} has taken this."),
    "own": (
        "앞 단계를 처리한 분은 이 단계를 처리할 수 없습니다. 다른 담당자가 맡아야 합니다.",
        "Whoever did the earlier step may not do this one; a colleague has to.",
    ),
}
_WHY = {
    "ward": ("{name} 님의 보호자로서 대신 할 수 있습니다.", "You may do this for {name} as their guardian."),
    "own": ("이 신청에서 ‘{role}’이어서 이 일을 받았습니다.", "You have this because you are the {role} in this case."),
    "group": ("‘{role}’ 역할을 맡고 있어서 이 일이 보입니다.", "You see this because you hold the role {role}."),
    "done": ("이 일을 처리하셨습니다.", "You did this."),
}
_EVENTS = {
    "claimed": ("{by} 님이 맡았습니다.", "{by} took this."),
    "returned": ("{by} 님이 되돌려 놓았습니다.", "{by} gave this back."),
    "reassigned": ("{by} 님이 {to} 님에게 넘겼습니다.", "{by} handed this to {to}."),
    "reminded": ("기한을 알렸습니다.", "A reminder was sent."),
    "escalated": ("기한이 지나 관리자에게 알렸습니다.", "Overdue: the supervisor was told."),
}


def item(*, viewer: Viewer, item_id: UUID, now: datetime) -> ItemView:
    """The item as the viewer may see it.

    Raises:
        WorkItemNotFound: no such item for this viewer.
    """
    return _view(access.find(item_id, viewer), viewer, now)


def _view(found: WorkItem, viewer: Viewer, now: datetime) -> ItemView:
    why_not = _why_not(found, viewer)
    is_open = found.state == ItemState.OPEN
    names = naming.people({found.assignee_id, found.completed_by, found.completed_for})
    ward = found.assignee_id if found.assignee_id in viewer.wards else None
    instance, variables = queries.seen_from(found.instance_id, found.pk)
    draft, saved_at = drafts.kept(drafts.item_subject(found.pk), viewer.actor.id)
    return ItemView(
        id=found.pk,
        name=naming.item(found, viewer.language),
        plain=naming.plain(found, viewer.language),
        title=found.title,
        case_number=found.case_number,
        is_open=is_open,
        instance=instance,
        process_name=naming.process(found.process_id, viewer.language),
        role=naming.role(found.role, viewer.language),
        why=_why(found, viewer, names.get(ward, "")),
        state=found.state,
        opened_at=found.opened_at,
        due_at=found.due_at,
        deadline_at=found.deadline_at,
        overdue=is_open and found.due_at is not None and found.due_at < now,
        stops_clock=found.stops_clock,
        revision=found.revision,
        assignee_name=names.get(found.assignee_id, ""),
        for_name=names.get(ward or found.completed_for, ""),
        can_claim=not why_not and assignment.is_free(found),
        can_return=assignment.may_return(found, viewer),
        can_complete=not why_not,
        why_not=why_not,
        form=_presented(found, (viewer, now), (variables, draft), to_read=bool(why_not)) if is_open else None,
        draft_saved_at=saved_at,
        earlier=stories.decisions(found, viewer),
        next_steps=_next_steps(found, viewer.language),
        events=_notes(found, viewer),
        closed_at=found.closed_at,
        closed_by_name=names.get(found.completed_by, ""),
    )


def _presented(found: WorkItem, seen: tuple[Viewer, datetime], known: Known, *, to_read: bool) -> PresentedForm:
    """The form with the draft's answers, else with what the variables fill in."""
    form, (variables, draft) = library.load(found.version_id, found.form_id), known
    surroundings = filling_in.with_variables(variables, found, form, seen)
    return forms.present(form, draft or forms.fill(form, surroundings), surroundings, to_read=to_read)


def _next_steps(found: WorkItem, language: str) -> list[str]:
    steps = queries.next_steps(found.version_id, found.element_id)
    return list(dict.fromkeys(naming.element(step, language) for step in steps))


def _why_not(found: WorkItem, viewer: Viewer) -> str:
    position = 0 if viewer.language == "ko" else 1
    try:
        access.require_doable(found, viewer)
    except WorkItemClosed:
        return _WHY_NOT["closed"][position]
    except WorkItemTaken as taken:
        return _WHY_NOT["taken"][position].format(name=taken.by_name)
    except NotYourOwnWork:
        return _WHY_NOT["own"][position]
    return ""


def _why(found: WorkItem, viewer: Viewer, ward_name: str) -> str:
    position = 0 if viewer.language == "ko" else 1
    role = naming.role(found.role, viewer.language)
    if ward_name:
        return _WHY["ward"][position].format(name=ward_name)
    if found.completed_by == viewer.actor.id:
        return _WHY["done"][position]
    kind = "group" if assignment.is_shared(access_sets.groups_of(found.access_set_id)) else "own"
    return _WHY[kind][position].format(role=role)


def _notes(found: WorkItem, viewer: Viewer) -> list[ItemNote]:
    rows: list[ItemEvent] = list(found.events.all())
    names = naming.people({row.by_id for row in rows} | {row.to_id for row in rows})
    position = 0 if viewer.language == "ko" else 1
    return [
        ItemNote(
            at=row.at,
            sentence=_EVENTS[row.kind][position].format(by=names.get(row.by_id, ""), to=names.get(row.to_id, "")),
            reason=row.reason,
        )
        for row in rows
    ]
