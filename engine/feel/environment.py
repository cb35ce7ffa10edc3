"""What an expression may ask of the world, and the book-keeping of one evaluation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from time import thread_time
from typing import NamedTuple, Protocol

from engine.feel.errors import FeelLimitExceeded
from engine.feel.limits import DEFAULT_LIMITS, Limits
from engine.feel.values import Value

_CLOCK_EVERY = 64
SEOUL = timezone(timedelta(hours=9))


class Calendar(Protocol):
    """The public holidays; Saturdays and Sundays are known without asking."""

    def is_holiday(self, day: date, /) -> bool:
        """Say whether the day is a public holiday (a substitute holiday counts)."""


class Rates(Protocol):
    """Prices, rates and limits that change with the date."""

    def rate(self, name: str, on: date, /) -> Decimal | int | None:
        """Give the value in force on that day, or None where there is none."""


@dataclass(frozen=True, kw_only=True)
class Environment:
    """The clock, the holidays, the rates and the budget of an evaluation; ``now`` must carry a zone.

    ``zone`` is where ``today()`` and due dates are: Korea, which has had no summer time since 1988.
    """

    now: datetime
    calendar: Calendar | None = None
    rates: Rates | None = None
    limits: Limits = DEFAULT_LIMITS
    zone: tzinfo = SEOUL

    def __post_init__(self) -> None:
        """Refuse a clock without a zone: today() would depend on the machine."""
        if self.now.tzinfo is None:
            raise ValueError("Environment.now must carry a zone")

    @property
    def local_now(self) -> datetime:
        """Give the clock in the zone."""
        return self.now.astimezone(self.zone)

    @property
    def today(self) -> date:
        """Give the day in the zone."""
        return self.local_now.date()


class Position(NamedTuple):
    """A place in the text of an expression, counted from 1."""

    line: int
    column: int


class Warning(NamedTuple):
    """Why a result is null: a sentence and the place."""

    message: str
    position: Position


class Evaluation(NamedTuple):
    """A value and what there is to say about it."""

    value: Value
    warnings: tuple[Warning, ...] = ()


class Run:
    """One evaluation under way: collects warnings and counts what is used."""

    __slots__ = ("_deadline", "_steps", "_until_clock", "depth", "environment", "limits", "trace", "warnings")

    def __init__(self, environment: Environment) -> None:
        """Begin with the full budget of the environment's limits."""
        self.environment = environment
        self.limits = environment.limits
        self.warnings: list[Warning] = []
        self.trace: list[Value] = []
        self.depth = 0
        self._steps = self.limits.steps
        self._until_clock = _CLOCK_EVERY
        self._deadline: float | None = None

    def warn(self, message: str, position: Position) -> None:
        """Note why something became null; beyond 100 notes only the budget is used."""
        self.tick()
        if len(self.warnings) < 100:
            self.warnings.append(Warning(message, position))

    def tick(self, steps: int = 1) -> None:
        """Use up steps; refuse when none are left or the time is over."""
        self._steps -= steps
        if self._steps < 0:
            raise FeelLimitExceeded("steps", f"more than {self.limits.steps} steps")
        self._until_clock -= steps
        if self._until_clock < 0:
            self._until_clock = _CLOCK_EVERY
            self.check_clock()

    def check_clock(self) -> None:
        """Refuse when the processor time is used up; it counts from the first look at the clock."""
        now = thread_time()
        if self._deadline is None:
            self._deadline = now + self.limits.seconds
        if now > self._deadline:
            raise FeelLimitExceeded("time", f"more than {self.limits.seconds} seconds")

    def text(self, value: str) -> str:
        """Pass a text through, or refuse one that is too long."""
        if len(value) > self.limits.characters:
            raise FeelLimitExceeded("size", f"a text of more than {self.limits.characters} characters")
        return value

    def items(self, value: list[Value]) -> list[Value]:
        """Pass a list through, or refuse one that is too long."""
        if len(value) > self.limits.items:
            raise FeelLimitExceeded("size", f"a list of more than {self.limits.items} items")
        self.tick(len(value) // 16)
        return value

    def weigh(self, value: Value) -> Value:
        """Pass a result through, or refuse one whose parts, counted each time they appear, are too many."""
        if type(value) is list or type(value) is dict:
            self._weigh(value)
        return value

    def _weigh(self, value: Value) -> None:
        self.tick(len(value))
        for part in value if type(value) is list else value.values():
            if type(part) is list or type(part) is dict:
                self._weigh(part)

    def enter(self, call: Callable[[], Value]) -> Value:
        """Run a call one level deeper; refuse a recursion without end."""
        self.tick()
        if self.depth >= self.limits.depth:
            raise FeelLimitExceeded("depth", f"calls nested more than {self.limits.depth} deep")
        self.depth += 1
        try:
            return call()
        finally:
            self.depth -= 1
