"""From receipt to the end: deciding, acknowledging, wishing agencies, and leaving before the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from records import ratebook
from records.doer import Doer
from records.events import Happening, record
from records.organisations.models import Organisation, OrganisationKind
from records.support import states
from records.support.codes import OPEN_STATES, DecisionOutcome, EvaluationState, ObjectionState, SupportType
from records.support.models import AgencyWish, Evaluation, Objection, SupportApplication, SupportDecision
from records.support.states import State


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What is decided: an approval says type, minutes, concurrency and period; every decision says its reason."""

    decision: str
    reason: str
    support_type: str = ""
    minutes_day: int = 0
    minutes_week: int = 0
    concurrency_allowed: int = 1
    start_date: date | None = None
    end_date: date | None = None


class RulingOutOfBounds(Exception):
    """The ruling grants more than the ratebook allows on its first day (or lacks its type or period)."""

    def __init__(self, field: str, limit: int | None = None) -> None:
        super().__init__(f"{field} {limit}")
        self.field = field
        self.limit = limit


class SameHandDecides(Exception):
    """Who evaluated does not decide, and who decided does not review the objection."""


class NotAnAgency(Exception):
    """Only implementing agencies at work can be wished."""


_END = {
    DecisionOutcome.APPROVED: State.APPROVED,
    DecisionOutcome.REFUSED: State.REFUSED,
    DecisionOutcome.RETURNED: State.RETURNED,
}


def decide(*, application_id: UUID, ruling: Ruling, by: Doer, now: datetime) -> SupportDecision:
    """Decide on an application (결정); raises StateForbids, RulingOutOfBounds, ReasonMissing, SameHandDecides."""
    with transaction.atomic():
        application = states.held(application_id, "decide", OPEN_STATES)
        _check(application, ruling, by)
        outcome = DecisionOutcome(ruling.decision)
        application.state = _END[outcome]
        application.decided_at = now
        if outcome is DecisionOutcome.RETURNED:
            application.ended_at, application.end_reason = now, ruling.reason
        decision = _written(application, ruling, by, now)
        states.move(application, _happening(application, by, now), f"support.{outcome.lower()}", **_told(ruling))
        return decision


def refuse(*, application_id: UUID, reason: str, by: Doer, now: datetime) -> SupportDecision:
    """Refuse with a reason; the decision can be objected to like any other."""
    return decide(application_id=application_id, ruling=Ruling(decision="REFUSED", reason=reason), by=by, now=now)


def return_application(*, application_id: UUID, reason: str, by: Doer, now: datetime) -> SupportDecision:
    """Return an application that cannot be handled (반려); a new one may be filed."""
    return decide(application_id=application_id, ruling=Ruling(decision="RETURNED", reason=reason), by=by, now=now)


def withdraw(*, application_id: UUID, reason: str, by: Doer, now: datetime) -> None:
    """The applicant takes the application back (취하); no reason is asked."""
    with transaction.atomic():
        application = states.held(application_id, "withdraw", states.STANDING)
        _end(application, State.WITHDRAWN, reason.strip(), now)
        states.move(application, _happening(application, by, now), "support.withdrawn", reason=reason.strip())


def cancel(*, application_id: UUID, reason: str, by: Doer, now: datetime) -> None:
    """An official cancels with a reason (취소); raises ReasonMissing."""
    with transaction.atomic():
        application = states.held(application_id, "cancel", states.STANDING)
        _end(application, State.CANCELLED, states.need_reason(reason), now)
        states.move(application, _happening(application, by, now), "support.cancelled", reason=reason.strip())


def acknowledge(*, application_id: UUID, electronic_signing: bool, by: Doer, now: datetime) -> None:
    """The worker has read the decision and chose how to sign logs later: electronically or on paper."""
    with transaction.atomic():
        application = states.held(application_id, "acknowledge", (State.APPROVED, State.IN_SERVICE))
        application.acknowledged_at = now
        application.electronic_signing = electronic_signing
        signing = "전자서명" if electronic_signing else "종이 서명"
        states.move(application, _happening(application, by, now), "support.acknowledged", signing=signing)


def begin_service(*, application_id: UUID, by: Doer, now: datetime) -> None:
    """The approved support is in service from here on."""
    with transaction.atomic():
        application = states.held(application_id, "begin_service", (State.APPROVED,))
        application.state = State.IN_SERVICE
        states.move(application, _happening(application, by, now), "support.in_service")


def rank_wishes(*, decision_id: UUID, agency_ids: Sequence[UUID], by: Doer, now: datetime) -> None:
    """Write the wished agencies in their order, replacing former wishes; raises NotAnAgency."""
    with transaction.atomic():
        decision = SupportDecision.objects.select_related("application").get(pk=decision_id)
        states.held(decision.application_id, "rank_wishes", (State.APPROVED, State.IN_SERVICE))
        agencies = Organisation.objects.filter(kind=OrganisationKind.IMPLEMENTING_AGENCY, until_date=None)
        found = agencies.in_bulk(list(agency_ids))
        if len(found) != len(agency_ids):
            raise NotAnAgency
        decision.wishes.all().delete()
        AgencyWish.objects.bulk_create(
            AgencyWish(decision=decision, rank=rank, agency_id=agency_id)
            for rank, agency_id in enumerate(agency_ids, 1)
        )
        names = ", ".join(found[agency_id].name_ko for agency_id in agency_ids)
        record("support.wishes_ranked", decision, _happening(decision.application, by, now), agencies=names)


def attach_notice(*, decision_id: UUID, document_id: UUID) -> None:
    """Tie the notice (결정 통지서) that was made to its decision."""
    SupportDecision.objects.filter(pk=decision_id).update(notice_document_id=document_id)


def _check(application: SupportApplication, ruling: Ruling, by: Doer) -> None:
    states.need_reason(ruling.reason)
    evaluated = Evaluation.objects.filter(application=application, evaluator_id=by.id)
    if by.kind == "person" and evaluated.exists():
        raise SameHandDecides
    if ruling.decision != DecisionOutcome.APPROVED:
        return
    if ruling.support_type not in SupportType.values:
        raise RulingOutOfBounds("support_type")
    if ruling.start_date is None or ruling.end_date is None or ruling.end_date < ruling.start_date:
        raise RulingOutOfBounds("period")
    limits = (
        ("minutes_day", ruling.minutes_day, "limit_minutes_day"),
        ("minutes_week", ruling.minutes_week, "limit_minutes_week"),
        ("concurrency_allowed", ruling.concurrency_allowed, "max_concurrency"),
    )
    for field, value, name in limits:
        limit = ratebook.whole(name, ruling.start_date)
        if not 0 < value <= limit:
            raise RulingOutOfBounds(field, limit)


def _written(application: SupportApplication, ruling: Ruling, by: Doer, now: datetime) -> SupportDecision:
    return SupportDecision.objects.create(
        application=application,
        decision=ruling.decision,
        support_type=ruling.support_type,
        approved_minutes_day=ruling.minutes_day,
        approved_minutes_week=ruling.minutes_week,
        concurrency_allowed=ruling.concurrency_allowed,
        start_date=ruling.start_date,
        end_date=ruling.end_date,
        reason=ruling.reason.strip(),
        decided_by=by.id,
        decided_at=now,
    )


def _told(ruling: Ruling) -> dict[str, object]:
    if ruling.decision != DecisionOutcome.APPROVED:
        return {"reason": ruling.reason.strip()}
    return {
        "support_type": SupportType(ruling.support_type).label,
        "minutes_day": ruling.minutes_day,
        "minutes_week": ruling.minutes_week,
        "start_date": ruling.start_date,
        "end_date": ruling.end_date,
    }


def _end(application: SupportApplication, state: State, reason: str, now: datetime) -> None:
    application.state = state
    application.ended_at = now
    application.end_reason = reason
    for evaluation in Evaluation.objects.filter(application=application, closed_at=None):
        evaluation.state, evaluation.closed_at = EvaluationState.CANCELLED, now
        evaluation.save(update_fields=["state", "closed_at"])
    objections = Objection.objects.filter(decision__application=application, state=ObjectionState.FILED)
    objections.update(state=ObjectionState.WITHDRAWN, decided_at=now)


def _happening(application: SupportApplication, by: Doer, now: datetime) -> Happening:
    return Happening(by=by, now=now, instance_id=application.instance_id)
