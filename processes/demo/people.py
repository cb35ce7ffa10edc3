"""The demo's people with their accounts: staff of every role, workers, guardians, employers, assistants."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from processes.demo import PASSWORD, names, places
from records.models import Account, Guardianship, Membership, Person
from records.people.codes import DisabilityType

WORKERS = 30
ASSISTANTS = 20
WARDS = {1: (4, 5), 2: (6,)}
#: Where workers live: near their companies, which are in Seoul but for three.
SEOUL = tuple(("seoul", f"서울특별시 {district}") for district in ("중구", "종로구", "성동구", "동대문구", "중랑구"))
ELSEWHERE = {
    27: ("busan", "부산광역시 해운대구"),
    28: ("gyeonggi", "경기도 고양시"),
    29: ("jeju", "제주특별자치도 제주시"),
}
TYPES = (
    DisabilityType.PHYSICAL,
    DisabilityType.VISUAL,
    DisabilityType.HEARING,
    DisabilityType.INTELLECTUAL,
    DisabilityType.AUTISTIC,
    DisabilityType.INTELLECTUAL,
    DisabilityType.BRAIN_LESION,
    DisabilityType.KIDNEY,
    DisabilityType.MENTAL,
    DisabilityType.EPILEPSY,
)


@dataclass(frozen=True, kw_only=True)
class Character:
    """Somebody in the demonstration: the user name is the key; `roles` are (role, organisation key)."""

    username: str
    number: int
    roles: tuple[tuple[str, str], ...] = ()
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def name_ko(self) -> str:
        """The Korean name."""
        return names.person(self.number)[0]


def cast() -> Iterator[Character]:
    """Everybody, in a fixed order, which numbers them (and with it their names and mobile numbers)."""
    for number, (username, roles, facts) in enumerate(_parts(), 1):
        yield Character(username=username, number=number, roles=roles, facts=facts)


def build(now: datetime) -> None:
    """Write the people, accounts, roles and guardianships that are missing; all share the demo's password."""
    everybody = list(cast())
    Person.objects.bulk_create((_person(one, now) for one in everybody), ignore_conflicts=True)
    missing = set(Account.objects.values_list("username", flat=True))
    hashed = make_password(PASSWORD) if any(one.username not in missing for one in everybody) else ""
    accounts = [
        Account(
            id=names.identity(f"account {one.username}"),
            username=one.username,
            person_id=names.identity(f"person {one.username}"),
            password=hashed,
            created_at=now,
        )
        for one in everybody
        if one.username not in missing
    ]
    Account.objects.bulk_create(accounts, ignore_conflicts=True)
    Membership.objects.bulk_create((row for one in everybody for row in _memberships(one)), ignore_conflicts=True)
    Guardianship.objects.bulk_create(_guardianships(), ignore_conflicts=True)


def person(username: str) -> Person:
    """The person who signs in under a demo user name."""
    return Person.objects.get(pk=names.identity(f"person {username}"))


Part = tuple[str, tuple[tuple[str, str], ...], dict[str, object]]


def _parts() -> Iterator[Part]:
    yield from _workers()
    yield from ((f"guardian{number}", (), {}) for number in WARDS)
    for number in (1, 2):
        yield (f"employer{number}", (("employer", f"company {number}"),), {"mobile": f"010-0000-8{number:03d}"})
    yield from ((f"assistant{number}", (), {}) for number in range(1, ASSISTANTS + 1))
    yield from _staff()
    yield from _office_staff()


def _workers() -> Iterator[Part]:
    for number in range(1, WORKERS + 1):
        region, home = ELSEWHERE.get(number, SEOUL[number % len(SEOUL)])
        yield (
            f"worker{number}",
            (),
            {
                "birth_date": date(1970 + number, number % 12 + 1, number % 27 + 1),
                "disability_type": TYPES[(number - 1) % len(TYPES)],
                "disability_severity": "SEVERE",
                "region_code": region,
                "address": f"{home} 가상길 {number}",
                "preferred_language": "en" if number == 3 else "ko",
            },
        )


def _staff() -> Iterator[Part]:
    head = "headquarters 1"
    for role in ("analyst", "approver", "supervisor", "auditor"):
        at = "branch 1" if role == "supervisor" else head
        yield (f"{role}1", ((role, at),), {})
    yield ("supervisor2", (("supervisor", head),), {})
    yield ("supervisor3", (("supervisor", "agency 1"),), {})
    yield ("analyst2", (("analyst", head),), {})
    yield ("admin1", (("administrator", head),), {})
    yield from ((f"hq{number}", (("headquarters", head),), {}) for number in (1, 2))


def _office_staff() -> Iterator[Part]:
    for number in range(1, len(places.BRANCHES) + 1):
        for role in ("branch", "evaluator", "branch_manager"):
            yield (f"{role}{number}", ((role, f"branch {number}"),), {})
    yield ("evaluator1b", (("evaluator", "branch 1"),), {})
    for number in range(1, len(places.AGENCIES) + 1):
        yield (f"agency{number}", (("agency", f"agency {number}"),), {})
        yield (f"agency_manager{number}", (("agency_manager", f"agency {number}"),), {})
    for number in range(1, len(places.INSTITUTES) + 1):
        yield (f"institute{number}", (("institute", f"institute {number}"),), {})


def _person(one: Character, now: datetime) -> Person:
    name_ko, name_en = names.person(one.number)
    facts: dict[str, object] = {
        "id": names.identity(f"person {one.username}"),
        "name_ko": name_ko,
        "name_en": name_en,
        "mobile": names.mobile(one.number),
        "email": f"{one.username}@example.org",
        "created_at": now,
    }
    return Person(**(facts | one.facts))


def _memberships(one: Character) -> Iterator[Membership]:
    for role, organisation in one.roles:
        yield Membership(
            id=names.identity(f"membership {one.username} {role} {organisation}"),
            person_id=names.identity(f"person {one.username}"),
            organisation_id=names.identity(organisation),
            role=role,
            since_date=places.SINCE,
        )


def _guardianships() -> Iterator[Guardianship]:
    for guardian, wards in WARDS.items():
        for ward in wards:
            yield Guardianship(
                id=names.identity(f"guardianship {guardian} {ward}"),
                guardian_id=names.identity(f"person guardian{guardian}"),
                ward_id=names.identity(f"person worker{ward}"),
                since_date=places.SINCE,
            )
