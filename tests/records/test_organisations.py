from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from records import events
from records.models import Membership, Workplace
from records.organisations import operations, queries
from records.people import operations as people_operations
from records.people import queries as people
from records.people import vault
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 4)


def test_a_role_is_held_from_its_first_through_its_last_day():
    office = factories.organisation()
    who = factories.member("evaluator", office, since_date=date(2026, 1, 1), until_date=TODAY)
    assert [held.role for held in queries.roles_of(who.pk, TODAY)] == ["evaluator"]
    assert queries.roles_of(who.pk, TODAY + timedelta(days=1)) == []
    assert queries.roles_of(who.pk, date(2025, 12, 31)) == []
    assert queries.members(office.pk, "evaluator", TODAY) == [who]
    assert queries.members(office.pk, "branch", TODAY) == []


def test_a_closed_organisation_gives_no_roles():
    office = factories.organisation(until_date=TODAY - timedelta(days=1))
    assert queries.roles_of(factories.member("branch", office).pk, TODAY) == []


def test_the_same_role_is_not_held_twice_at_once():
    office = factories.organisation()
    who = factories.member("branch", office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=who, organisation=office, role="branch", since_date=TODAY)


def test_the_branch_is_found_by_district_else_the_first_of_the_region():
    first = factories.organisation(region="gyeonggi", code="A1", districts=["수원시"])
    second = factories.organisation(region="gyeonggi", code="A2", districts=["고양시"])
    assert queries.branch_for_region("gyeonggi", "경기도 고양시 가상로 1") == second
    assert queries.branch_for_region("gyeonggi") == first
    with pytest.raises(queries.NoBranchForRegion):
        queries.branch_for_region("jeju")


def test_agencies_are_listed_by_region():
    here = factories.organisation("implementing_agency", region="busan")
    factories.organisation("implementing_agency", region="jeju")
    factories.organisation("training_agency", region="busan")
    assert queries.agencies("busan") == [here]
    assert len(queries.agencies()) == 2


def test_a_guardian_acts_for_the_ward_only_while_it_lasts():
    guardian, ward = factories.person(), factories.person()
    factories.guardianship(guardian, ward, since=date(2026, 1, 1), until=TODAY)
    assert people.wards_of(guardian.pk, TODAY) == [ward]
    assert people.wards_of(guardian.pk, TODAY + timedelta(days=1)) == []
    assert people.wards_of(ward.pk, TODAY) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.guardianship(guardian, ward, since=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.guardianship(guardian, guardian)


def test_rights_given_and_ended_stand_in_the_ledger():
    office, who, by = factories.organisation(), factories.person("한가람"), factories.doer()
    facts = {"person_id": who.pk, "organisation_id": office.pk, "role": "evaluator", "since_date": TODAY}
    held = operations.grant(by=by, now=factories.NOW, **facts)
    assert operations.grant(by=by, now=factories.NOW, **facts) == held
    operations.end(membership_id=held.pk, on=TODAY, by=by, now=factories.NOW)
    told = [events.sentence(event, "ko") for event in events.of_subject(held.pk)]
    assert told == [
        f"한가람 님에게 {office.name_ko}의 평가 담당 권한을 주었습니다.",
        f"한가람 님의 {office.name_ko} 평가 담당 권한을 거두었습니다.",
    ]
    assert queries.roles_of(who.pk, TODAY + timedelta(days=1)) == []


def test_a_workplace_is_the_same_by_number_and_address():
    facts = {
        "company_name": "가상상회",
        "representative": "대표",
        "business_number": "000-00-00001",
        "address": "가상로 1",
        "region_id": "seoul",
        "contact_name": "담당",
        "contact_mobile": "010-0000-0001",
    }
    first = operations.register_workplace(**facts)
    again = operations.register_workplace(**(facts | {"contact_name": "새 담당"}))
    assert (first.pk, again.contact_name) == (again.pk, "새 담당")
    operations.register_workplace(**(facts | {"address": "가상로 2"}))
    assert Workplace.objects.count() == 2


def test_an_employer_with_an_account_is_known_by_number_and_mobile():
    company = factories.organisation("company")
    factories.workplace(business_number="000-00-00009", company=company)
    contact = factories.member("employer", company)
    assert queries.employer_contact("000-00-00009", contact.mobile) is None
    factories.account(owner=contact)
    assert queries.employer_contact("000-00-00009", contact.mobile) == contact
    assert queries.employer_contact("000-00-00008", contact.mobile) is None
    assert queries.employer_contact("000-00-00009", "010-0000-0000") is None


def test_somebody_known_by_the_same_resident_number_is_not_doubled():
    refs = [vault.store(kind="rrn", value="201101-3000000", by=factories.doer(), now=factories.NOW) for _ in range(2)]
    first = people_operations.register(now=factories.NOW, resident_number_id=refs[0].id, name_ko="한가람")
    again = people_operations.register(
        now=factories.NOW, resident_number_id=refs[1].id, name_ko="한가람", mobile="010-0000-0003"
    )
    assert again.pk == first.pk
    assert people.person(first.pk).mobile == "010-0000-0003"
