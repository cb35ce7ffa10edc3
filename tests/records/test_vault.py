import base64
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from records import access_log
from records.models import AccessLogEntry, VaultEntry
from records.people import masks, sealing, vault
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db

NUMBER = "900101-1234568"


def store(value=NUMBER):
    return vault.store(kind="rrn", value=value, by=factories.doer(), now=NOW)


def test_what_is_stored_comes_back_and_the_look_is_logged():
    owner, clerk = factories.person(), factories.person()
    ref = store()
    owner.resident_number_id = ref.id
    owner.save()
    with access_log.coming_from("192.0.2.3"):
        assert vault.reveal(id=ref.id, purpose="자격 확인", by=factories.doer(clerk.pk), now=NOW) == "9001011234568"
    look = AccessLogEntry.objects.get()
    assert (look.actor_id, look.subject_id, look.ip, look.purpose) == (clerk.pk, owner.pk, "192.0.2.3", "자격 확인")


def test_people_see_the_mask_without_a_log_entry():
    ref = store()
    assert ref.masked == vault.masked(ref.id) == "900101-1******"
    assert not AccessLogEntry.objects.exists()


def test_the_number_is_nowhere_in_the_row():
    ref = store()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_to_json(e)::text, encode(ciphertext, 'escape') FROM records_vaultentry e WHERE id = %s",
            [ref.id],
        )
        row = " ".join(cursor.fetchone())
    assert "1234568" not in row


def test_a_ciphertext_moved_to_another_row_does_not_open():
    mine, other = store(), store("900101-2234561")
    VaultEntry.objects.filter(pk=mine.id).update(ciphertext=VaultEntry.objects.get(pk=other.id).ciphertext)
    with pytest.raises(sealing.SealBroken):
        vault.reveal(id=mine.id, purpose="", by=factories.doer(), now=NOW)


@pytest.mark.parametrize("position", [0, 1, 5, -1])
def test_a_changed_byte_does_not_open(position):
    sealed = bytearray(sealing.seal(b"secret", "t.c:1"))
    sealed[position] ^= 1
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(bytes(sealed), "t.c:1")


def test_the_same_number_is_found_by_its_blind_index_and_sealed_differently_each_time():
    first, second = store(), store("9001011234568")
    assert set(vault.find(kind="rrn", value="900101-1234568")) == {first.id, second.id}
    assert vault.find(kind="rrn", value="900101-2234561") == []
    sealed = {bytes(entry.ciphertext) for entry in VaultEntry.objects.all()}
    assert len(sealed) == 2


def test_rotation_seals_under_the_new_key_and_leaves_none_under_the_old(settings):
    ref = store()
    settings.VAULT_FORMER_KEYS = {1: settings.VAULT_KEY}
    settings.VAULT_KEY_ID = 2
    settings.VAULT_KEY = base64.b64encode(b"n" * 32).decode()
    assert vault.rotate() == 0
    settings.VAULT_FORMER_KEYS = {}
    assert vault.reveal(id=ref.id, purpose="", by=factories.doer(), now=NOW) == "9001011234568"


def test_a_value_whose_key_is_gone_does_not_open(settings):
    ref = store()
    settings.VAULT_KEY_ID = 2
    with pytest.raises(sealing.SealBroken):
        vault.reveal(id=ref.id, purpose="", by=factories.doer(), now=NOW)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("900101-1234568", True),
        ("9001011234568", True),
        ("900101-1234567", False),
        ("900230-1234567", False),
        ("201101-3000000", True),
        ("900101-9234568", False),
        ("900101-123456", False),
        ("", False),
        ("９００１０１-1234568", False),
    ],
)
def test_a_resident_number_is_a_real_date_with_a_fitting_check_digit(text, valid):
    assert vault.valid_rrn(text) is valid


def test_a_foreigners_number_has_a_check_digit_of_its_own():
    assert [digit for digit in range(10) if vault.valid_rrn(f"900101-512345{digit}")] != [
        digit for digit in range(10) if vault.valid_rrn(f"900101-112345{digit}")
    ]


def test_something_else_is_not_stored_as_a_resident_number():
    with pytest.raises(vault.NotAResidentNumber):
        store("hello")


def test_the_birth_date_is_read_from_the_number():
    assert vault.birth_date("201101-3000000") == date(2020, 11, 1)


def test_the_access_log_shows_where_a_row_was_changed():
    entries = [
        access_log.write(
            access_log.Look(actor_id=factories.person().pk, subject_id=factories.person().pk, action="see"), now=NOW
        )
        for _ in range(3)
    ]
    assert access_log.broken_at() is None
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_accesslogentry DISABLE TRIGGER look_stays")
    AccessLogEntry.objects.filter(pk=entries[1].pk).update(purpose="other")
    assert access_log.broken_at() == entries[1].pk


@pytest.mark.parametrize("change", [lambda rows: rows.update(purpose="x"), lambda rows: rows.delete()])
def test_the_database_refuses_to_change_the_access_log(change):
    access_log.write(
        access_log.Look(actor_id=factories.person().pk, subject_id=factories.person().pk, action="see"), now=NOW
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        change(AccessLogEntry.objects.all())


def test_masks_hide_the_middle():
    assert masks.name("홍길동") == "홍*동"
    assert masks.name("이산") == "이*"
    assert masks.mobile("010-0000-1234") == "010-****-1234"
    assert masks.last_four("110123456789") == "********6789"
    assert masks.email("mina@example.org") == "m***@example.org"
