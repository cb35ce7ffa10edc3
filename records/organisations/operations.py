"""Writing about organisations: roles given and ended (each in the ledger of rights), workplaces registered."""

from datetime import date, datetime
from typing import NotRequired, TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from records.doer import Doer
from records.events import Happening, record
from records.organisations import sentences as _sentences
from records.organisations.models import Membership, Workplace
from records.organisations.queries import role_name

LEDGER = _sentences.__name__


class WorkplaceFacts(TypedDict):
    """A workplace as the application form names it."""

    company_name: str
    representative: str
    business_number: str
    address: str
    region_id: str
    contact_name: str
    contact_mobile: str
    contact_email: NotRequired[str]
    worker_count: NotRequired[int | None]
    disabled_worker_count: NotRequired[int | None]
    industry: NotRequired[str]


class Grant(TypedDict):
    """Who gets which role where, from which day."""

    person_id: UUID
    organisation_id: UUID
    role: str
    since_date: date


def register_workplace(**facts: Unpack[WorkplaceFacts]) -> Workplace:
    """Register a workplace; the same business number at the same address is the same row, brought up to date."""
    with transaction.atomic():
        place = {"business_number": facts["business_number"], "address": facts["address"]}
        known = Workplace.objects.select_for_update().filter(**place).order_by("pk").first()
        if known is None:
            return Workplace.objects.create(**facts)
        for name, value in facts.items():
            setattr(known, name, value)
        known.save()
        return known


def grant(*, by: Doer, now: datetime, **facts: Unpack[Grant]) -> Membership:
    """Give a role and write it in the ledger; the same role held already is returned."""
    with transaction.atomic():
        whom = {name: facts[name] for name in ("person_id", "organisation_id", "role")}  # type: ignore[literal-required]
        held = Membership.objects.filter(**whom, until_date=None).first()
        if held is not None:
            return held
        membership = Membership.objects.create(**facts)
        record("rights.granted", membership, Happening(by=by, now=now), **_told(membership))
        return membership


def end(*, membership_id: UUID, on: date, by: Doer, now: datetime) -> None:
    """End a role with a day, which is its last, and write it in the ledger."""
    with transaction.atomic():
        membership = Membership.objects.select_for_update().get(pk=membership_id)
        membership.until_date = on
        membership.save(update_fields=["until_date"])
        record("rights.ended", membership, Happening(by=by, now=now), **_told(membership))


def _told(membership: Membership) -> dict[str, str]:
    return {
        "name": membership.person.name_ko,
        "organisation": membership.organisation.name_ko,
        "role": role_name(membership.role),
    }
