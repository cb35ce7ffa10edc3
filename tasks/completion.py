"""Completing an item: lock, may they?, validate, hand over to the engine; all or nothing, and never twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from engine import operations
from engine.actors import Actor
from engine.operations import InstanceNotActive, TaskNotOpen
from tasks import access, access_sets, drafts, filling_in, handing_in, uploads
from tasks.access import NotYourOwnWork, WorkItemClosed, WorkItemNotFound, WorkItemTaken
from tasks.forms import library
from tasks.forms.posting import Posted
from tasks.handing_in import FormRejected, HandedIn
from tasks.models import ItemState, WorkItem
from tasks.viewers import Viewer

__all__ = [
    "Completed",
    "FormRejected",
    "NotYourOwnWork",
    "StaleForm",
    "WorkItemClosed",
    "WorkItemNotFound",
    "WorkItemTaken",
    "complete",
    "save_draft",
]


class StaleForm(Exception):
    """The item changed since the page was made (new due time, another holder): look again, nothing was handed over."""

    def __init__(self, item_id: UUID) -> None:
        super().__init__(str(item_id))
        self.item_id = item_id


@dataclass(frozen=True, kw_only=True)
class Completed:
    """The item is done; ``next_item_id`` is what the same person may do next in the same case, if anything."""

    item_id: UUID
    instance_id: UUID
    root_id: UUID
    name: str
    next_item_id: UUID | None
    before: bool = False


@dataclass(frozen=True, kw_only=True)
class _Attempt:
    """One person's try at one item."""

    item_id: UUID
    viewer: Viewer
    revision: int | None
    now: datetime


def complete(  # noqa: PLR0913 - the facts of a post
    *,
    item_id: UUID,
    viewer: Viewer,
    posted: Posted,
    files: uploads.Files,
    revision: int | None,
    now: datetime,
) -> Completed:
    """Hand in the form of an item.

    The same person's second post of a completed item is answered as done.

    Raises:
        WorkItemNotFound, WorkItemClosed, WorkItemTaken, NotYourOwnWork: as in ``access``.
        StaleForm: the page was made for an earlier revision.
        FormRejected: refused fields, or a button inside the form; the answers are kept.
    """
    item = access.find(item_id, viewer)
    if _was_theirs(item, viewer):
        return _done(item, viewer, before=True)
    access.require_doable(item, viewer)
    form = library.load(item.version_id, item.form_id)
    handed = HandedIn(
        form=form,
        posted=posted,
        received=handing_in.received(form, files, viewer, now),
        subject=drafts.item_subject(item_id),
        viewer=viewer,
        now=now,
    )
    outcome = _locked(_Attempt(item_id=item_id, viewer=viewer, revision=revision, now=now), item.instance_id, handed)
    if isinstance(outcome, FormRejected):
        raise outcome
    return outcome


@transaction.atomic
def _locked(attempt: _Attempt, instance_id: UUID, handed: HandedIn) -> Completed | FormRejected:
    operations.lock_instance(instance_id)
    item = access.lock(attempt.item_id, attempt.viewer)
    if _was_theirs(item, attempt.viewer):
        return _done(item, attempt.viewer, before=True)
    access.require_doable(item, attempt.viewer)
    if attempt.revision is not None and attempt.revision != item.revision:
        raise StaleForm(item.id)
    outcome = handing_in.judge(handed, filling_in.of_item(item, attempt.viewer, attempt.now))
    if isinstance(outcome, FormRejected):
        return outcome
    _hand_over(item, outcome.values, actor_for(item, attempt.viewer), attempt.now)
    uploads.attach(outcome.files, item.instance_id)
    drafts.delete(handed.subject, handed_over=frozenset(outcome.files))
    return _done(item, attempt.viewer)


def _hand_over(item: WorkItem, values: Mapping[str, object], actor: Actor, now: datetime) -> None:
    if item.assignee_id is None:
        WorkItem.objects.filter(pk=item.pk).update(assignee_id=actor.id)
    try:
        operations.complete(instance_id=item.instance_id, task_id=item.pk, data=values, by=actor, now=now)
    except (TaskNotOpen, InstanceNotActive) as gone:
        raise WorkItemClosed(now, "") from gone


def actor_for(item: WorkItem, viewer: Viewer) -> Actor:
    """As whom the record names the viewer: a guardian acts on behalf of the ward whose item it is."""
    ward = item.assignee_id
    if ward is None:
        groups = access_sets.groups_of(item.access_set_id)
        ward = next((one for one in viewer.wards if f"person:{one}" in groups), None)
    return viewer.acting_for(ward)


def save_draft(*, item_id: UUID, viewer: Viewer, posted: Posted, now: datetime) -> None:
    """Keep what has been filled in so far, without judging it.

    Raises:
        WorkItemNotFound, WorkItemClosed, WorkItemTaken, NotYourOwnWork: who may not complete the item keeps no draft.
    """
    item = access.find(item_id, viewer)
    access.require_doable(item, viewer)
    handed = HandedIn(
        form=library.load(item.version_id, item.form_id),
        posted=posted,
        received=uploads.Received(files={}, refused={}),
        subject=drafts.item_subject(item_id),
        viewer=viewer,
        now=now,
    )
    handing_in.keep(handed, handing_in.take_in(handed, filling_in.of_item(item, viewer, now)))


def _was_theirs(item: WorkItem, viewer: Viewer) -> bool:
    return item.state == ItemState.COMPLETED and item.completed_by == viewer.actor.id


def _done(item: WorkItem, viewer: Viewer, *, before: bool = False) -> Completed:
    return Completed(
        item_id=item.pk,
        instance_id=item.instance_id,
        root_id=item.root_id,
        name=item.name_ko,
        next_item_id=_next(item, viewer),
        before=before,
    )


def _next(item: WorkItem, viewer: Viewer) -> UUID | None:
    """What the viewer may do next in the same case: their own first, then what their groups may take."""
    waiting = WorkItem.objects.filter(root_id=item.root_id, state=ItemState.OPEN).exclude(pk=item.pk)
    waiting = waiting.exclude(not_by__contains=[viewer.actor.id])
    free = Q(assignee_id=None, access_set_id__in=access_sets.containing(viewer.groups))
    found = waiting.filter(Q(assignee_id__in=sorted(viewer.ids)) | free)
    return found.order_by("assignee_id", "list_at").values_list("pk", flat=True).first()
