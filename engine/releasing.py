"""The last gate before people work by a diagram: deployed, its scenarios are played, and one that fails undoes it.

Above ``operations`` and ``queries``, because scenarios play through those doors.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from engine import operations, queries, scenarios
from engine.actors import Actor
from engine.bundle import Bundle
from engine.findings import Finding
from engine.models import ProcessVersion


@transaction.atomic
def release(*, bundle: Bundle, by: Actor, now: datetime, comment: str = "") -> ProcessVersion:
    """Deploy a bundle whose checks and scenarios all pass.

    Raises:
        DeploymentRefused: a check found an error, or a scenario does not pass; nothing was deployed.
    """
    version = operations.deploy(bundle=bundle, by=by, now=now, comment=comment)
    _demand(bundle)
    return version


@transaction.atomic
def approve_and_deploy(*, draft_id: UUID, by: Actor, now: datetime) -> ProcessVersion:
    """Approve a submitted draft and make it the live version, if its scenarios pass.

    Raises:
        SamePersonApproves, DraftClosed: as ``operations.approve_and_deploy``.
        DeploymentRefused: a check found an error, or a scenario does not pass; the draft stays submitted.
    """
    version = operations.approve_and_deploy(draft_id=draft_id, by=by, now=now)
    _demand(_bundle(draft_id))
    return version


def check_draft(draft_id: UUID) -> list[Finding]:
    """What stands against deploying a draft as it is now; its scenarios are played once nothing else does."""
    found = queries.check_draft(draft_id)
    if any(finding.severity == "error" for finding in found):
        return found
    return [*found, *scenarios.rehearse(_bundle(draft_id))]


def _bundle(draft_id: UUID) -> Bundle:
    draft = queries.draft(draft_id)
    return Bundle(draft.process_id, draft.files)


def _demand(bundle: Bundle) -> None:
    problems = scenarios.rehearse(bundle)
    if problems:
        raise operations.DeploymentRefused(problems)
