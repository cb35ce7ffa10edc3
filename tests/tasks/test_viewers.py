"""Who looks is found in one statement; it says what the queries of the records say, day by day."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from records.models import Organisation, Person
from records.organisations import queries as organisations
from records.people import queries as people
from tasks import viewers
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 4)


def test_the_statement_says_what_the_queries_say(django_assert_num_queries):
    ended, running = factories.organisation(), factories.organisation("implementing_agency")
    who = factories.member("branch", ended)
    for role, days in (("agency", {}), ("agency_manager", {"until_date": DAY}), ("evaluator", {"since_date": DAY})):
        who.memberships.create(organisation=running, role=role, **({"since_date": date(2020, 1, 1)} | days))
    Organisation.objects.filter(pk=ended.pk).update(until_date=DAY)
    for until in (None, DAY, DAY - timedelta(days=1)):
        factories.guardianship(who, factories.person(), until=until)
    for on in (DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)):
        with django_assert_num_queries(1):
            viewer = viewers.of_person(who.pk, on)
        assert list(viewer.roles) == organisations.roles_of(who.pk, on)
        assert viewer.wards == people.ward_ids_of(who.pk, on)
        assert viewer.roles
        assert viewer.wards


def test_somebody_without_any_role_is_a_viewer_too():
    who = factories.person()
    viewer = viewers.of_person(who.pk, DAY)
    assert (viewer.roles, viewer.wards, viewer.groups) == ((), frozenset(), {f"person:{who.pk}"})


def test_an_unknown_person_is_none():
    with pytest.raises(Person.DoesNotExist):
        viewers.of_person(uuid4(), DAY)
