"""Drafts of the studio: made from a version, edited file by file, handed in, approved by another person, deployed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from engine.actors import Actor
from engine.bundle import Bundle
from engine.commands import deploy as deploying
from engine.models import Draft, DraftFile, ProcessVersion


class DraftChanged(Exception):
    """Somebody else saved meanwhile; ``revision`` is the newest one."""

    def __init__(self, revision: int) -> None:
        """Keep the newest revision."""
        self.revision = revision
        super().__init__(str(revision))


class DraftClosed(Exception):
    """A draft that is not in the state this needs; ``state`` says which it is in."""

    def __init__(self, state: str) -> None:
        """Keep the state it is in."""
        self.state = state
        super().__init__(state)


class SamePersonApproves(Exception):
    """Who edited or handed in a draft may not approve it."""


@transaction.atomic
def create_draft(*, process_id: str, by: Actor, now: datetime) -> UUID:
    """Begin a draft with the files of the live version; an unknown process begins empty."""
    live = ProcessVersion.objects.filter(process_id=process_id, is_live=True).first()
    draft = Draft.objects.create(process_id=process_id, based_on=live, edited_by=by.id, edited_at=now)
    files = live.files.order_by("path") if live is not None else ()
    DraftFile.objects.bulk_create(DraftFile(draft=draft, path=file.path, content=file.content) for file in files)
    return draft.id


@transaction.atomic
def save_draft_file(  # noqa: PLR0913 - the contract with the studio names these
    *, draft_id: UUID, path: str, content: bytes | None, revision: int, by: Actor, now: datetime
) -> int:
    """Save (or with None remove) one file and give the new revision; a submitted draft becomes one being edited again.

    Raises:
        DraftChanged: the draft has another revision than the editor saw.
        DraftClosed: it was deployed.
    """
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    if draft.state == Draft.State.DEPLOYED:
        raise DraftClosed(draft.state)
    if draft.revision != revision:
        raise DraftChanged(draft.revision)
    if content is None:
        draft.files.filter(path=path).delete()
    else:
        DraftFile.objects.update_or_create(draft=draft, path=path, defaults={"content": content})
    draft.revision += 1
    draft.state, draft.submitted_by, draft.approved_by = Draft.State.EDITING, None, None
    draft.edited_by, draft.edited_at = by.id, now
    if by.id not in draft.editors:
        draft.editors.append(by.id)
    draft.save()
    return draft.revision


@transaction.atomic
def submit_draft(*, draft_id: UUID, by: Actor, now: datetime, comment: str = "") -> None:
    """Hand a draft in for another person's approval.

    Raises:
        DraftClosed: it is not being edited.
    """
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    if draft.state != Draft.State.EDITING:
        raise DraftClosed(draft.state)
    draft.state, draft.submitted_by, draft.comment, draft.edited_at = Draft.State.SUBMITTED, by.id, comment, now
    draft.save()


@transaction.atomic
def approve_and_deploy(*, draft_id: UUID, by: Actor, now: datetime) -> ProcessVersion:
    """Approve a submitted draft and make it the live version.

    Raises:
        SamePersonApproves: the same person edited it at any time, or handed it in.
        DraftClosed: it was not submitted.
        DeploymentRefused: a check found an error; the draft stays submitted.
    """
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    if draft.state != Draft.State.SUBMITTED:
        raise DraftClosed(draft.state)
    if by.id in {*draft.editors, draft.submitted_by}:
        raise SamePersonApproves
    files = {file.path: bytes(file.content) for file in draft.files.all()}
    version = deploying.deploy(bundle=Bundle(draft.process_id, files), by=by, now=now, comment=draft.comment)
    draft.state, draft.approved_by, draft.deployed_version = Draft.State.DEPLOYED, by.id, version
    draft.save()
    return version
