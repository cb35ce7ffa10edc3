"""Who does something: opaque ids to the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person, a holder of a one-time link, the system, or an outside worker.

    ``on_behalf_of`` is the person a guardian, substitute or delegate acts for, ``capacity`` in which of these roles.
    """

    kind: Literal["person", "link", "system", "worker"]
    id: UUID
    on_behalf_of: UUID | None = None
    capacity: Literal["guardian", "substitute", "delegate"] | None = None


SYSTEM = Actor(kind="system", id=UUID(int=0))
