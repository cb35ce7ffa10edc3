"""The vault for resident registration numbers (주민등록번호): sealed at rest, masked by default, every look logged.

Nothing outside this module holds the number: variables and forms carry the entry's id and mask
(개인정보 보호법 제24조의2).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from records import access_log
from records.doer import Doer
from records.people import masks, sealing
from records.people.models import Person, VaultEntry

RRN = "rrn"
_RRN = re.compile(r"(\d{2})(\d{2})(\d{2})-?([1-8])(\d{6})", re.ASCII)
_CENTURY = {"1": 1900, "2": 1900, "3": 2000, "4": 2000, "5": 1900, "6": 1900, "7": 2000, "8": 2000}
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_NO_CHECKSUM_SINCE = date(2020, 10, 1)


@dataclass(frozen=True, kw_only=True)
class VaultRef:
    """What may be kept elsewhere: the entry's id and the value as people see it."""

    id: UUID
    masked: str


class NotAResidentNumber(Exception):
    """The text has not the form of a resident registration number."""


def store(*, kind: str, value: str, by: Doer, now: datetime) -> VaultRef:
    """Seal a value and return its reference; a resident number must be one (NotAResidentNumber)."""
    if kind == RRN and not valid_rrn(value):
        raise NotAResidentNumber
    plain = _normal(kind, value)
    entry = VaultEntry(id=uuid4(), kind=kind, created_at=now, created_by=by.id)
    entry.ciphertext = sealing.seal(plain.encode(), _place(entry.id))
    entry.key_id = sealing.key_id()
    entry.blind_index = sealing.blind_index(plain, kind)
    entry.masked = masks.resident_number(plain) if kind == RRN else masks.last_four(plain)
    entry.save(force_insert=True)
    return VaultRef(id=entry.id, masked=entry.masked)


def reveal(*, id: UUID, purpose: str, by: Doer, now: datetime) -> str:
    """The value in the clear; writes who looked, from where, at whose data and why. Raises sealing.SealBroken."""
    with transaction.atomic():
        entry = VaultEntry.objects.get(pk=id)
        owner = Person.objects.filter(resident_number=entry).values_list("pk", flat=True).first()
        look = access_log.Look(
            actor_id=by.id, subject_id=owner or entry.id, action=f"reveal {entry.kind}", purpose=purpose
        )
        access_log.write(look, now=now)
        return sealing.unseal(entry.ciphertext, _place(entry.id)).decode()


def masked(id: UUID) -> str:
    """The value as people see it, e.g. `900101-1******`."""
    return VaultEntry.objects.values_list("masked", flat=True).get(pk=id)


def find(*, kind: str, value: str) -> list[UUID]:
    """The entries that hold exactly this value, by blind index; opens none."""
    index = sealing.blind_index(_normal(kind, value), kind)
    return list(VaultEntry.objects.filter(kind=kind, blind_index=index).values_list("pk", flat=True))


def rotate(*, limit: int = 500) -> int:
    """Seal up to `limit` entries of former keys anew under the present key; returns how many are left."""
    with transaction.atomic():
        stale = VaultEntry.objects.exclude(key_id=sealing.key_id()).select_for_update(skip_locked=True)[:limit]
        for entry in stale:
            plain = sealing.unseal(entry.ciphertext, _place(entry.id))
            entry.ciphertext = sealing.seal(plain, _place(entry.id))
            entry.key_id = sealing.key_id()
            entry.save(update_fields=["ciphertext", "key_id"])
    return VaultEntry.objects.exclude(key_id=sealing.key_id()).count()


def valid_rrn(text: str) -> bool:
    """Whether the text is a resident or foreigner number: a real date, a known century, and its check digit.

    Numbers of people born since October 2020 carry no check digit (주민등록법 시행규칙), so none is asked of them.
    """
    match = _RRN.fullmatch(text.strip())
    if match is None:
        return False
    year, month, day, century, _rest = match.groups()
    try:
        born = date(_CENTURY[century] + int(year), int(month), int(day))
    except ValueError:
        return False
    return born >= _NO_CHECKSUM_SINCE or _check_digit_fits("".join(match.groups()), foreign=century in "5678")


def birth_date(rrn: str) -> date:
    """The birth date a valid number says; raises NotAResidentNumber."""
    if not valid_rrn(rrn):
        raise NotAResidentNumber
    digits = _normal(RRN, rrn)
    return date(_CENTURY[digits[6]] + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))


def _check_digit_fits(digits: str, *, foreign: bool) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    expected = (11 - total % 11) % 10
    return int(digits[12]) == ((expected + 2) % 10 if foreign else expected)


def _normal(kind: str, value: str) -> str:
    clean: dict[str, Callable[[str], str]] = {RRN: lambda text: re.sub(r"\D", "", text)}
    return clean.get(kind, str.strip)(value)


def _place(entry_id: UUID) -> str:
    return f"records_vaultentry.ciphertext:{entry_id}"
