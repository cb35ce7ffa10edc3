"""What a person may do on a day, as part of somebody else's statement: name, language, roles held, wards.

Who looks is asked before every page and every call of a program, so it must not cost a question each. The records say
what to ask and how to read the answer; whoever runs the statement prepares it and puts a session or a token around it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from records.organisations.queries import RoleHeld

#: Columns of a statement in which ``person`` is a row of records_person and ``today.day`` the day.
COLUMNS: Final = """
    person.id, person.name_ko, person.preferred_language,
    (SELECT json_agg(json_build_array(office.id, held.role, office.name_ko, office.kind)
                     ORDER BY office.name_ko, held.role)
     FROM records_membership held JOIN records_organisation office ON office.id = held.organisation_id
     WHERE held.person_id = person.id
       AND held.since_date <= today.day AND (held.until_date IS NULL OR held.until_date >= today.day)
       AND (office.until_date IS NULL OR office.until_date >= today.day)),
    ARRAY(SELECT ward_id FROM records_guardianship
          WHERE guardian_id = person.id
            AND since_date <= today.day AND (until_date IS NULL OR until_date >= today.day))
"""
#: How many columns these are, at the end of a row.
WIDTH: Final = 5


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One person on one day: the roles in a stable order, as ``queries.roles_of`` gives them."""

    person_id: UUID
    name: str
    language: str
    roles: tuple[RoleHeld, ...]
    wards: frozenset[UUID]


def read(row: Sequence[Any]) -> Standing | None:
    """The standing at the end of a row; None where the statement found no person."""
    person_id, name, language, roles, wards = row[-WIDTH:]
    if person_id is None:
        return None
    held = tuple(
        RoleHeld(organisation_id=UUID(office), role=role, organisation_name=office_name, kind=kind)
        for office, role, office_name, kind in roles or ()
    )
    return Standing(person_id=person_id, name=name, language=language, roles=held, wards=frozenset(wards))
