"""How people start a service application: who the applicant is, which branch handles it, who else takes part."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from engine.feel.values import Value
from processes.shared import fields
from processes.shared.casts import cast
from records.organisations import operations as registering
from records.organisations import queries as organisations
from records.organisations.models import Workplace
from records.people import operations as people
from records.people import queries as person_queries
from records.people.models import Person
from records.support import queries as support
from tasks import starting
from tasks.starting import Prepared, StartRefused
from tasks.viewers import Viewer

PROCESS = "service_application"


def prepare(values: Mapping[str, Value], viewer: Viewer, now: datetime) -> Prepared:
    """Find or register the applicant and the workplace, and name the participants.

    Raises:
        StartRefused: the person may not apply for this applicant, or an application is under way already.
    """
    applicant = _applicant(values, viewer, now)
    if support.has_open_application(applicant.pk):
        raise StartRefused(
            "이미 처리하고 있는 신청이 있습니다. 그 신청이 끝난 뒤에 다시 신청해 주세요.",
            "An application is under way already. Please apply again when it has ended.",
        )
    workplace = _workplace(values)
    branch = organisations.branch_for_region(workplace.region_id, workplace.address)
    added: dict[str, Value] = {
        "applicant_person_id": str(applicant.pk),
        "filed_by_person_id": str(viewer.actor.id),
        "workplace_id": str(workplace.pk),
    }
    return Prepared(
        variables={**values, **added},
        participants=cast(worker_id=applicant.pk, branch_id=branch.pk, workplace=workplace),
        title=f"{applicant.name_ko} · {workplace.company_name}",
    )


def _applicant(values: Mapping[str, Value], viewer: Viewer, now: datetime) -> Person:
    match values.get("filing_capacity"):
        case "guardian":
            person_id = _ward(values, viewer)
        case "employer":
            person_id = _worker_of(viewer, values, now)
        case _:
            person_id = _oneself(viewer)
    _bind(person_id, _sealed(values))
    people.update(person_id=person_id, **_details(values))
    return person_queries.person(person_id)


def _bind(person_id: UUID, vault_id: UUID | None) -> None:
    if vault_id is None:
        return
    try:
        people.bind_resident_number(person_id=person_id, vault_id=vault_id)
    except people.ResidentNumberConflict as conflict:
        raise StartRefused(
            "주민등록번호가 등록된 정보와 맞지 않습니다. 번호를 확인하고, 그래도 안 되면 관할 지사에 문의해 주세요.",
            "The resident number does not match what is registered. Please check it, or ask your branch office.",
        ) from conflict


def _oneself(viewer: Viewer) -> UUID:
    if viewer.person_id is None:
        raise StartRefused("로그인한 뒤에 신청할 수 있습니다.", "Please sign in to apply.")
    return viewer.person_id


def _ward(values: Mapping[str, Value], viewer: Viewer) -> UUID:
    ward = fields.uuid_or_none(values.get("ward_id"))
    if ward is None or ward not in viewer.wards:
        raise StartRefused(
            "보호자로 등록된 사람을 위해서만 신청할 수 있습니다.",
            "You can apply only for people for whom you are registered as guardian.",
        )
    if person_queries.person(ward).name_ko != values.get("applicant_name"):
        raise StartRefused(
            "신청인의 성명이 고른 사람과 다릅니다. 신청인 칸에 그 사람의 정보를 적어 주세요.",
            "The applicant's name differs from the person chosen. Please give that person's details.",
        )
    return ward


def _worker_of(viewer: Viewer, values: Mapping[str, Value], now: datetime) -> UUID:
    if not viewer.holds("employer"):
        raise StartRefused(
            "사업주로 등록된 사람만 대신 신청할 수 있습니다.", "Only a registered employer can apply for a worker."
        )
    worker = people.register(now=now, resident_number_id=_sealed(values), **_details(values))
    if worker.pk == viewer.person_id:
        raise StartRefused("본인의 신청은 본인으로 내 주세요.", "Please file your own application as yourself.")
    return worker.pk


def _details(values: Mapping[str, Value]) -> people.PersonFacts:
    return people.PersonFacts(
        name_ko=fields.text(values, "applicant_name"),
        mobile=fields.text(values, "applicant_mobile"),
        email=fields.text(values, "applicant_email"),
        address=fields.text(values, "applicant_address"),
        disability_type=fields.text(values, "disability_type"),
        disability_severity=fields.text(values, "severity"),
    )


def _sealed(values: Mapping[str, Value]) -> UUID | None:
    sealed = values.get("resident_number")
    return fields.uuid_or_none(sealed.get("vault")) if isinstance(sealed, dict) else None


def _workplace(values: Mapping[str, Value]) -> Workplace:
    return registering.register_workplace(
        company_name=fields.text(values, "company_name"),
        representative=fields.text(values, "representative"),
        business_number=fields.text(values, "business_number"),
        address=fields.text(values, "workplace_address"),
        region_id=fields.text(values, "workplace_region"),
        contact_name=fields.text(values, "contact_name"),
        contact_mobile=fields.text(values, "contact_mobile"),
        contact_email=fields.text(values, "contact_email"),
        worker_count=fields.whole(values, "worker_count"),
        disabled_worker_count=fields.whole(values, "disabled_worker_count"),
        industry=fields.text(values, "industry"),
    )


starting.register(PROCESS, prepare)
