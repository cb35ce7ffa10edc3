"""What a step wants written and told, collected in memory and carried out by ``engine.commands`` in the step's
transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from engine.feel.values import Value


@dataclass(frozen=True, slots=True)
class Story:
    """One line of history: what happened at which element; names of data only, never values."""

    kind: str
    element_id: str | None = None
    task_id: UUID | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    data_names: tuple[str, ...] = ()
    form_id: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A step that began to wait; ``kind`` is user, call, job, event or multi."""

    task_id: UUID
    element_id: str
    kind: str
    opened_at: datetime
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """A waiting step that is over, with the seconds it took."""

    task_id: UUID
    element_id: str
    kind: str
    outcome: Literal["completed", "cancelled"]
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class TimerSet:
    """A timer to keep as a row until it fires or its token goes."""

    task_id: UUID
    element_id: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A wait for a message (name and key) or a signal (name)."""

    task_id: UUID
    element_id: str
    kind: Literal["message", "signal"]
    name: str
    key: str | None


@dataclass(frozen=True, slots=True)
class ChildStart:
    """A call activity that begins: the process to start with these variables."""

    task_id: UUID
    element_id: str
    process_id: str
    variables: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Thrown:
    """A message or signal to send to whoever waits, after this step; ``reached`` have had it already."""

    kind: Literal["message", "signal"]
    name: str
    key: str | None
    variables: dict[str, Value]
    reached: tuple[UUID, ...] = ()
    told_callers: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """An incident to open: what failed where, in words without any data."""

    task_id: UUID | None
    element_id: str | None
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Escape:
    """An error or escalation that leaves a called instance; its caller is known to catch an error."""

    kind: Literal["error", "escalation"]
    code: str | None
    variables: dict[str, Value]


@dataclass
class Effects:
    """The lists of one step, in the order things happened."""

    stories: list[Story] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    user_opened: list[Any] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)
    closed: list[Closed] = field(default_factory=list)
    timers: dict[UUID, TimerSet] = field(default_factory=dict)
    subscriptions: dict[UUID, Subscribed] = field(default_factory=dict)
    jobs: list[Any] = field(default_factory=list)
    calls: list[ChildStart] = field(default_factory=list)
    abandoned: list[UUID] = field(default_factory=list)
    thrown: list[Thrown] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    escapes: list[Escape] = field(default_factory=list)
    gone: list[UUID] = field(default_factory=list)
    rows_gone: list[UUID] = field(default_factory=list)
    healed: list[UUID] = field(default_factory=list)
    spent: list[UUID] = field(default_factory=list)
