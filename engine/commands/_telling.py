"""A line of history beside the steps: what was done to a case without running it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from engine.actors import Actor
from engine.models import InstanceEvent


class Case(Protocol):
    """What history must know of an instance."""

    @property
    def id(self) -> UUID:
        """Its id."""

    @property
    def root_id(self) -> UUID:
        """The id of the outermost case of its family."""

    @property
    def version_id(self) -> UUID:
        """The version it runs on."""


def tell(case: Case, kind: str, by: Actor, now: datetime, *, detail: Mapping[str, str], element_id: str = "") -> None:  # noqa: PLR0913
    """Write down what happened, and who did it."""
    InstanceEvent.objects.create(
        at=now,
        root_id=case.root_id,
        instance_id=case.id,
        version_id=case.version_id,
        kind=kind,
        element_id=element_id,
        actor_kind=by.kind,
        actor_id=by.id,
        on_behalf_of=by.on_behalf_of,
        capacity=by.capacity or "",
        detail=dict(detail),
    )
