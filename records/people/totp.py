"""Authenticator apps (TOTP, RFC 6238): the secret is sealed, and each code works once (ASVS 6.5.1)."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pyotp
from django.db import transaction

from records.people import locks, sealing
from records.people.attempts import SignInRefused, note
from records.people.credentials import Account
from records.people.recovery import issue_recovery_codes

STEP_SECONDS = 30
ISSUER = "곁"


@dataclass(frozen=True, kw_only=True)
class TotpEnrolment:
    """What the authenticator app needs, shown once: the secret to type and the address for a QR code."""

    secret: str
    uri: str


class TotpAlreadyEnrolled(Exception):
    """The account has an authenticator; it must be removed with a code before another is set up."""


def enrol_totp(*, account_id: UUID, now: datetime) -> TotpEnrolment:
    """Make a secret that counts once `confirm_totp` has seen a code of it; raises TotpAlreadyEnrolled."""
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=account_id)
        if account.totp_confirmed_at is not None:
            raise TotpAlreadyEnrolled
        secret = pyotp.random_base32()
        account.totp_secret = sealing.seal(secret.encode(), _place(account_id))
        account.totp_last_step = int(now.timestamp()) // STEP_SECONDS - 2
        account.save(update_fields=["totp_secret", "totp_last_step"])
    uri = pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name=ISSUER)
    return TotpEnrolment(secret=secret, uri=uri)


def confirm_totp(*, account_id: UUID, code: str, now: datetime) -> list[str]:
    """Turn the authenticator on with a first code; returns ten recovery codes to show once. Raises SignInRefused."""
    locks.begin_try(account_id, "totp", now)
    with transaction.atomic():
        if not _spend(Account.objects.get(pk=account_id), code, now):
            raise SignInRefused("totp")
        Account.objects.filter(pk=account_id).update(totp_confirmed_at=now)
        codes = issue_recovery_codes(account_id=account_id)
    locks.passed(account_id, "totp")
    return codes


def check_totp(*, account_id: UUID, code: str, now: datetime, ip: str | None = None) -> None:
    """Spend a code of the account's authenticator; raises SignInRefused (also for one used before) or SignInLocked."""
    locks.check_address(ip, now)
    locks.begin_try(account_id, "totp", now)
    account = Account.objects.get(pk=account_id)
    passed = account.totp_confirmed_at is not None and _spend(account, code, now)
    note(account, account.username, factor="totp", passed=passed, ip=ip, now=now)
    if not passed:
        raise SignInRefused("totp")
    locks.passed(account_id, "totp")


def remove_totp(*, account_id: UUID, code: str, now: datetime) -> None:
    """Take the authenticator off the account, proven by a last code of it; its recovery codes end with it."""
    check_totp(account_id=account_id, code=code, now=now)
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=account_id)
        account.totp_secret, account.totp_confirmed_at = None, None
        account.save(update_fields=["totp_secret", "totp_confirmed_at"])
        account.recovery_codes.all().delete()


def _spend(account: Account, code: str, now: datetime) -> bool:
    """Accept a code of this or a neighbouring step, if that step was not spent: one UPDATE decides."""
    if account.totp_secret is None:
        return False
    totp = pyotp.TOTP(sealing.unseal(account.totp_secret, _place(account.pk)).decode())
    present = int(now.timestamp()) // STEP_SECONDS
    for step in (present, present - 1, present + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.strip().encode()):
            unspent = Account.objects.filter(pk=account.pk, totp_last_step__lt=step)
            return bool(unspent.update(totp_last_step=step))
    return False


def _place(account_id: UUID) -> str:
    return f"records_account.totp_secret:{account_id}"
