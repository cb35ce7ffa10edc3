"""Reading drafts of the studio."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from engine import checks
from engine.bundle import Bundle
from engine.commands import deploy
from engine.findings import Finding
from engine.models import Draft
from engine.queries.facts import DraftFacts


class NoSuchDraft(LookupError):
    """No draft has this id."""


def draft(draft_id: UUID) -> DraftFacts:
    """A draft with its files.

    Raises:
        NoSuchDraft: there is none.
    """
    found = Draft.objects.select_related("based_on").filter(pk=draft_id).first()
    if found is None:
        raise NoSuchDraft(draft_id)
    return replace(_facts(found), files={file.path: bytes(file.content) for file in found.files.all()})


def drafts(process_id: str) -> list[DraftFacts]:
    """The drafts of a process, the one edited last first; without their files."""
    rows = Draft.objects.select_related("based_on").filter(process_id=process_id).order_by("-edited_at")
    return [_facts(row) for row in rows]


def check_draft(draft_id: UUID) -> list[Finding]:
    """What stands against deploying a draft as it is now, and advice on how it is drawn once it can be read."""
    found = draft(draft_id)
    bundle = Bundle(found.process_id, found.files)
    findings = deploy.check(bundle)
    if any(finding.severity == "error" for finding in findings):
        return findings
    return [*findings, *checks.look_over(bundle)]


def _facts(row: Draft) -> DraftFacts:
    return DraftFacts(
        id=row.id,
        process_id=row.process_id,
        based_on=row.based_on.number if row.based_on is not None else None,
        revision=row.revision,
        state=row.state,
        comment=row.comment,
        edited_by=row.edited_by,
        edited_at=row.edited_at,
        submitted_by=row.submitted_by,
        approved_by=row.approved_by,
        files={},
    )
