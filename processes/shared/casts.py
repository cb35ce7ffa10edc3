"""Who takes part in every case about one person's support at one workplace."""

from uuid import UUID

from engine.participants import ParticipantSpec
from records.organisations import queries as organisations
from records.organisations.models import Workplace


def cast(*, worker_id: UUID, branch_id: UUID, workplace: Workplace) -> list[ParticipantSpec]:
    """The worker, the branch and headquarters; the employer too where its contact has an account."""
    found = [
        ParticipantSpec(role="supported_worker", kind="person", ref=worker_id),
        ParticipantSpec(role="branch", kind="organisation", ref=branch_id),
        ParticipantSpec(role="headquarters", kind="organisation", ref=organisations.headquarters().pk),
    ]
    employer = organisations.employer_contact(workplace.business_number, workplace.contact_mobile)
    if employer is not None:
        found.append(ParticipantSpec(role="employer", kind="person", ref=employer.pk))
    return found
