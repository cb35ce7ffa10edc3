"""Names for the ids of people that the engine keeps."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from engine.actors import SYSTEM
from records.people import queries as people


def names_of(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names by id; the system has one too, unknown ids are left out."""
    wanted = {one for one in ids if one is not None}
    return people.names([*wanted]) | {SYSTEM.id: _("시스템")}
