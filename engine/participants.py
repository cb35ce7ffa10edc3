"""Who holds a role in one instance: set at start and by handlers, inherited by called instances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class ParticipantSpec:
    """A role (a lane's id) and who holds it; ``ref`` is the id of a person, an organisation or a link."""

    role: str
    kind: Literal["person", "organisation", "link"]
    ref: UUID
