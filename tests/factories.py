"""Fictional people and places for tests; each call makes new ones, with names nobody has."""

from datetime import date, datetime
from itertools import count
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from records.doer import RecordedDoer
from records.models import Account, Guardianship, Membership, Organisation, Person, Region, Workplace
from records.people import accounts

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=SEOUL)
PASSWORD = "correct horse battery"
_numbers = count(1)


def person(name: str = "", **facts: object) -> Person:
    number = next(_numbers)
    given = {
        "name_ko": name or f"시험인{number}",
        "mobile": f"010-0000-{number % 10_000:04d}",
        "email": f"person{number}@example.org",
        "created_at": NOW,
    }
    return Person.objects.create(**(given | facts))


def account(username: str = "", owner: Person | None = None) -> Account:
    number = next(_numbers)
    return accounts.create(
        person_id=(owner or person()).pk, username=username or f"user{number}", password=PASSWORD, now=NOW
    )


def organisation(kind: str = "branch_office", region: str = "seoul", **facts: object) -> Organisation:
    number = next(_numbers)
    given = {"code": f"T{number}", "name_ko": f"시험 기관 {number}", "since_date": date(2020, 1, 1)}
    return Organisation.objects.create(kind=kind, region=Region.objects.get(code=region), **(given | facts))


def member(role: str, at: Organisation, **facts: object) -> Person:
    who = person()
    given = {"since_date": date(2020, 1, 1)}
    Membership.objects.create(person=who, organisation=at, role=role, **(given | facts))
    return who


def guardianship(
    guardian: Person, ward: Person, since: date = date(2020, 1, 1), until: date | None = None
) -> Guardianship:
    return Guardianship.objects.create(guardian=guardian, ward=ward, since_date=since, until_date=until)


def workplace(region: str = "seoul", **facts: object) -> Workplace:
    number = next(_numbers)
    given = {
        "company_name": f"시험 상회 {number}",
        "representative": "대표인",
        "business_number": f"000-00-{number:05d}",
        "address": "가상로 1",
        "contact_name": "담당인",
        "contact_mobile": "010-0000-9999",
        "contact_email": "contact@example.org",
    }
    return Workplace.objects.create(region=Region.objects.get(code=region), **(given | facts))


def doer(who: UUID | None = None) -> RecordedDoer:
    return RecordedDoer(kind="person", id=who or uuid4())
