"""Taking, giving back and handing over items; each is one conditional write, so that of two at once one wins."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from engine import operations
from engine.participants import ParticipantSpec
from records.organisations import queries as organisations
from records.people import queries as people
from tasks import access, access_sets, viewers
from tasks.access import NotYourOwnWork, WorkItemClosed, WorkItemNotFound, WorkItemTaken
from tasks.models import ItemEvent, ItemState, WorkItem
from tasks.viewers import Viewer

__all__ = [
    "MayNotReassign",
    "MayNotReturn",
    "NotACandidate",
    "NotYourOwnWork",
    "WorkItemClosed",
    "WorkItemNotFound",
    "WorkItemTaken",
    "claim",
    "give_back",
    "is_free",
    "is_shared",
    "may_return",
    "reassign",
]

#: Who may hand work over, within the organisations of the case where they hold the role.
OVERSEERS = ("supervisor", "branch", "branch_manager", "agency_manager", "headquarters")


class MayNotReturn(Exception):
    """The item is not the viewer's, or is theirs alone: there is no group to give it back to."""


class MayNotReassign(Exception):
    """The viewer does not oversee the offices of the case."""


class NotACandidate(Exception):
    """The person may not do the item: not of the right group, or barred by separation of duties."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def claim(*, item_id: UUID, viewer: Viewer, now: datetime) -> None:
    """Take an open item for oneself; taking one's own again changes nothing.

    Raises:
        WorkItemNotFound, WorkItemClosed, NotYourOwnWork: as in ``access``.
        WorkItemTaken: somebody was faster.
    """
    with transaction.atomic():
        item = access.find(item_id, viewer)
        access.require_doable(item, viewer)
        if item.assignee_id is not None:
            return
        free = WorkItem.objects.filter(pk=item_id, state=ItemState.OPEN, assignee_id=None)
        if not free.update(assignee_id=viewer.actor.id):
            access.require_doable(access.find(item_id, viewer), viewer)
            return
        _note(item, ItemEvent.Kind.CLAIMED, at=now, by_id=viewer.actor.id)


def give_back(*, item_id: UUID, viewer: Viewer, reason: str, now: datetime) -> None:
    """Give an item that one took back to its group.

    Raises:
        WorkItemNotFound: no such item for the viewer.
        MayNotReturn: it is not the viewer's, or nobody else could take it.
    """
    with transaction.atomic():
        item = access.lock(item_id, viewer)
        if not may_return(item, viewer):
            raise MayNotReturn
        WorkItem.objects.filter(pk=item_id).update(assignee_id=None)
        _note(item, ItemEvent.Kind.RETURNED, at=now, by_id=viewer.actor.id, reason=reason)


def may_return(item: WorkItem, viewer: Viewer) -> bool:
    """Whether the viewer has the item and a group could take it."""
    mine = item.state == ItemState.OPEN and item.assignee_id == viewer.actor.id
    return mine and is_shared(access_sets.groups_of(item.access_set_id))


def reassign(*, item_id: UUID, to_person: UUID, by: Viewer, reason: str, now: datetime) -> None:  # noqa: PLR0913
    """Hand an open item to a person of the right group; a role held by one person passes to the new one altogether.

    Raises:
        WorkItemNotFound, WorkItemClosed: no such open item.
        MayNotReassign: the viewer oversees none of the case's offices.
        NotACandidate: the person may not do it.
    """
    found = WorkItem.objects.filter(pk=item_id).first()
    if found is None:
        raise WorkItemNotFound(item_id)
    with transaction.atomic():
        operations.lock_instance(found.instance_id)
        item = WorkItem.objects.select_for_update().get(pk=item_id)
        if item.state != ItemState.OPEN:
            raise WorkItemClosed(item.closed_at, access.name_of(item.completed_by))
        if not oversees(by, item):
            raise MayNotReassign
        _hand_over(item, viewers.of_person(to_person, now.date()), by, now)
        _note(item, ItemEvent.Kind.REASSIGNED, at=now, by_id=by.actor.id, to_id=to_person, reason=reason)


def candidates(item: WorkItem, on: datetime) -> list[tuple[UUID, str]]:
    """Who could be handed the item: id and name, those barred left out."""
    found: dict[UUID, str] = {}
    for group in sorted(access_sets.groups_of(item.access_set_id)):
        kind, _, rest = group.partition(":")
        for office in _offices_of(item, kind, rest):
            role = rest.partition(":")[2] if kind == "org" else item.role
            found |= {one.pk: one.name_ko for one in organisations.members(office, role, on.date())}
    barred = set(item.not_by) | {item.assignee_id}
    return sorted(((pk, name) for pk, name in found.items() if pk not in barred), key=lambda pair: pair[1])


def oversees(viewer: Viewer, item: WorkItem) -> bool:
    """Whether the viewer holds an overseeing role at one of the case's offices, or supervises the programme."""
    everywhere = any(
        held.role in ("supervisor", "headquarters") and held.kind == "headquarters" for held in viewer.roles
    )
    return everywhere or bool(viewer.offices(*OVERSEERS) & set(item.offices))


def _offices_of(item: WorkItem, kind: str, rest: str) -> list[UUID]:
    if kind == "org":
        return [UUID(rest.partition(":")[0])]
    return list(item.offices) if kind == "person" else []


def _hand_over(item: WorkItem, to: Viewer, by: Viewer, now: datetime) -> None:
    groups = access_sets.groups_of(item.access_set_id)
    name = people.person(to.actor.id).name_ko
    if access.barred(item, to):
        raise NotACandidate(name)
    if is_shared(groups):
        if not groups & to.groups:
            raise NotACandidate(name)
        WorkItem.objects.filter(pk=item.pk).update(assignee_id=to.actor.id)
        return
    if not to.offices(item.role) & set(item.offices):
        raise NotACandidate(name)
    participant = ParticipantSpec(role=item.role, kind="person", ref=to.actor.id)
    operations.set_participant(instance_id=item.instance_id, participant=participant, by=by.actor, now=now)


def is_free(item: WorkItem) -> bool:
    """Whether an open item waits for somebody of its groups to take it."""
    return (
        item.state == ItemState.OPEN
        and item.assignee_id is None
        and is_shared(access_sets.groups_of(item.access_set_id))
    )


def is_shared(groups: frozenset[str]) -> bool:
    """Whether several people could take an item of these groups."""
    return any(group.startswith(("org:", "role:")) for group in groups) or len(groups) > 1


def _note(item: WorkItem, kind: ItemEvent.Kind, **facts: object) -> None:
    ItemEvent.objects.create(item=item, kind=kind, **facts)
