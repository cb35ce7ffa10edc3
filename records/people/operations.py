"""Writing about people: registering them, changing their contact, binding guardians, leaving."""

from datetime import date, datetime
from typing import NotRequired, TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from records.people.models import Account, Guardianship, Person, VaultEntry

#: What only the owner of an account changes, signed in.
OWN_TO_CHANGE = ("name_ko", "mobile", "email")


class PersonFacts(TypedDict):
    """What is known of somebody who is registered."""

    name_ko: str
    name_en: NotRequired[str]
    birth_date: NotRequired[date | None]
    mobile: NotRequired[str]
    email: NotRequired[str]
    address: NotRequired[str]
    region_code: NotRequired[str]
    disability_type: NotRequired[str]
    disability_severity: NotRequired[str]
    preferred_language: NotRequired[str]


class ResidentNumberConflict(Exception):
    """The number belongs to somebody else, or another number is known of this person; which one is not said."""

    def __init__(self, person_id: UUID) -> None:
        """Name the person the number was given for, never the number."""
        super().__init__(str(person_id))
        self.person_id = person_id


def register(*, now: datetime, resident_number_id: UUID | None = None, **facts: Unpack[PersonFacts]) -> Person:
    """Register a person; one who is known by the same resident number is brought up to date instead of doubled."""
    with transaction.atomic():
        known = find_by_resident_number(resident_number_id) if resident_number_id else None
        if known is None:
            return Person.objects.create(created_at=now, resident_number_id=resident_number_id, **facts)
        update(person_id=known.pk, **facts)
        known.refresh_from_db()
        return known


def find_by_resident_number(vault_id: UUID) -> Person | None:
    """Who has the number that lies in that vault entry, compared by blind index; nothing is opened."""
    entry = VaultEntry.objects.get(pk=vault_id)
    same = VaultEntry.objects.filter(kind=entry.kind, blind_index=bytes(entry.blind_index))
    return Person.objects.filter(resident_number__in=same).first()


def update(*, person_id: UUID, **facts: Unpack[PersonFacts]) -> None:
    """Change a person's facts.

    Whoever has an account keeps the name, mobile and mail: sign-in codes go there, so a form that somebody else
    fills in must not move them.
    """
    with transaction.atomic():
        if Account.objects.filter(person_id=person_id).exists():
            changed = {name: value for name, value in facts.items() if name not in OWN_TO_CHANGE}
        else:
            changed = dict(facts)
        Person.objects.filter(pk=person_id).update(**changed)


def bind_resident_number(*, person_id: UUID, vault_id: UUID) -> None:
    """Keep a sealed number with the person; the same number given again changes nothing.

    Raises:
        ResidentNumberConflict: somebody else has the number, or the person has another one.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person_id)
        owner = find_by_resident_number(vault_id)
        if owner is not None and owner.pk != person_id:
            raise ResidentNumberConflict(person_id)
        if owner is None and person.resident_number_id is not None:
            raise ResidentNumberConflict(person_id)
        if owner is None:
            person.resident_number_id = vault_id
            person.save(update_fields=["resident_number"])


def bind_guardian(*, guardian_id: UUID, ward_id: UUID, since: date, evidence: UUID | None = None) -> Guardianship:
    """Let the guardian act for the ward from a day on; the document is the evidence."""
    return Guardianship.objects.create(
        guardian_id=guardian_id, ward_id=ward_id, since_date=since, evidence_document_id=evidence
    )


def end_guardianship(*, guardianship_id: UUID, on: date) -> None:
    """End a guardianship with a day, which is its last."""
    Guardianship.objects.filter(pk=guardianship_id).update(until_date=on)
