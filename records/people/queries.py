"""Reading about people: themselves, their account, whom they may act for."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from records.people.models import AccessLink, Account, Guardianship, Person


def person(person_id: UUID) -> Person:
    """The person of that id; raises Person.DoesNotExist."""
    return Person.objects.get(pk=person_id)


def by_account(account_id: UUID) -> Person:
    """The person who signs in with that account; raises Person.DoesNotExist."""
    return Person.objects.get(account__pk=account_id)


def account_of(person_id: UUID) -> Account | None:
    """The person's account, if they have one."""
    return Account.objects.filter(person_id=person_id).first()


def link(link_id: UUID) -> AccessLink:
    """The access link of that id; raises AccessLink.DoesNotExist."""
    return AccessLink.objects.get(pk=link_id)


def names(person_ids: list[UUID]) -> dict[UUID, str]:
    """The Korean names of people and of the holders of links, by id; unknown ids are left out."""
    people = Person.objects.filter(pk__in=person_ids).values_list("pk", "name_ko")
    return dict(people.union(AccessLink.objects.filter(pk__in=person_ids).values_list("pk", "name"), all=True))


def ward_ids_of(person_id: UUID, on: date) -> frozenset[UUID]:
    """Whom the person may act for on the day."""
    held = Guardianship.objects.filter(guardian_id=person_id, since_date__lte=on)
    held = held.filter(Q(until_date__isnull=True) | Q(until_date__gte=on))
    return frozenset(held.values_list("ward_id", flat=True))


def wards_of(person_id: UUID, on: date) -> list[Person]:
    """The same, as people by name."""
    return list(Person.objects.filter(pk__in=ward_ids_of(person_id, on)).order_by("name_ko", "pk"))


def guardians_of(person_id: UUID, on: date) -> list[Person]:
    """Who may act for the person on the day, by name."""
    held = Guardianship.objects.filter(ward_id=person_id, since_date__lte=on)
    held = held.filter(Q(until_date__isnull=True) | Q(until_date__gte=on))
    return list(Person.objects.filter(pk__in=held.values("guardian_id")).order_by("name_ko", "pk"))
