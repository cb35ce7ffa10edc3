"""Who somebody is: one resident number a person, and contacts that no form of somebody else can move."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from engine.actors import Actor
from records.people import operations, vault
from records.people.operations import ResidentNumberConflict
from tests import factories
from tests.stories.forms import resident_number

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def sealed(serial: int):
    by = Actor(kind="person", id=uuid4())
    return vault.store(kind="rrn", value=resident_number(serial), by=by, now=NOW).id


def test_a_number_stays_with_the_person_and_may_be_given_again():
    person = factories.person()
    operations.bind_resident_number(person_id=person.pk, vault_id=sealed(1))
    operations.bind_resident_number(person_id=person.pk, vault_id=sealed(1))
    assert operations.find_by_resident_number(sealed(1)) == person


def test_somebody_elses_number_is_refused():
    owner, other = factories.person(), factories.person()
    operations.bind_resident_number(person_id=owner.pk, vault_id=sealed(1))
    with pytest.raises(ResidentNumberConflict):
        operations.bind_resident_number(person_id=other.pk, vault_id=sealed(1))
    assert operations.find_by_resident_number(sealed(1)) == owner


def test_a_person_cannot_take_a_second_number():
    person = factories.person()
    operations.bind_resident_number(person_id=person.pk, vault_id=sealed(1))
    with pytest.raises(ResidentNumberConflict):
        operations.bind_resident_number(person_id=person.pk, vault_id=sealed(2))
    assert operations.find_by_resident_number(sealed(2)) is None


def test_a_form_cannot_move_the_mobile_to_which_sign_in_codes_go():
    owner = factories.person()
    factories.account(owner=owner)
    operations.bind_resident_number(person_id=owner.pk, vault_id=sealed(1))
    known = operations.register(
        now=NOW, resident_number_id=sealed(1), name_ko="새이름", mobile="010-0000-9999", address="가상로 2"
    )
    assert known.pk == owner.pk
    assert known.address == "가상로 2"
    assert (known.name_ko, known.mobile, known.email) == (owner.name_ko, owner.mobile, owner.email)


def test_contacts_of_somebody_without_an_account_follow_the_form():
    person = factories.person()
    operations.update(person_id=person.pk, name_ko=person.name_ko, mobile="010-0000-9999")
    person.refresh_from_db()
    assert person.mobile == "010-0000-9999"
