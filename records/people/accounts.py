"""Accounts: making them, the password, and the door to the second factors (`one_time_codes`, `totp`, `recovery`).

Times given here are real time: neither codes nor locks follow a moved demo clock.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from django.contrib.auth.hashers import check_password as password_fits
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from records.people import locks
from records.people.attempts import SignInRefused, note
from records.people.credentials import Account
from records.people.locks import SignInLocked
from records.people.one_time_codes import CodeIssued, CodePassed, NoMobile, check_code, issue_code
from records.people.recovery import check_recovery_code, issue_recovery_codes
from records.people.resetting import SUBJECTS as RESET_SUBJECTS
from records.people.resetting import TEXTS as RESET_TEXTS
from records.people.resetting import ResetInvalid, ResetIssued, account_of_reset, issue_reset
from records.people.totp import TotpAlreadyEnrolled, TotpEnrolment, check_totp, confirm_totp, enrol_totp, remove_totp

__all__ = [
    "RESET_SUBJECTS",
    "RESET_TEXTS",
    "CodeIssued",
    "CodePassed",
    "NoMobile",
    "PasswordPassed",
    "PasswordTooShort",
    "ResetInvalid",
    "ResetIssued",
    "SignInLocked",
    "SignInRefused",
    "TotpAlreadyEnrolled",
    "TotpEnrolment",
    "UsernameTaken",
    "check_code",
    "check_password",
    "check_recovery_code",
    "check_totp",
    "confirm_totp",
    "create",
    "deactivate",
    "enrol_totp",
    "issue_code",
    "issue_recovery_codes",
    "issue_reset",
    "open_reset",
    "remove_totp",
    "set_password",
]

PASSWORD_LENGTH = 8


@dataclass(frozen=True, kw_only=True)
class PasswordPassed:
    """The first factor is proven; which second ones the account can give."""

    account_id: UUID
    person_id: UUID
    has_totp: bool
    has_mobile: bool


class UsernameTaken(Exception):
    """Another account has this name."""


class PasswordTooShort(Exception):
    """A password needs at least `length` characters; nothing else is asked of it (ASVS 6.2)."""

    def __init__(self, length: int) -> None:
        super().__init__(str(length))
        self.length = length


def create(*, person_id: UUID, username: str, password: str, now: datetime) -> Account:
    """Open the one account of a person; raises UsernameTaken, PasswordTooShort."""
    _check_length(password)
    account = Account(person_id=person_id, username=username, created_at=now, password=make_password(password))
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise UsernameTaken(username) from error
    return account


def check_password(*, username: str, password: str, ip: str | None, now: datetime) -> PasswordPassed:
    """Check the first factor; raises SignInRefused or SignInLocked, alike for known and unknown names."""
    username = username.replace("\0", "")  # PostgreSQL has no text with NUL; such a name is simply unknown
    locks.check_address(ip, now)
    subject_id = uuid5(NAMESPACE_OID, f"gyeot username {username}")
    locks.begin_try(subject_id, "password", now)
    account = Account.objects.select_related("person").filter(username=username).first()
    fits = _fits(account, password)
    if account is None or not fits or not account.is_active:
        note(account, username, factor="password", passed=False, ip=ip, now=now)
        raise SignInRefused("password")
    locks.passed(subject_id, "password")
    note(account, username, factor="password", passed=True, ip=ip, now=now)
    return _passed(account)


def open_reset(*, token: str, now: datetime) -> PasswordPassed:
    """Take a link for a forgotten password in the password's place; raises ResetInvalid."""
    return _passed(account_of_reset(token, now))


def set_password(*, account_id: UUID, password: str) -> None:
    """Give the account another password; the caller has checked the old one or a recovery."""
    _check_length(password)
    Account.objects.filter(pk=account_id).update(password=make_password(password))


def deactivate(*, account_id: UUID) -> None:
    """Close an account at once (leaving, 말소); sessions of it no longer find their user."""
    Account.objects.filter(pk=account_id).update(is_active=False)


def _passed(account: Account) -> PasswordPassed:
    return PasswordPassed(
        account_id=account.pk,
        person_id=account.person_id,
        has_totp=account.totp_confirmed_at is not None,
        has_mobile=bool(account.person.mobile),
    )


def _fits(account: Account | None, password: str) -> bool:
    """Hash once in every case, so that the time does not tell whether the name exists."""
    if account is None:
        make_password(password)
        return False
    return password_fits(password, account.password)


def _check_length(password: str) -> None:
    if len(password) < PASSWORD_LENGTH:
        raise PasswordTooShort(PASSWORD_LENGTH)
