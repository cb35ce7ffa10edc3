"""Reading about organisations: who holds which role on a day, and which office serves a place."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from records.organisations.models import Membership, Organisation, OrganisationKind, Region, Role, Workplace
from records.people.models import Person


@dataclass(frozen=True, kw_only=True)
class RoleHeld:
    """One role of one person at one organisation; `kind` is the organisation's."""

    organisation_id: UUID
    role: str
    organisation_name: str
    kind: str


class NoBranchForRegion(Exception):
    """No branch office serves the region: reference data is missing."""

    def __init__(self, region_code: str) -> None:
        super().__init__(region_code)
        self.region_code = region_code


def roles_of(person_id: UUID, on: date) -> list[RoleHeld]:
    """Every role the person holds on the day, at organisations that stand on it; in a stable order."""
    rows = (
        _held_on(on)
        .filter(person_id=person_id)
        .filter(Q(organisation__until_date__isnull=True) | Q(organisation__until_date__gte=on))
        .select_related("organisation")
        .order_by("organisation__name_ko", "role")
    )
    return [
        RoleHeld(
            organisation_id=row.organisation_id,
            role=row.role,
            organisation_name=row.organisation.name_ko,
            kind=row.organisation.kind,
        )
        for row in rows
    ]


def members(organisation_id: UUID, role: str, on: date) -> list[Person]:
    """Who holds the role at the organisation on the day, by name."""
    held = _held_on(on).filter(organisation_id=organisation_id, role=role)
    return list(Person.objects.filter(pk__in=held.values("person_id")).order_by("name_ko", "pk"))


def holders(role: str, on: date) -> list[Person]:
    """Who holds the role anywhere on the day, by name."""
    return list(
        Person.objects.filter(pk__in=_held_on(on).filter(role=role).values("person_id")).order_by("name_ko", "pk")
    )


def organisation(organisation_id: UUID) -> Organisation:
    """The organisation of that id; raises Organisation.DoesNotExist."""
    return Organisation.objects.select_related("region").get(pk=organisation_id)


def branch_for_region(region_code: str, address: str = "") -> Organisation:
    """The branch office that serves an address of the region: by its district, else the region's first by code."""
    branches = list(
        Organisation.objects.filter(
            kind=OrganisationKind.BRANCH_OFFICE, region_id=region_code, until_date__isnull=True
        ).order_by("code")
    )
    if not branches:
        raise NoBranchForRegion(region_code)
    return next((branch for branch in branches if any(place in address for place in branch.districts)), branches[0])


def agencies(region_code: str | None = None) -> list[Organisation]:
    """The implementing agencies at work, of one region or of all, by name."""
    found = Organisation.objects.filter(kind=OrganisationKind.IMPLEMENTING_AGENCY, until_date__isnull=True)
    if region_code is not None:
        found = found.filter(region_id=region_code)
    return list(found.select_related("region").order_by("region__position", "name_ko"))


def of_kind(kind: str) -> list[Organisation]:
    """The organisations of a kind that stand, in the order of the map."""
    found = Organisation.objects.filter(kind=kind, until_date__isnull=True)
    return list(found.select_related("region").order_by("region__position", "code"))


def employer_contact(business_number: str, mobile: str) -> Person | None:
    """Who acts for the employer of a business number with an account of their own, known by the mobile number given."""
    companies = Workplace.objects.filter(business_number=business_number).exclude(company=None)
    held = Membership.objects.filter(
        role=Role.EMPLOYER, until_date=None, organisation__in=companies.values("company"), person__mobile=mobile
    )
    found = held.exclude(person__account=None).select_related("person").first()
    return found.person if found else None


def headquarters() -> Organisation:
    """The one headquarters; raises Organisation.DoesNotExist before the organisations are loaded."""
    return Organisation.objects.get(kind=OrganisationKind.HEADQUARTERS, until_date__isnull=True)


def regions() -> list[Region]:
    """The seventeen provinces in their official order."""
    return list(Region.objects.all())


def role_name(role: str) -> str:
    """A role's Korean name; the id itself for lanes that are nobody's membership."""
    return str(Role(role).label) if role in Role.values else role


def _held_on(on: date) -> QuerySet[Membership]:
    return Membership.objects.filter(Q(until_date__isnull=True) | Q(until_date__gte=on), since_date__lte=on)
