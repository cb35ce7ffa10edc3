"""How long the ended cases of a process are kept, and which must not be deleted whatever their age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from engine.actors import Actor
from engine.commands import _rows
from engine.commands._rows import Row
from engine.commands._telling import tell
from engine.commands.start import NoSuchProcess
from engine.models import LegalHold, ProcessVersion, RetentionRule


@dataclass(frozen=True, kw_only=True)
class Term:
    """Days after the end (None: for ever), and the law or order that says so."""

    days: int | None
    reason: str


class TermTooShort(Exception):
    """A term of less than a day; ``days`` is what was asked for."""

    def __init__(self, days: int) -> None:
        """Keep what was asked for."""
        self.days = days
        super().__init__(f"{days} days")


class _HoldRefused(Exception):
    """A hold that is there already, or one to be lifted that is not; ``case_number`` names the case."""

    def __init__(self, case_number: str) -> None:
        """Keep the case people know."""
        self.case_number = case_number
        super().__init__(case_number)


class AlreadyHeld(_HoldRefused):
    """The case has a hold of its own already."""


class NotHeld(_HoldRefused):
    """The case has no hold of its own."""


@transaction.atomic
def set_retention(*, process_id: str, term: Term, by: Actor, now: datetime) -> None:
    """Keep the cases of a process as long as a term says.

    It holds for all versions, also for cases that have ended; the next run goes by it. Earlier rules stay readable.

    Raises:
        NoSuchProcess: nothing was ever deployed under this id.
        TermTooShort: less than one day.
    """
    if term.days is not None and term.days < 1:
        raise TermTooShort(term.days)
    if not ProcessVersion.objects.filter(process_id=process_id).exists():
        raise NoSuchProcess(process_id)
    RetentionRule.objects.create(
        process_id=process_id, days=term.days, reason=term.reason, set_at=now, set_by_kind=by.kind, set_by=by.id
    )


@transaction.atomic
def set_hold(*, instance_id: UUID, reason: str, by: Actor, now: datetime) -> None:
    """Keep a case, running or ended, with its whole family until the hold is lifted.

    Raises:
        InstanceNotFound: there is none (any more).
        AlreadyHeld: it is held already.
    """
    row = _locked(instance_id)
    if LegalHold.objects.filter(instance_id=row.id, lifted_at=None).exists():
        raise AlreadyHeld(row.case_number)
    LegalHold.objects.create(
        instance_id=row.id, root_id=row.root_id, reason=reason, set_at=now, set_by_kind=by.kind, set_by=by.id
    )
    tell(row, "hold_set", by, now, detail={"reason": reason})


@transaction.atomic
def lift_hold(*, instance_id: UUID, reason: str, by: Actor, now: datetime) -> None:
    """Let a case go its way again; holds on others of its family stay.

    Raises:
        InstanceNotFound: there is none.
        NotHeld: it has no hold of its own.
    """
    row = _locked(instance_id)
    hold = LegalHold.objects.filter(instance_id=row.id, lifted_at=None).first()
    if hold is None:
        raise NotHeld(row.case_number)
    hold.lifted_at, hold.lifted_by_kind, hold.lifted_by, hold.lift_reason = now, by.kind, by.id, reason
    hold.save()
    tell(row, "hold_lifted", by, now, detail={"reason": reason})


def _locked(instance_id: UUID) -> Row:
    """The instance under its family's lock: retention, which takes the same, comes before or after."""
    return next(row for row in _rows.lock(instance_id) if row.id == instance_id)
