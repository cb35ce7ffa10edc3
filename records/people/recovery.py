"""Recovery codes for the day the phone is lost: ten of 50 bits, shown once, kept as keyed hashes, each good once."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from records.people import locks, sealing
from records.people.attempts import SignInRefused, note
from records.people.credentials import Account, RecoveryCode

COUNT = 10
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def issue_recovery_codes(*, account_id: UUID) -> list[str]:
    """Ten new codes like `K7QPM-2XWTA`; the former ones end. They cannot be shown again."""
    codes = ["-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(2)) for _ in range(COUNT)]
    with transaction.atomic():
        RecoveryCode.objects.filter(account_id=account_id).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(account_id=account_id, code_hash=_hash(account_id, code)) for code in codes
        )
    return codes


def check_recovery_code(*, account_id: UUID, code: str, now: datetime, ip: str | None = None) -> int:
    """Spend a recovery code and say how many are left; raises SignInRefused or SignInLocked."""
    locks.check_address(ip, now)
    locks.begin_try(account_id, "recovery", now)
    account = Account.objects.get(pk=account_id)
    mine = RecoveryCode.objects.filter(account_id=account_id, used_at=None)
    passed = bool(mine.filter(code_hash=_hash(account_id, code)).update(used_at=now))
    note(account, account.username, factor="recovery", passed=passed, ip=ip, now=now)
    if not passed:
        raise SignInRefused("recovery")
    locks.passed(account_id, "recovery")
    return mine.count()


def _hash(account_id: UUID, code: str) -> bytes:
    plain = code.strip().upper().replace("-", "").replace(" ", "")
    return sealing.fingerprint(f"{account_id}:{plain}", "recovery code")
