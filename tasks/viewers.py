"""Who looks: the groups they are in, for whom they may act, and as whom the record will name them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from engine.actors import Actor
from records.organisations import queries as organisations
from records.organisations.queries import RoleHeld
from records.people import queries as people
from records.people.models import Person

Language = Literal["ko", "en"]


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """A signed-in person or the holder of a link. ``ids`` are those an item may be assigned to for them to do it."""

    actor: Actor
    groups: frozenset[str]
    person_id: UUID | None = None
    link_id: UUID | None = None
    language: Language = "ko"
    roles: Sequence[RoleHeld] = ()
    wards: frozenset[UUID] = frozenset()
    name: str = ""

    @property
    def ids(self) -> frozenset[UUID]:
        """The viewer's own id and their wards'."""
        return frozenset({self.actor.id}) | self.wards

    def acting_for(self, person_id: UUID | None) -> Actor:
        """The actor of the record: for a ward's item, the guardian on the ward's behalf."""
        if person_id is not None and person_id in self.wards and person_id != self.actor.id:
            return Actor(kind="person", id=self.actor.id, on_behalf_of=person_id, capacity="guardian")
        return self.actor

    def holds(self, *roles: str) -> bool:
        """Whether the viewer holds one of the roles anywhere."""
        return any(held.role in roles for held in self.roles)

    def offices(self, *roles: str) -> frozenset[UUID]:
        """The organisations at which the viewer holds one of the roles."""
        return frozenset(held.organisation_id for held in self.roles if held.role in roles)


def of_person(who: Person | UUID, on: date, *, language: Language | None = None) -> Viewer:
    """The viewer for a person on a day: roles and guardianships are asked anew each time, so an end counts at once.

    Raises:
        Person.DoesNotExist: there is no such person.
    """
    person = people.person(who) if isinstance(who, UUID) else who
    person_id = person.pk
    roles = organisations.roles_of(person_id, on)
    wards = people.ward_ids_of(person_id, on)
    groups = {f"person:{one}" for one in {person_id, *wards}}
    groups |= {f"org:{held.organisation_id}:{held.role}" for held in roles} | {f"role:{held.role}" for held in roles}
    return Viewer(
        actor=Actor(kind="person", id=person_id),
        groups=frozenset(groups),
        person_id=person_id,
        language=language or ("en" if person.preferred_language == "en" else "ko"),
        roles=tuple(roles),
        wards=wards,
        name=person.name_ko,
    )


def of_link(link_id: UUID, *, language: Language = "ko") -> Viewer:
    """The viewer for the holder of a one-time link: that link's items and nothing else."""
    link = people.link(link_id)
    actor = Actor(kind="link", id=link_id)
    return Viewer(
        actor=actor, groups=frozenset({f"link:{link_id}"}), link_id=link_id, language=language, name=link.name
    )
