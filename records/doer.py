"""Who does something, as the records see it: a shape, so that the engine's actor fits without an import sideways."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class Doer(Protocol):
    """An opaque id with its kind; `on_behalf_of` names the person for whom a guardian, substitute or delegate acts."""

    @property
    def kind(self) -> str:
        """One of person, link, system, worker."""

    @property
    def id(self) -> UUID:
        """The id of a Person or of an AccessLink; zero for the system itself."""

    @property
    def on_behalf_of(self) -> UUID | None:
        """The Person acted for, if any."""


@dataclass(frozen=True, kw_only=True)
class RecordedDoer:
    """A doer made here, where no engine actor is at hand (sign-in, commands)."""

    kind: str
    id: UUID
    on_behalf_of: UUID | None = None


SYSTEM = RecordedDoer(kind="system", id=UUID(int=0))


def person(person_id: UUID) -> RecordedDoer:
    """The doer for somebody who acts in their own name."""
    return RecordedDoer(kind="person", id=person_id)
