"""From filing to receipt: the application comes in, the employer answers, the branch receives or asks for more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from records import ratebook
from records.doer import Doer
from records.events import Happening, record
from records.support import periods, states
from records.support.codes import OPEN_STATES
from records.support.models import ApplicationConsent, SupportApplication, SupportNeed
from records.support.states import State


@dataclass(frozen=True, kw_only=True)
class Filing:
    """What an application says (form 별지 제4호): `needs` are up to five (area, minutes) rows, `consents` by kind."""

    instance_id: UUID
    case_number: str
    applicant_id: UUID
    workplace_id: UUID
    branch_id: UUID
    wished_type: str = ""
    wished_start_date: date | None = None
    wished_end_date: date | None = None
    contracted_hours_month: int | None = None
    hourly_wage: int | None = None
    duties: str = ""
    requests: str = ""
    needs: Sequence[tuple[str, int]] = ()
    consents: Mapping[str, bool] = field(default_factory=dict)
    consent_text_version: str = "2026-01"


def file_application(*, filing: Filing, by: Doer, now: datetime) -> SupportApplication:
    """Write the application down; filing the same case again returns what is there."""
    with transaction.atomic():
        there = SupportApplication.objects.filter(instance_id=filing.instance_id).first()
        if there is not None:
            return there
        application = SupportApplication(filed_by_id=by.id if by.kind == "person" else None, filed_at=now)
        for name in _COPIED:
            setattr(application, name, getattr(filing, name))
        application.save(force_insert=True)
        _add_rows(application, filing, now)
        happening = Happening(by=by, now=now, instance_id=filing.instance_id)
        name = application.applicant.name_ko
        record("support.filed", application, happening, name=name, case_number=filing.case_number)
        return application


def record_employer_answer(*, application_id: UUID, agreed: bool, by: Doer, now: datetime) -> None:
    """Note the employer's consent (사업주 동의) or that it was declined; allowed until the application is decided."""
    with transaction.atomic():
        application = states.held(application_id, "employer_answer", OPEN_STATES)
        application.employer_consent_at = now if agreed else None
        kind = "support.employer_agreed" if agreed else "support.employer_declined"
        states.move(application, _in_case(application, by, now), kind, workplace=application.workplace.company_name)


def receive(*, application_id: UUID, by: Doer, now: datetime) -> None:
    """Receive the complete application (접수): from now the statutory period runs."""
    with transaction.atomic():
        application = states.held(application_id, "receive", (State.FILED, State.RECEIVED))
        application.state = State.RECEIVED
        application.received_at = application.received_at or now
        application.complete_at = application.complete_at or now
        states.move(application, _in_case(application, by, now), "support.received", branch=application.branch.name_ko)


def request_supplement(*, application_id: UUID, what: str, by: Doer, now: datetime) -> None:
    """Ask for what is missing (보완): the application is not complete until it comes."""
    with transaction.atomic():
        application = states.held(application_id, "request_supplement", (State.FILED, State.RECEIVED))
        application.state = State.SUPPLEMENT_REQUESTED
        application.supplement_requested_at = now
        application.complete_at = None
        states.move(application, _in_case(application, by, now), "support.supplement_requested", what=what)


def supplement_received(*, application_id: UUID, by: Doer, now: datetime) -> None:
    """The supplement came in; the application is back with the branch."""
    with transaction.atomic():
        application = states.held(application_id, "supplement_received", (State.SUPPLEMENT_REQUESTED,))
        application.state = State.RECEIVED if application.received_at else State.FILED
        application.complete_at = now if application.received_at else None
        states.move(application, _in_case(application, by, now), "support.supplement_received")


_COPIED = (
    "instance_id",
    "case_number",
    "applicant_id",
    "workplace_id",
    "branch_id",
    "wished_type",
    "wished_start_date",
    "wished_end_date",
    "contracted_hours_month",
    "hourly_wage",
    "duties",
    "requests",
)


def _add_rows(application: SupportApplication, filing: Filing, now: datetime) -> None:
    SupportNeed.objects.bulk_create(
        SupportNeed(application=application, position=position, area=area, minutes=minutes)
        for position, (area, minutes) in enumerate(filing.needs, 1)
    )
    keep_until = periods.add_months(now.date(), 12 * ratebook.whole("consent_retention_years", now.date()))
    ApplicationConsent.objects.bulk_create(
        ApplicationConsent(
            application=application,
            kind=kind,
            agreed=agreed,
            text_version=filing.consent_text_version,
            answered_at=now,
            keep_until_date=keep_until,
        )
        for kind, agreed in filing.consents.items()
    )


def _in_case(application: SupportApplication, by: Doer, now: datetime) -> Happening:
    return Happening(by=by, now=now, instance_id=application.instance_id)
