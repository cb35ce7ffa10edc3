"""Who looks: the groups they are in, for whom they may act, and as whom the record will name them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from engine import prepared
from engine.actors import Actor
from records.organisations import standing
from records.organisations.queries import RoleHeld
from records.organisations.standing import Standing
from records.people import queries as people
from records.people.models import AccessLink, Person

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


_PERSON = f"""
    SELECT {standing.COLUMNS}
    FROM records_person person CROSS JOIN (SELECT %(on)s::date AS day) today WHERE person.id = %(person)s
"""  # noqa: S608 - our own columns


def of_person(person_id: UUID, on: date, *, language: Language | None = None) -> Viewer:
    """The viewer for a person on a day: roles and guardianships are asked anew each time, so an end counts at once.

    Raises:
        Person.DoesNotExist: there is no such person.
    """
    rows = prepared.fetch(_PERSON, {"person": person_id, "on": on})
    held = standing.read(rows[0]) if rows else None
    if held is None:
        raise Person.DoesNotExist(person_id)
    return of_standing(held, language=language)


def of_standing(held: Standing, *, language: Language | None = None) -> Viewer:
    """The viewer for a person whose standing was read already, in one statement with something else."""
    groups = {f"person:{one}" for one in {held.person_id, *held.wards}}
    groups |= {f"org:{one.organisation_id}:{one.role}" for one in held.roles} | {
        f"role:{one.role}" for one in held.roles
    }
    return Viewer(
        actor=Actor(kind="person", id=held.person_id),
        groups=frozenset(groups),
        person_id=held.person_id,
        language=language or ("en" if held.language == "en" else "ko"),
        roles=held.roles,
        wards=held.wards,
        name=held.name,
    )


def of_link(who: AccessLink | UUID, *, language: Language = "ko") -> Viewer:
    """The viewer for the holder of a one-time link: that link's items and nothing else."""
    link = people.link(who) if isinstance(who, UUID) else who
    link_id: UUID = link.pk
    actor = Actor(kind="link", id=link_id)
    return Viewer(
        actor=actor, groups=frozenset({f"link:{link_id}"}), link_id=link_id, language=language, name=link.name
    )
