from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from records.models import Membership
from records.organisations import queries
from records.people import queries as people
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
