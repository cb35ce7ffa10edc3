"""Who is meant by a role in one case: the people or the link a notice goes to, with their addresses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.participants import ParticipantSpec
from records.organisations import queries as organisations
from records.people import queries as people
from records.people.models import Person

_STAFF_OF = {"headquarters": "headquarters"}


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """One addressee; exactly one of ``person_id`` and ``link_id`` is set. Staff get mail, no SMS."""

    person_id: UUID | None
    link_id: UUID | None
    mobile: str
    email: str
    language: str

    @property
    def key(self) -> str:
        """What tells this addressee from others in an idempotency key."""
        return str(self.person_id or self.link_id)


def of_roles(roles: list[str], participants: Mapping[str, ParticipantSpec], on: date) -> list[Recipient]:
    """Everybody who holds one of the roles in the case, each once; a role that nobody holds has no addressee."""
    found = {one.key: one for role in roles for one in _of_role(role, participants, on)}
    return list(found.values())


def _of_role(role: str, participants: Mapping[str, ParticipantSpec], on: date) -> Iterator[Recipient]:
    holder = participants.get(role) or participants.get(_STAFF_OF.get(role, "branch"))
    if holder is None:
        return
    if holder.kind == "link":
        link = people.link(holder.ref)
        yield Recipient(person_id=None, link_id=link.pk, mobile=link.mobile, email=link.email, language="ko")
    elif holder.kind == "person":
        yield _person(people.person(holder.ref))
        # A guardian acts for the worker, so the guardian hears what the worker hears.
        if role == "supported_worker":
            yield from (_person(guardian) for guardian in people.guardians_of(holder.ref, on))
    else:
        yield from (_person(member, staff=True) for member in organisations.members(holder.ref, role, on))


def _person(person: Person, *, staff: bool = False) -> Recipient:
    return Recipient(
        person_id=person.pk,
        link_id=None,
        mobile="" if staff else person.mobile,
        email=person.email,
        language=person.preferred_language,
    )
