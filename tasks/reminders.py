"""Reminders to those who must act, and escalation of overdue items to those who oversee the case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from engine.clock import SEOUL
from records.notices import operations as notices
from records.notices.operations import NewNotice
from records.organisations import queries as organisations
from tasks import access_sets
from tasks.models import ItemEvent, ItemState, WorkItem

BATCH = 200
_SUPERVISORS = ("supervisor", "branch_manager", "agency_manager")
_TEXTS = {
    "reminder": (
        "기한이 다가옵니다: {name}",
        "Due soon: {name}",
        "{case} ‘{title}’의 ‘{name}’ 기한이 다가옵니다.{due}",
        "{case} “{title}”: the step “{name}” is due soon.{due}",
    ),
    "overdue": (
        "기한이 지났습니다: {name}",
        "Overdue: {name}",
        "{case} ‘{title}’의 ‘{name}’ 기한이 지났습니다. 진행을 살펴 주세요.{due}",
        "{case} “{title}”: the step “{name}” is overdue. Please look into it.{due}",
    ),
}


def remind(now: datetime) -> int:
    """Tell those who must act about items whose reminder is due; each item once. Returns how many items."""
    due = WorkItem.objects.filter(state=ItemState.OPEN, reminded_at=None, reminder_at__lte=now).order_by("reminder_at")
    return sum(_tell(one, "reminder", now) for one in _ids(due))


def escalate(now: datetime) -> int:
    """Tell the supervisors of the case's offices about overdue items; each item once. Returns how many items."""
    late = WorkItem.objects.filter(state=ItemState.OPEN, escalated_at=None, due_at__lt=now).order_by("due_at")
    return sum(_tell(one, "overdue", now) for one in _ids(late))


def _ids(items: QuerySet[WorkItem]) -> list[UUID]:
    return list(items.values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _tell(item_id: UUID, kind: str, now: datetime) -> int:
    mark = "reminded_at" if kind == "reminder" else "escalated_at"
    open_ones = WorkItem.objects.select_for_update(skip_locked=True).filter(state=ItemState.OPEN, **{mark: None})
    item = open_ones.filter(pk=item_id).first()
    if item is None:
        return 0
    receivers = _doers(item, now.date()) if kind == "reminder" else _overseers(item, now.date())
    for group in sorted(receivers):
        notices.post(notice=_notice(item, kind, group), now=now)
    setattr(item, mark, now)
    item.save(update_fields=[mark])
    event = ItemEvent.Kind.REMINDED if kind == "reminder" else ItemEvent.Kind.ESCALATED
    ItemEvent.objects.create(item=item, kind=event, at=now)
    return 1


def _doers(item: WorkItem, on: date) -> set[str]:
    """Who is reminded: whoever has the item, else everybody who may take it."""
    groups = access_sets.groups_of(item.access_set_id)
    if item.assignee_id is not None:
        links = {group for group in groups if group == f"link:{item.assignee_id}"}
        return links or {f"person:{item.assignee_id}"}
    return {one for group in groups for one in _members(group, on)}


def _members(group: str, on: date) -> Iterable[str]:
    kind, _, rest = group.partition(":")
    if kind in ("person", "link"):
        return [group]
    if kind == "org":
        office, _, role = rest.partition(":")
        return [f"person:{one.pk}" for one in organisations.members(UUID(office), role, on)]
    return [f"person:{one.pk}" for one in organisations.holders(rest, on)] if kind == "role" else []


def _overseers(item: WorkItem, on: date) -> set[str]:
    found = (organisations.members(office, role, on) for office in item.offices for role in _SUPERVISORS)
    return {f"person:{one.pk}" for people in found for one in people}


def _notice(item: WorkItem, kind: str, receiver: str) -> NewNotice:
    title_ko, title_en, body_ko, body_en = _TEXTS[kind]
    who, _, ref = receiver.partition(":")
    due = f" ({item.due_at.astimezone(SEOUL):%Y-%m-%d %H:%M})" if item.due_at else ""
    facts = {"case": item.case_number, "title": item.title, "due": due}
    name_en = item.name_en or item.name_ko
    moment = item.reminder_at if kind == "reminder" else item.due_at
    return NewNotice(
        kind=f"work_item_{kind}",
        title_ko=title_ko.format(name=item.name_ko),
        title_en=title_en.format(name=name_en),
        body_ko=body_ko.format(name=item.name_ko, **facts),
        body_en=body_en.format(name=name_en, **facts),
        person_id=UUID(ref) if who == "person" else None,
        link_id=UUID(ref) if who == "link" else None,
        instance_id=item.instance_id,
        # Who came by a link has no account: the page would ask them to sign in.
        address_path=f"/work/{item.pk}/" if who == "person" else "",
        dedup_key=f"item:{item.pk}:{kind}:{moment:%Y%m%d%H%M%S}:{ref}",
        sms="waiting",
        mail="waiting",
    )
