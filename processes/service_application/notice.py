"""What the decision notice (결정 통지서) says, and who may read it (Notice Art 42②, 민원처리법 Art 35)."""

from dataclasses import dataclass
from uuid import UUID

from engine.feel.values import Value
from engine.handlers import Call
from integrations.documents.storage import StoredFile
from records.documents.models import Document
from records.documents.operations import Stored
from records.support.codes import DecisionOutcome, SupportType
from records.support.models import SupportDecision

TEMPLATE = "decision_notice"
TITLE = "근로지원인 서비스 결정 통지서"


@dataclass(frozen=True)
class Letterhead:
    """To whom the notice is addressed, and within how many days an objection is possible."""

    name: str
    company: str
    objection_days: int


def data(decision_id: UUID, letter: Letterhead, call: Call) -> dict[str, object]:
    """Gather what the template prints; times are minutes, dates ISO."""
    decision = SupportDecision.objects.select_related("application__branch").get(pk=decision_id)
    branch = decision.application.branch
    return {
        "case_number": call.case_number,
        "name": letter.name,
        "company": letter.company,
        "result": decision.decision,
        "result_text": str(DecisionOutcome(decision.decision).label),
        "support_type_text": str(SupportType(decision.support_type).label) if decision.support_type else "",
        "minutes_day": decision.approved_minutes_day,
        "minutes_week": decision.approved_minutes_week,
        "concurrency": decision.concurrency_allowed,
        "start_date": decision.start_date.isoformat() if decision.start_date else "",
        "end_date": decision.end_date.isoformat() if decision.end_date else "",
        "reason": decision.reason,
        "decided_date": decision.decided_at.astimezone(call.now.tzinfo).date().isoformat(),
        "branch_name": branch.name_ko,
        "branch_phone": branch.phone,
        "appeal_text": f"이의가 있으면 통지받은 날부터 {letter.objection_days}일 안에 이의신청을 할 수 있습니다.",
    }


def stored(decision_id: UUID, file: StoredFile, call: Call) -> Stored:
    """Describe the stored PDF as a document of the case."""
    return Stored(
        name=f"{TITLE} {call.case_number}.pdf",
        content_type=file.content_type,
        size=file.size,
        digest=file.digest,
        storage_key=file.key,
        title=TITLE,
        purpose="decision_notice",
        instance_id=call.root_id,
    )


def readers(call: Call) -> list[str]:
    """The applicant (with guardians, who hold the same group) and the branch that decided."""
    worker, branch = call.participants["supported_worker"], call.participants["branch"]
    staff = [f"org:{branch.ref}:{role}" for role in ("branch", "branch_manager")]
    return [f"person:{worker.ref}", *staff, "role:headquarters"]


def file_value(document: Document) -> dict[str, Value]:
    """The document as a form's file field carries it."""
    return {
        "id": str(document.pk),
        "name": document.name,
        "digest": document.digest,
        "size": document.size,
        "contentType": document.content_type,
    }
