import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.db.models import F

from config.settings import base
from records.models import Account, FactorLock, OneTimeCode, SignInAttempt
from records.people import accounts, locks
from tests import factories
from tests.factories import NOW, PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(username, password=PASSWORD, ip="192.0.2.1", now=NOW):
    return accounts.check_password(username=username, password=password, ip=ip, now=now)


def fail(username, times, now=NOW, ip=None):
    for _ in range(times):
        with pytest.raises(accounts.SignInRefused):
            sign_in(username, "wrong password", ip=ip, now=now)


def test_the_right_password_passes_and_says_which_second_factors_there_are():
    account = factories.account("mina")
    passed = sign_in("mina")
    assert (passed.account_id, passed.person_id) == (account.pk, account.person_id)
    assert passed.has_mobile
    assert not passed.has_totp


@pytest.mark.parametrize("username", ["a\0b", "x" * 5000, "", "민아"])
def test_a_crooked_name_is_refused_like_any_other(username):
    fail(username, 1)


@pytest.mark.parametrize("username", ["mina", "nobody"])
def test_a_wrong_password_and_an_unknown_name_are_refused_alike_and_written_down(username):
    factories.account("mina")
    fail(username, 1, ip="192.0.2.9")
    attempt = SignInAttempt.objects.get()
    assert (attempt.username, attempt.passed, attempt.ip) == (username, False, "192.0.2.9")


def test_a_closed_account_does_not_sign_in():
    account = factories.account("mina")
    accounts.deactivate(account_id=account.pk)
    with pytest.raises(accounts.SignInRefused):
        sign_in("mina")


def test_passwords_are_hashed_with_argon2(settings):
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    assert identify_hasher(factories.account().password).algorithm == "argon2"


def test_an_unknown_name_takes_as_long_as_a_known_one(settings):
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    factories.account("mina")

    def fastest(username):
        times = []
        for _ in range(4):
            FactorLock.objects.all().delete()
            start = time.perf_counter()
            fail(username, 1)
            times.append(time.perf_counter() - start)
        return min(times)

    known, unknown = fastest("mina"), fastest("nobody")
    assert 0.5 < known / unknown < 2


def test_a_short_password_and_a_taken_name_are_refused():
    factories.account("mina")
    owner = factories.person()
    with pytest.raises(accounts.PasswordTooShort):
        accounts.create(person_id=owner.pk, username="juno", password="seven77", now=NOW)
    with pytest.raises(accounts.UsernameTaken):
        accounts.create(person_id=owner.pk, username="mina", password=PASSWORD, now=NOW)


@pytest.mark.parametrize("username", ["mina", "nobody"])
def test_five_failures_lock_for_half_a_minute_and_each_five_more_for_twice_as_long(username):
    factories.account("mina")
    now = NOW
    for seconds in (30, 60, 120):
        fail(username, 5, now)
        with pytest.raises(accounts.SignInLocked) as locked:
            sign_in(username, now=now)
        assert locked.value.until == now + timedelta(seconds=seconds)
        now = locked.value.until


def test_no_lock_is_for_ever():
    account = factories.account("mina")
    fail("mina", 5)
    FactorLock.objects.update(failures=F("failures") + 994)
    with pytest.raises(accounts.SignInRefused):
        sign_in("mina", "wrong password", now=NOW + timedelta(minutes=1))
    with pytest.raises(accounts.SignInLocked) as locked:
        sign_in("mina", now=NOW + timedelta(minutes=1))
    assert locked.value.until == NOW + timedelta(minutes=1) + locks.LONGEST_WAIT
    assert sign_in("mina", now=locked.value.until).account_id == account.pk


def test_a_sign_in_that_passes_forgets_the_failures_before():
    factories.account("mina")
    for _ in range(3):
        fail("mina", 4)
        sign_in("mina")


def test_an_address_with_many_failures_waits_whoever_it_tries():
    factories.account("mina")
    SignInAttempt.objects.bulk_create(
        SignInAttempt(factor="password", passed=False, ip="192.0.2.7", tried_at=NOW) for _ in range(locks.ADDRESS_TRIES)
    )
    with pytest.raises(accounts.SignInLocked):
        sign_in("mina", ip="192.0.2.7")
    sign_in("mina", ip="192.0.2.8")
    sign_in("mina", ip="192.0.2.7", now=NOW + locks.ADDRESS_SPAN + timedelta(seconds=1))


def digits_of(issued):
    return "".join(letter for letter in issued.text.split("인증번호는")[1] if letter.isdigit())[:6]


def test_a_code_goes_to_the_registered_mobile_and_works_once():
    account = factories.account()
    issued = accounts.issue_code(account_id=account.pk, channel="sms", now=NOW)
    assert issued.mobile == account.person.mobile
    code = digits_of(issued)
    assert accounts.check_code(challenge=issued.challenge, code=code, now=NOW).account_id == account.pk
    with pytest.raises(accounts.SignInRefused):
        accounts.check_code(challenge=issued.challenge, code=code, now=NOW)


def test_the_code_itself_is_not_in_the_database():
    issued = accounts.issue_code(account_id=factories.account().pk, now=NOW)
    stored = OneTimeCode.objects.get(pk=issued.challenge)
    assert digits_of(issued).encode() not in bytes(stored.code_hash)
    assert len(stored.code_hash) == 32


def test_a_code_ends_after_five_minutes():
    issued = accounts.issue_code(account_id=factories.account().pk, now=NOW)
    with pytest.raises(accounts.SignInRefused):
        accounts.check_code(challenge=issued.challenge, code=digits_of(issued), now=NOW + timedelta(minutes=5))


def test_a_code_belongs_to_its_challenge():
    account = factories.account()
    first = accounts.issue_code(account_id=account.pk, now=NOW)
    second = accounts.issue_code(account_id=account.pk, now=NOW)
    other = accounts.issue_code(account_id=factories.account().pk, now=NOW)
    for challenge, code in ((first.challenge, digits_of(first)), (uuid4(), digits_of(second))):
        with pytest.raises(accounts.SignInRefused):
            accounts.check_code(challenge=challenge, code=code, now=NOW)
    if digits_of(other) != digits_of(second):
        with pytest.raises(accounts.SignInRefused):
            accounts.check_code(challenge=other.challenge, code=digits_of(second), now=NOW)


def test_five_wrong_answers_end_a_code_and_lock_the_factor():
    account = factories.account()
    issued = accounts.issue_code(account_id=account.pk, now=NOW)
    wrong = f"{(int(digits_of(issued)) + 1) % 1_000_000:06d}"
    for _ in range(5):
        with pytest.raises(accounts.SignInRefused):
            accounts.check_code(challenge=issued.challenge, code=wrong, now=NOW)
    with pytest.raises(accounts.SignInLocked):
        accounts.check_code(challenge=issued.challenge, code=digits_of(issued), now=NOW)
    with pytest.raises(accounts.SignInRefused):
        accounts.check_code(challenge=issued.challenge, code=digits_of(issued), now=NOW + timedelta(minutes=1))


def test_a_sixth_message_within_ten_minutes_is_not_sent():
    account = factories.account()
    for _ in range(5):
        accounts.issue_code(account_id=account.pk, now=NOW)
    with pytest.raises(accounts.SignInLocked):
        accounts.issue_code(account_id=account.pk, now=NOW)
    accounts.issue_code(account_id=account.pk, now=NOW + timedelta(minutes=10))


def test_without_a_mobile_there_is_no_code():
    account = factories.account(owner=factories.person(mobile=""))
    with pytest.raises(accounts.NoMobile):
        accounts.issue_code(account_id=account.pk, now=NOW)


def test_an_english_speaker_gets_an_english_text():
    account = factories.account(owner=factories.person(preferred_language="en"))
    assert accounts.issue_code(account_id=account.pk, now=NOW).text.startswith("[Gyeot] Your code is")


def test_accounts_are_found_by_their_natural_key_and_work_with_the_session_login(client):
    account = factories.account("mina")
    assert Account.objects.get_by_natural_key("mina") == account
    client.force_login(account)
    assert client.session["_auth_user_id"] == str(account.pk)
    account.refresh_from_db()
    assert account.last_login is not None
    assert account.has_usable_password()
