"""Slowing down guessing: a try is counted before it is checked, so that trying in parallel gains nothing.

Every fifth failure in a row of one factor waits twice as long as the fifth before (30 s, 1 min, … 1 h at most), and
a day of quiet forgets: nobody is locked out for ever. An address with many failures waits too, whoever it tries.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from records.people.credentials import FactorLock, SignInAttempt

TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
FORGET_AFTER = timedelta(days=1)
ADDRESS_TRIES = 60
ADDRESS_SPAN = timedelta(minutes=15)


class SignInLocked(Exception):
    """Too many failures; the next try is possible at `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


def begin_try(subject_id: UUID, factor: str, now: datetime) -> None:
    """Count a try that is about to be checked; raises SignInLocked while the wait lasts."""
    with transaction.atomic():
        FactorLock.objects.bulk_create([FactorLock(subject_id=subject_id, factor=factor)], ignore_conflicts=True)
        lock = FactorLock.objects.select_for_update().get(subject_id=subject_id, factor=factor)
        until = lock.locked_until_at
        if until is not None and until > now:
            raise SignInLocked(until)
        if until is not None and until + FORGET_AFTER < now:
            lock.failures = 0
        lock.failures += 1
        if lock.failures % TRIES == 0:
            doublings = min(lock.failures // TRIES - 1, 20)
            lock.locked_until_at = now + min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)
        lock.save(update_fields=["failures", "locked_until_at"])


def passed(subject_id: UUID, factor: str) -> None:
    """Forget the failures: the factor was proven."""
    # The row stays: a try that runs beside this one may be waiting for it.
    FactorLock.objects.filter(subject_id=subject_id, factor=factor).update(failures=0, locked_until_at=None)


def check_address(ip: str | None, now: datetime) -> None:
    """Raise SignInLocked for an address from which too much failed lately."""
    if ip is None:
        return
    since = now - ADDRESS_SPAN
    failed = SignInAttempt.objects.filter(ip=ip, passed=False, tried_at__gt=since).order_by("-tried_at")
    times = list(failed.values_list("tried_at", flat=True)[:ADDRESS_TRIES])
    if len(times) == ADDRESS_TRIES:
        raise SignInLocked(times[-1] + ADDRESS_SPAN)
