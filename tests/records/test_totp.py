from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
from django.db import connections

from records.models import Account
from records.people import accounts
from tests import factories
from tests.factories import NOW


def enrolled(now=NOW):
    account = factories.account()
    enrolment = accounts.enrol_totp(account_id=account.pk, now=now)
    codes = accounts.confirm_totp(account_id=account.pk, code=pyotp.TOTP(enrolment.secret).at(now), now=now)
    return account, pyotp.TOTP(enrolment.secret), codes


@pytest.mark.django_db
def test_a_code_passes_once_and_the_next_step_passes_again():
    account, totp, _codes = enrolled()
    later = NOW + timedelta(minutes=2)
    accounts.check_totp(account_id=account.pk, code=totp.at(later), now=later)
    with pytest.raises(accounts.SignInRefused):
        accounts.check_totp(account_id=account.pk, code=totp.at(later), now=later)
    accounts.check_totp(
        account_id=account.pk, code=totp.at(later + timedelta(seconds=30)), now=later + timedelta(seconds=30)
    )


@pytest.mark.django_db
def test_the_code_that_turned_it_on_does_not_sign_in():
    account, totp, _codes = enrolled()
    with pytest.raises(accounts.SignInRefused):
        accounts.check_totp(account_id=account.pk, code=totp.at(NOW), now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_two_steps_off_is_refused(steps):
    account, totp, _codes = enrolled()
    later = NOW + timedelta(minutes=5)
    with pytest.raises(accounts.SignInRefused):
        accounts.check_totp(account_id=account.pk, code=totp.at(later + timedelta(seconds=30 * steps)), now=later)


@pytest.mark.django_db
def test_an_authenticator_that_was_not_confirmed_does_not_count():
    account = factories.account()
    enrolment = accounts.enrol_totp(account_id=account.pk, now=NOW)
    with pytest.raises(accounts.SignInRefused):
        accounts.check_totp(account_id=account.pk, code=pyotp.TOTP(enrolment.secret).at(NOW), now=NOW)


@pytest.mark.django_db
def test_a_second_authenticator_needs_the_first_removed():
    account, totp, _codes = enrolled()
    with pytest.raises(accounts.TotpAlreadyEnrolled):
        accounts.enrol_totp(account_id=account.pk, now=NOW)
    later = NOW + timedelta(minutes=5)
    accounts.remove_totp(account_id=account.pk, code=totp.at(later), now=later)
    accounts.enrol_totp(account_id=account.pk, now=later)


@pytest.mark.django_db
def test_the_secret_is_sealed_in_its_row():
    account = factories.account()
    secret = accounts.enrol_totp(account_id=account.pk, now=NOW).secret
    stored = bytes(Account.objects.values_list("totp_secret", flat=True).get(pk=account.pk))
    assert secret.encode() not in stored


@pytest.mark.django_db
def test_a_recovery_code_works_once_for_its_own_account():
    account, _totp, codes = enrolled()
    other, _totp, _codes = enrolled()
    assert len(set(codes)) == 10
    assert accounts.check_recovery_code(account_id=account.pk, code=codes[0].lower(), now=NOW) == 9
    for account_id, code in ((account.pk, codes[0]), (other.pk, codes[1])):
        with pytest.raises(accounts.SignInRefused):
            accounts.check_recovery_code(account_id=account_id, code=code, now=NOW)


@pytest.mark.django_db
def test_five_wrong_codes_lock_only_that_factor():
    account, totp, _codes = enrolled()
    later = NOW + timedelta(minutes=5)
    wrong = f"{(int(totp.at(later)) + 1) % 1_000_000:06d}"
    for _ in range(5):
        with pytest.raises(accounts.SignInRefused):
            accounts.check_totp(account_id=account.pk, code=wrong, now=later)
    with pytest.raises(accounts.SignInLocked):
        accounts.check_totp(account_id=account.pk, code=totp.at(later), now=later)
    accounts.issue_code(account_id=account.pk, now=later)


@pytest.mark.django_db(transaction=True)
def test_of_four_uses_of_one_code_at_once_one_passes():
    account, totp, _codes = enrolled()
    later = NOW + timedelta(minutes=5)

    def use(_number):
        try:
            accounts.check_totp(account_id=account.pk, code=totp.at(later), now=later)
        except accounts.SignInRefused:
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(use, range(4))) == [False, False, False, True]
