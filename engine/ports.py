"""The three ports of the engine, filled by ``config`` at start-up: the work list it reports to, the calendar and the
rates it asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Protocol
from uuid import UUID

from engine.actors import Actor
from engine.participants import ParticipantSpec
from engine.prepared import Statement


@dataclass(frozen=True, kw_only=True)
class InstanceFacts:
    """An instance as others may know it; ``status`` is running, completed or cancelled.

    ``suspended_at`` says since when a running one rests.
    """

    id: UUID
    root_id: UUID
    parent_id: UUID | None
    process_id: str
    version_id: UUID
    version_number: int
    case_number: str
    title: str
    status: str
    suspended_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class UserTask:
    """An open user task; ``role`` is its lane, ``not_by`` the actors who may not do it (separation of duties)."""

    id: UUID
    element_id: str
    name: str
    role: str | None
    form_id: str | None
    opened_at: datetime
    assignee: str | None = None
    candidate_groups: tuple[str, ...] = ()
    candidate_users: tuple[str, ...] = ()
    due_at: datetime | None = None
    follow_up_at: datetime | None = None
    priority: int = 50
    reminder_at: datetime | None = None
    deadline_at: datetime | None = None
    not_by: tuple[UUID, ...] = ()
    stops_clock: bool = False
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TaskClosed:
    """A user task that is no longer open, and who ended it (None: the process itself)."""

    id: UUID
    outcome: Literal["completed", "cancelled"]
    actor: Actor | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class WorkChange:
    """What one step did to the user tasks of one instance; ``participants`` are its current holders by role.

    ``repinned`` are open tasks that belong to another version now: its form, names and roles hold, their times stay.
    """

    instance: InstanceFacts
    opened: Sequence[UserTask]
    closed: Sequence[TaskClosed]
    updated: Sequence[UserTask]
    participants: Mapping[str, ParticipantSpec]
    now: datetime
    repinned: Sequence[UserTask] = ()


class WorkList(Protocol):
    """Where open user tasks are mirrored; called in the step's transaction, once for each instance touched."""

    def sync(self, change: WorkChange, statement: Statement) -> None:
        """Mirror the change by what is added to the step's statement; raising undoes the whole step."""


class Calendar(Protocol):
    """The public holidays, substitute holidays included."""

    def is_holiday(self, day: date, /) -> bool:
        """Whether the day is a public holiday; Saturdays and Sundays need not be asked."""


class Rates(Protocol):
    """Prices, rates and limits by the day they hold on."""

    def rate(self, name: str, on: date, /) -> Decimal | int | None:
        """The value in force on the day, or None where there is none."""


class PortNotFilled(Exception):
    """A port was asked before ``config`` filled it."""


_filled: dict[str, WorkList | Calendar | Rates | None] = {}


def install(*, worklist: WorkList | None, calendar: Calendar | None, rates: Rates | None) -> None:
    """Fill the ports; None leaves one empty (the engine then runs without it where it can)."""
    _filled.update(worklist=worklist, calendar=calendar, rates=rates)


@contextmanager
def reporting_to(other: WorkList) -> Iterator[None]:
    """Report to another work list for a while: scenarios keep theirs in memory."""
    before = _filled.get("worklist")
    _filled["worklist"] = other
    try:
        yield
    finally:
        _filled["worklist"] = before


def worklist() -> WorkList:
    """The work list.

    Raises:
        PortNotFilled: nobody installed one.
    """
    return _port("worklist")  # type: ignore[return-value]


def calendar() -> Calendar:
    """The calendar; raises PortNotFilled without one."""
    return _port("calendar")  # type: ignore[return-value]


def rates() -> Rates:
    """The rates; raises PortNotFilled without them."""
    return _port("rates")  # type: ignore[return-value]


def filled(name: Literal["worklist", "calendar", "rates"]) -> bool:
    """Whether a port has been filled."""
    return _filled.get(name) is not None


def _port(name: str) -> WorkList | Calendar | Rates:
    found = _filled.get(name)
    if found is None:
        raise PortNotFilled(name)
    return found
