"""Functions of the calendar and the clock (DMN 1.5, 10.3.4.7 and 10.3.4.10)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from engine.feel.builtins import arguments as want
from engine.feel.builtins.registry import builtin
from engine.feel.environment import Run
from engine.feel.properties import weekday
from engine.feel.temporal import AnyDate, WideDate, WideDateTime, date_of, from_ordinal, ordinal
from engine.feel.temporal_text import duration_text
from engine.feel.values import Value

_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day_of(value: Value) -> AnyDate:
    """Read a date, or the date part of a date and time."""
    value = want.single(value)
    return date_of(value) if isinstance(value, datetime | WideDateTime) else want.day(value)


@builtin("now()")
def _now(run: Run) -> datetime:
    return run.environment.local_now


@builtin("today()")
def _today(run: Run) -> date:
    return run.environment.today


@builtin("cycle(interval)")
def _cycle(run: Run, interval: Value) -> str:
    return f"R/{duration_text(want.any_duration(interval))}"


@builtin("cycle(repetitions, interval)")
def _cycle_of(run: Run, repetitions: Value, interval: Value) -> str:
    return f"R{want.whole(repetitions)}/{duration_text(want.any_duration(interval))}"


@builtin("day of year(date)")
def _day_of_year(run: Run, day: Value) -> Decimal:
    found = day_of(day)
    return Decimal(ordinal(found) - ordinal(_first(found)) + 1)


def _first(day: AnyDate) -> AnyDate:
    return day.replace(month=1, day=1) if isinstance(day, date) else WideDate(day.year, 1, 1)


@builtin("day of week(date)")
def _day_of_week(run: Run, day: Value) -> str:
    return _DAYS[int(weekday(day_of(day))) - 1]


@builtin("month of year(date)")
def _month_of_year(run: Run, day: Value) -> str:
    return _MONTHS[day_of(day).month - 1]


@builtin("week of year(date)")
def _week_of_year(run: Run, day: Value) -> Decimal:
    found = day_of(day)
    thursday = from_ordinal(ordinal(found) + 4 - int(weekday(found)))
    return Decimal((ordinal(thursday) - ordinal(_first(thursday))) // 7 + 1)
