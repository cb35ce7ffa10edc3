"""How a branch starts an evaluation on its own: the application it follows says who takes part."""

from collections.abc import Mapping
from datetime import datetime

from engine.feel.values import Value
from engine.participants import ParticipantSpec
from processes.shared import fields
from records.organisations import queries as organisations
from records.support import queries as support
from records.support.models import SupportApplication
from tasks import starting
from tasks.starting import Prepared, StartRefused
from tasks.viewers import Viewer

PROCESS = "evaluation"


def prepare(values: Mapping[str, Value], viewer: Viewer, now: datetime) -> Prepared:
    """Take worker, workplace and branch from the application that is named.

    Raises:
        StartRefused: there is no such application at the viewer's branch.
    """
    number = fields.text(values, "application_number")
    application = support.by_case_number(number)
    if application is None or application.branch_id not in viewer.offices("branch", "evaluator", "branch_manager"):
        raise StartRefused(
            "이 사건번호의 신청을 소속기관에서 찾을 수 없습니다.",
            "Your branch office has no application of this number.",
        )
    return Prepared(
        variables={**values, **_about(application)},
        participants=_participants(application),
        title=f"{application.applicant.name_ko} · {application.workplace.company_name}",
    )


def _about(application: SupportApplication) -> dict[str, Value]:
    worker, workplace = application.applicant, application.workplace
    needs: list[Value] = [{"area": need.area, "minutes": need.minutes} for need in application.needs.all()]
    return {
        "application_id": str(application.pk),
        "applicant_name": worker.name_ko,
        "disability_type": worker.disability_type,
        "severity": worker.disability_severity,
        "company_name": workplace.company_name,
        "workplace_address": workplace.address,
        "contact_name": workplace.contact_name,
        "contact_mobile": workplace.contact_mobile,
        "contact_email": workplace.contact_email,
        "duties": application.duties,
        "support_needs": needs,
        "wished_type": application.wished_type,
    }


def _participants(application: SupportApplication) -> list[ParticipantSpec]:
    workplace = application.workplace
    found = [
        ParticipantSpec(role="supported_worker", kind="person", ref=application.applicant_id),
        ParticipantSpec(role="branch", kind="organisation", ref=application.branch_id),
        ParticipantSpec(role="headquarters", kind="organisation", ref=organisations.headquarters().pk),
    ]
    employer = organisations.employer_contact(workplace.business_number, workplace.contact_mobile)
    if employer is not None:
        found.append(ParticipantSpec(role="employer", kind="person", ref=employer.pk))
    return found


starting.register(PROCESS, prepare)
