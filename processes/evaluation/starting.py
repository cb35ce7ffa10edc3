"""How a branch starts an evaluation on its own: the application it follows says who takes part."""

from collections.abc import Mapping
from datetime import datetime

from engine.feel.values import Value
from processes.shared import fields
from processes.shared.casts import cast
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
            "이 접수번호의 신청을 소속기관에서 찾을 수 없습니다.",
            "Your branch office has no application of this number.",
        )
    return Prepared(
        variables={**values, **_about(application)},
        participants=cast(
            worker_id=application.applicant_id, branch_id=application.branch_id, workplace=application.workplace
        ),
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


starting.register(PROCESS, prepare)
