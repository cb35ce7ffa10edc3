"""Objections (이의신청, 민원처리법 Art 35): filed in time, answered by another hand than decided."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from records import ratebook
from records.doer import Doer
from records.events import Happening, record
from records.support import states
from records.support.codes import DECIDED_STATES, ObjectionState
from records.support.deciding import SameHandDecides
from records.support.models import Objection, SupportDecision
from records.support.states import State


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What headquarters says to an objection, always with its reason."""

    upheld: bool
    reason: str


class ObjectionTooLate(Exception):
    """The time for objecting ended with `last_day`."""

    def __init__(self, last_day: datetime) -> None:
        super().__init__(last_day.isoformat())
        self.last_day = last_day


class ObjectionOpen(Exception):
    """An objection to this decision is being reviewed already."""


class ObjectionDecided(Exception):
    """The objection is no longer open."""


def file_objection(*, decision_id: UUID, reason: str, by: Doer, now: datetime) -> Objection:
    """File an objection to a decision that holds; raises ObjectionTooLate, ObjectionOpen, ReasonMissing."""
    with transaction.atomic():
        decision = SupportDecision.objects.select_related("application").get(pk=decision_id, superseded_at=None)
        states.held(decision.application_id, "object", DECIDED_STATES)
        last_day = decision.decided_at + timedelta(days=ratebook.whole("objection_days", decision.decided_at.date()))
        if now > last_day:
            raise ObjectionTooLate(last_day)
        try:
            with transaction.atomic():
                objection = Objection.objects.create(
                    decision=decision, filed_by=by.id, filed_at=now, reason=states.need_reason(reason)
                )
        except IntegrityError as error:
            raise ObjectionOpen from error
        record("support.objection_filed", objection, _happening(decision, by, now))
        return objection


def extend_objection(*, objection_id: UUID, by: Doer, now: datetime) -> None:
    """Lengthen the time for the answer, once, by what the ratebook says."""
    with transaction.atomic():
        objection = _open(objection_id)
        objection.extended_at = objection.extended_at or now
        objection.save(update_fields=["extended_at"])
        record("support.objection_extended", objection, _happening(objection.decision, by, now))


def decide_objection(*, objection_id: UUID, answer: Answer, by: Doer, now: datetime) -> None:
    """Answer an objection. Upheld, the decision is set aside and the application is open again as received."""
    with transaction.atomic():
        objection = _open(objection_id)
        decision = objection.decision
        if by.kind == "person" and by.id == decision.decided_by:
            raise SameHandDecides
        _close(objection, ObjectionState.UPHELD if answer.upheld else ObjectionState.REJECTED, by, now)
        objection.outcome_reason = states.need_reason(answer.reason)
        objection.save()
        if answer.upheld:
            _reopen(decision, now)
        kind = "support.objection_upheld" if answer.upheld else "support.objection_rejected"
        record(kind, objection, _happening(decision, by, now), reason=objection.outcome_reason)


def withdraw_objection(*, objection_id: UUID, by: Doer, now: datetime) -> None:
    """Take an objection back; the decision stands."""
    with transaction.atomic():
        objection = _open(objection_id)
        _close(objection, ObjectionState.WITHDRAWN, by, now)
        objection.save()
        record("support.objection_withdrawn", objection, _happening(objection.decision, by, now))


def _open(objection_id: UUID) -> Objection:
    rows = Objection.objects.select_for_update(of=("self",)).select_related("decision__application")
    objection = rows.get(pk=objection_id)
    if objection.state != ObjectionState.FILED:
        raise ObjectionDecided
    return objection


def _close(objection: Objection, state: ObjectionState, by: Doer, now: datetime) -> None:
    objection.state = state
    objection.decided_by = by.id
    objection.decided_at = now


def _reopen(decision: SupportDecision, now: datetime) -> None:
    decision.superseded_at = now
    decision.save(update_fields=["superseded_at"])
    application = states.held(decision.application_id, "reopen", DECIDED_STATES)
    application.state = State.RECEIVED
    application.decided_at = None
    application.save()


def _happening(decision: SupportDecision, by: Doer, now: datetime) -> Happening:
    return Happening(by=by, now=now, instance_id=decision.application.instance_id)
