"""What the demo's people write into their forms; times are counted from the moment of writing."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import cache

from integrations.documents import typesetter
from processes.demo import names, places
from records.models import Organisation, Person
from tasks.uploads import Uploaded

Answers = Mapping[str, object]
DUTIES = (
    "고객 상담 내용을 듣고 기록으로 정리합니다. 하루에 스무 건쯤 됩니다.",
    "원고를 교정하고 한 주에 두 번 편집 회의에 참석합니다.",
    "제품 사진을 보정하고 온라인 매장에 올립니다.",
    "들어오고 나가는 물건을 전산에 입력하고 재고를 맞춥니다.",
    "설문 자료를 모아 표로 만들고 보고서 초안을 씁니다.",
)
AREAS = (
    "DOCUMENT_HANDLING",
    "MOBILITY",
    "PHONE",
    "READING_ALOUD",
    "SIGN_INTERPRETATION",
    "WORK_GUIDANCE",
    "COMPUTER_USE",
)

CONSENT: Answers = {
    "consent_outcome": "agreed",
    "conditions_confirmed": True,
    "access_granted": True,
    "consent_position": "과장",
}
ACCEPT: Answers = {"intake_outcome": "accept"}
SUPPLEMENT: Answers = {
    "intake_outcome": "supplement",
    "supplement_items": ["wage_file"],
    "supplement_note": "최근 3개월 임금대장을 내 주세요.",
}
TURN_DOWN: Answers = {
    "intake_outcome": "refuse",
    "refusal_ground": "HOURS_BELOW_MINIMUM",
    "intake_reason": "월 소정근로시간이 60시간에 미치지 않습니다.",
}
OPINION: Answers = {"employer_opinion": "오전에 도움이 더 필요해 보입니다."}
REFUSE: Answers = {
    "approval_outcome": "refuse",
    "approval_reason": "요청하신 지원은 핵심업무를 대신하는 일입니다.",
}
APPROVE: Answers = {"approval_outcome": "approve", "approval_reason": "직무평가에서 부수업무의 어려움을 확인했습니다."}
REJECT: Answers = {"objection_outcome": "reject", "objection_answer": "다시 살폈으나 평가 결과에 잘못이 없습니다."}
CONFIRM: Answers = {}
DEVIATE: Answers = {
    "confirmed_minutes_day": "60",
    "confirmed_minutes_week": "300",
    "deviation_reason": "다음 달부터 부서가 바뀌어 업무가 크게 줄어듭니다.",
}


def application(worker: Person, company: int, now: datetime, **changes: object) -> dict[str, object]:
    """The application form of a worker at the n-th company, with three papers attached."""
    number = int(worker.email.partition("@")[0].removeprefix("worker"))
    consents = ("personal", "sensitive", "unique_identifier", "third_party", "admin_sharing")
    return {
        "filing_capacity": "self",
        **_applicant(worker, number),
        **_workplace(company),
        **_wish(worker, number, now),
        **{f"consent_{name}": True for name in consents},
        "confirmed_true": True,
        **papers(places.COMPANIES[company - 1][1]),
        **changes,
    }


def _applicant(worker: Person, number: int) -> dict[str, object]:
    facts: dict[str, object] = {
        "applicant_name": worker.name_ko,
        "applicant_address": worker.address,
        "applicant_mobile": worker.mobile,
        "applicant_email": worker.email,
        "disability_type": worker.disability_type,
        "severity": "SEVERE",
        "uses_device": "no",
    }
    if worker.birth_date is not None:
        facts["resident_number"] = names.resident_number(worker.birth_date, number)
    return facts


def _workplace(company: int) -> dict[str, object]:
    region, name, address, industry = places.COMPANIES[company - 1]
    representative, contact = places.company_people(company)
    return {
        "company_name": name,
        "representative": representative,
        "business_number": names.business_number(company),
        "workplace_address": address,
        "workplace_region": region,
        "industry": industry,
        "contact_name": contact,
        "contact_mobile": f"010-0000-8{company:03d}",
        "contact_email": f"hr{company}@example.org",
        "employed_since": "2024-03-04",
        "civil_servant": "no",
        "contract_hours_month": "209",
        "hourly_wage": "11500",
        "minimum_wage_permit": "no",
    }


def _wish(worker: Person, number: int, now: datetime) -> dict[str, object]:
    return {
        "duties": DUTIES[number % len(DUTIES)],
        "support_needs": [
            {"area": AREAS[number % len(AREAS)], "minutes": "120"},
            {"area": AREAS[(number + 2) % len(AREAS)], "minutes": "60"},
        ],
        "wished_type": _type_for(worker),
        "wished_weekdays": ["MON", "TUE", "WED", "THU", "FRI"],
        "wished_from": "09:00",
        "wished_to": "18:00",
        "wished_start_date": f"{now.date() + timedelta(days=45)}",
        "assistant_known": "no",
    }


@cache
def papers(company: str) -> dict[str, object]:
    """Certificate, contract and wage ledger of a company as small real PDFs, set once a load."""
    place = ["사업체", company]
    return {
        "severity_certificate": paper("장애인 증명서", [["장애의 정도", "중증"]]),
        "contract_file": paper("근로계약서", [place, ["월 소정근로시간", "209시간"]]),
        "wage_file": paper("임금대장", [place, ["시간급", "11,500원"]]),
    }


def paper(title: str, lines: list[list[str]]) -> Uploaded:
    """A fictional supporting paper."""
    content = typesetter.pdf("certificate", {"title": title, "lines": lines, "branch_name": "곁 시연 자료"})
    return Uploaded(name=f"{title}.pdf", content=content, content_type="application/pdf")


def visit_dates(now: datetime) -> Answers:
    """Three afternoons to choose from, the first in five days."""
    days = [datetime.combine(now.date() + timedelta(days=ahead), time(14)) for ahead in (5, 6, 7)]
    return {"visit_dates": [{"at": f"{day:%Y-%m-%dT%H:%M}"} for day in days], "visit_note": "편한 시간을 골라 주세요."}


def sheet(now: datetime) -> Answers:
    """A visit sheet with one core task and two ancillary ones."""
    seen = (
        ("고객 상담", "CORE", "900", "OTHER", "0"),
        ("자료 입력과 정리", "ANCILLARY", "900", "HANDS", "780"),
        ("사내 이동과 물건 나르기", "ANCILLARY", "450", "MOVING", "420"),
    )
    keys = ("task_name", "importance", "weekly_minutes", "barrier", "recognised_minutes")
    return {
        "visited_on": f"{now.date()}",
        "job_tasks": [dict(zip(keys, row, strict=True)) for row in seen],
        "work_days_week": "5",
        "constant_presence": "no",
        "environment_note": "책상 사이가 좁아 이동에 도움이 필요합니다.",
    }


def choice(_now: datetime) -> Answers:
    """The worker's answer to the decision: two agencies of Seoul, electronic signing."""
    first, second = Organisation.objects.filter(kind="implementing_agency", region="seoul").order_by("code")[:2]
    return {
        "decision_read": True,
        "agency_first": str(first.pk),
        "agency_second": str(second.pk),
        "signing_method": "electronic",
        "esign_agreed": True,
    }


def _type_for(worker: Person) -> str:
    if worker.disability_type in {"HEARING", "SPEECH"}:
        return "COMMUNICATION"
    if worker.disability_type in {"INTELLECTUAL", "AUTISTIC", "MENTAL"}:
        return "ADAPTATION_GUIDANCE"
    return "TASK_ASSISTANCE"
