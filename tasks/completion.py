"""Completing an item: lock, may they?, validate, hand over to the engine; all or nothing, and never twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from engine import operations, prepared
from engine.actors import Actor
from engine.direct import Record
from engine.feel import Value
from engine.operations import InstanceNotActive, Judged, TaskNotOpen
from tasks import access, access_sets, drafts, filling_in, handing_in, uploads
from tasks.access import NotYourOwnWork, WorkItemClosed, WorkItemNotFound, WorkItemTaken
from tasks.forms import library
from tasks.forms.posting import Posted
from tasks.handing_in import FormRejected, HandedIn
from tasks.models import ItemState, WorkItem
from tasks.uploads import Received
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
    "next_item",
    "save_draft",
]


class StaleForm(Exception):
    """The item changed since the page was made (new due time, another holder): look again, nothing was handed over."""

    def __init__(self, item_id: UUID) -> None:
        super().__init__(str(item_id))
        self.item_id = item_id


@dataclass(frozen=True, kw_only=True)
class Completed:
    """The item is done, ``before`` where the same person had done it already; ``next_item`` says what comes next."""

    item_id: UUID
    instance_id: UUID
    root_id: UUID
    name: str
    before: bool = False


@dataclass(kw_only=True)
class _Attempt:
    """One person's try at one item; what became of it is noted while the case is locked."""

    item_id: UUID
    viewer: Viewer
    posted: Posted
    received: Received
    revision: int | None
    now: datetime
    item: WorkItem | None = None
    has_drafts: bool = False
    files: Sequence[str] = ()
    rejected: FormRejected | None = None


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
    received = _received(item_id, viewer, files, now) if files else uploads.Received(files={}, refused={})
    attempt = _Attempt(item_id=item_id, viewer=viewer, posted=posted, received=received, revision=revision, now=now)
    try:
        done = _locked(attempt)
    except (TaskNotOpen, InstanceNotActive) as gone:
        return _too_late(attempt, gone)
    if attempt.rejected is not None:
        raise attempt.rejected
    return done


def _received(item_id: UUID, viewer: Viewer, files: uploads.Files, now: datetime) -> Received:
    """Store the files that came, before any lock: only for somebody who may complete the item."""
    item = access.find(item_id, viewer)
    if _was_theirs(item, viewer):
        return uploads.Received(files={}, refused={})
    access.require_doable(item, viewer)
    return handing_in.received(library.load(item.version_id, item.form_id), files, viewer, now)


@transaction.atomic
def _locked(attempt: _Attempt) -> Completed:
    """Lock the case, judge the form by what it then says, hand it over; all in one transaction."""
    look = access.lock_with_draft(attempt.item_id, attempt.viewer, drafts.item_subject(attempt.item_id))
    operations.complete_judged(task_id=attempt.item_id, look=look, judge=partial(_judge, attempt), now=attempt.now)
    item = attempt.item
    if item is None:
        raise TaskNotOpen(attempt.item_id)
    if attempt.rejected is None:
        if attempt.files:
            uploads.attach(attempt.files, item.instance_id)
        if attempt.has_drafts:
            drafts.delete(drafts.item_subject(item.pk), handed_over=frozenset(attempt.files))
    return _done(item)


def _judge(attempt: _Attempt, variables: Mapping[str, Value], seen: Sequence[Record]) -> Judged | None:
    """What the form gives, None where it is rejected; every refusal comes before anything is written."""
    viewer, subject = attempt.viewer, drafts.item_subject(attempt.item_id)
    item, draft, attempt.has_drafts = access.locked(attempt.item_id, seen)
    attempt.item = item
    access.require_doable(item, viewer)
    if attempt.revision is not None and attempt.revision != item.revision:
        raise StaleForm(item.pk)
    form = library.load(item.version_id, item.form_id)
    handed = HandedIn(
        form=form,
        posted=attempt.posted,
        received=attempt.received,
        subject=subject,
        viewer=viewer,
        now=attempt.now,
        draft=draft,
    )
    surroundings = filling_in.with_variables(variables, item, form, (viewer, attempt.now))
    outcome = handing_in.judge(handed, surroundings)
    if isinstance(outcome, FormRejected):
        attempt.rejected = outcome
        return None
    attempt.files = outcome.files
    return Judged(data=outcome.values, by=actor_for(item, viewer))


def _too_late(attempt: _Attempt, gone: Exception) -> Completed:
    """Why an item is no longer open: the same person's second post is answered as done."""
    item = access.find(attempt.item_id, attempt.viewer)
    if _was_theirs(item, attempt.viewer):
        return _done(item, before=True)
    access.require_doable(item, attempt.viewer)
    raise WorkItemClosed(attempt.now, "") from gone


def actor_for(item: WorkItem, viewer: Viewer) -> Actor:
    """As whom the record names the viewer: a guardian acts on behalf of the ward whose item it is."""
    ward = item.assignee_id
    if ward is None and viewer.wards:
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
    handing_in.keep(handed, handing_in.take_in(handed, filling_in.of_item(item, handed.form, viewer, now)))


def _was_theirs(item: WorkItem, viewer: Viewer) -> bool:
    return item.state == ItemState.COMPLETED and item.completed_by == viewer.actor.id


def _done(item: WorkItem, *, before: bool = False) -> Completed:
    return Completed(
        item_id=item.pk,
        instance_id=item.instance_id,
        root_id=item.root_id,
        name=item.name_ko,
        before=before,
    )


_NEXT = """
    SELECT id FROM tasks_workitem
    WHERE root_id = %(root)s AND state = 'open' AND NOT %(actor)s = ANY(not_by) AND (
        assignee_id = ANY(%(ids)s) OR (assignee_id IS NULL AND access_set_id IN (
            SELECT access_set_id FROM tasks_accesssetgroup WHERE "group" = ANY(%(groups)s))))
    ORDER BY assignee_id, list_at, id LIMIT 1
"""


def next_item(root_id: UUID, viewer: Viewer) -> UUID | None:
    """What the viewer may do next in a case: their own first, then what their groups may take."""
    facts = {"root": root_id, "actor": viewer.actor.id}
    found = prepared.fetch(_NEXT, {**facts, "ids": sorted(viewer.ids), "groups": sorted(viewer.groups)})
    return found[0][0] if found else None
