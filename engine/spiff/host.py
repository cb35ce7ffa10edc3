"""What a step may ask of the world around it; ``engine.commands`` provides it, tests may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from engine.feel.environment import Environment
from engine.feel.values import Value


@dataclass(frozen=True, kw_only=True)
class ServiceRequest:
    """A service step that is due: which handler, with which inputs; ``attempt`` counts retries by hand."""

    task_id: UUID
    element_id: str
    type: str
    retries: int
    headers: Mapping[str, str]
    inputs: Mapping[str, Value]
    attempt: int = 0
    #: Which listener of the step asks; empty for the step's own service.
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class ServiceReply:
    """How a service step went: done (variables), queued (a Job will bring the result), failed, or a BPMN error."""

    kind: Literal["done", "queued", "failed", "error"]
    variables: Mapping[str, Value] = field(default_factory=dict)
    code: str = ""
    message: str = ""


class Host(Protocol):
    """The world of one instance during one step."""

    @property
    def now(self) -> datetime:
        """The step's time."""

    @property
    def environment(self) -> Environment:
        """The clock, calendar and rates for FEEL."""

    @property
    def names(self) -> Mapping[str, Value]:
        """The read-only names ``instance`` and ``participants``."""

    def service(self, request: ServiceRequest) -> ServiceReply:
        """Carry out, or queue, a service step."""

    def actors_of(self, element_ids: tuple[str, ...]) -> tuple[UUID, ...]:
        """Who completed these user tasks, over the whole parent-child family."""

    def caller_catches(self, code: str | None) -> bool:
        """Whether an instance that called this one has somewhere to go with this error."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A FEEL text a step wants answered, with the variables it sees there and the names that come before them."""

    text: str
    names: Mapping[str, Value]
    extra: Mapping[str, Value] | None = None


class Abandoned(Exception):
    """A supposed step that need not go on: what follows is known."""


class Undecided(Abandoned):
    """A supposed step that asks on and on: each answer may have been the last one, so nobody knows what comes of it."""


class Oracle(Protocol):
    """Who answers for FEEL and decisions in a run that only supposes what people and systems will say; it may end the
    step by ``Abandoned``.
    """

    def value(self, asked: Asked) -> Value:
        """The value of an expression."""

    def truth(self, asked: Asked) -> bool | None:
        """Whether a condition is true."""

    def items(self, asked: Asked) -> Value:
        """The elements of a collection."""

    def moment(self, kind: str, asked: Asked) -> Value:
        """What a timer of a kind (date, duration, cycle) waits for."""

    def decision(self, decision_id: str, names: Mapping[str, Value]) -> Value:
        """What a decision gives."""

    def opened(self, value: Value, path: str) -> Value:
        """A value that is about to be written in part, under a dotted path."""
