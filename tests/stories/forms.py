"""Answers as a page posts them: texts by posted name, files beside them."""

from __future__ import annotations

from typing import Any

from tasks.uploads import Uploaded
from tests.stories.paper import PDF

Posted = dict[str, list[str]]
Files = dict[str, list[Uploaded]]


def posted(answers: dict[str, Any]) -> tuple[Posted, Files]:
    """Split answers: ``PAPER`` and other files apart, lists of rows by ``rows[0].minutes`` with their count."""
    texts: Posted = {}
    files: Files = {}
    for name, value in answers.items():
        if isinstance(value, Uploaded):
            files[name] = [value]
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            texts[f"{name}[#]"] = [str(len(value))]
            for number, row in enumerate(value):
                texts |= {f"{name}[{number}].{key}": _texts(cell) for key, cell in row.items()}
        elif value is not None:
            texts[name] = _texts(value)
    return texts, files


def _texts(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return ["true"] if value else []
    return [str(value)]


def paper(name: str = "서류.pdf") -> Uploaded:
    return Uploaded(name=name, content=PDF, content_type="application/pdf")


def resident_number(serial: int) -> str:
    """A number of a fictional person born in 1990, with its check digit."""
    digits = f"9001012{serial:05d}"
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return f"{digits[:6]}-{digits[6:]}{(11 - total % 11) % 10}"


APPLICATION: dict[str, Any] = {
    "filing_capacity": "self",
    "applicant_name": "한가람",
    "resident_number": resident_number(101),
    "applicant_address": "서울특별시 중구 가상로 1",
    "applicant_mobile": "010-0000-1111",
    "disability_type": "PHYSICAL",
    "severity": "SEVERE",
    "uses_device": "no",
    "company_name": "가상출판",
    "representative": "대표인",
    "business_number": "000-00-00001",
    "workplace_address": "서울특별시 중구 가상로 2",
    "workplace_region": "seoul",
    "contact_name": "담당인",
    "contact_mobile": "010-0000-2222",
    "employed_since": "2024-01-02",
    "civil_servant": "no",
    "contract_hours_month": "209",
    "hourly_wage": "11000",
    "minimum_wage_permit": "no",
    "duties": "원고 교정, 자료 정리",
    "support_needs": [{"area": "DOCUMENT_HANDLING", "minutes": "120"}, {"area": "PHONE", "minutes": "60"}],
    "wished_type": "TASK_ASSISTANCE",
    "wished_weekdays": ["MON", "TUE", "WED"],
    "wished_from": "09:00",
    "wished_to": "18:00",
    "wished_start_date": "2026-04-01",
    "assistant_known": "no",
    "consent_personal": True,
    "consent_sensitive": True,
    "consent_unique_identifier": True,
    "consent_third_party": True,
    "confirmed_true": True,
}


def application(people: Any, changes: dict[str, Any]) -> tuple[Posted, Files]:
    papers = {name: paper() for name in ("severity_certificate", "contract_file", "wage_file")}
    return posted({**APPLICATION, **papers, "applicant_name": people.worker.name_ko, **changes})


CONSENT = {
    "consent_outcome": "agreed",
    "conditions_confirmed": True,
    "access_granted": True,
    "consent_name": "담당인",
    "consent_position": "과장",
}
DECLINE = {
    "consent_outcome": "declined",
    "declined_reason": "곧 퇴사합니다.",
    "consent_name": "담당인",
    "consent_position": "과장",
}
SHEET = {
    "visited_on": "2026-03-11",
    "job_tasks": [
        {
            "task_name": "자료 정리",
            "importance": "ANCILLARY",
            "weekly_minutes": "1300",
            "barrier": "HANDS",
            "recognised_minutes": "1220",
        },
        {
            "task_name": "원고 교정",
            "importance": "CORE",
            "weekly_minutes": "900",
            "barrier": "READING",
            "recognised_minutes": "1",
        },
    ],
    "work_days_week": "5",
    "constant_presence": "no",
}
CONFIRM = {
    "confirmed_type": "TASK_ASSISTANCE",
    "confirmed_minutes_day": "240",
    "confirmed_minutes_week": "1200",
    "confirmed_concurrency": "3",
}
APPROVE = {
    "approval_outcome": "approve",
    "approved_type": "TASK_ASSISTANCE",
    "approved_minutes_day": "240",
    "approved_minutes_week": "1200",
    "approved_concurrency": "2",
    "approved_start_date": "2026-04-01",
    "approved_end_date": "2026-12-31",
    "approval_reason": "평가 결과와 같습니다.",
}
REFUSE = {"approval_outcome": "refuse", "approval_reason": "핵심 업무를 대신하는 일입니다."}
