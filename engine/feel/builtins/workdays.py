"""Our own functions: working days and hours by the public holidays, minutes, and rates of the day.

A working day is Monday to Friday and no public holiday (the calendar port knows those). A period ends with its last
day: 23:59:59 of it is in time (민법 제159조). ``statutory days`` counts as 민원 처리에 관한 법률 제19조 does: the first
day is counted, Saturdays and holidays are not. A working day has 8 hours: 09:00–12:00 and 13:00–18:00.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from engine.feel.builtins import arguments as want
from engine.feel.builtins.registry import builtin
from engine.feel.decimals import CONTEXT
from engine.feel.environment import Run
from engine.feel.errors import Undefined
from engine.feel.temporal import SECOND, Time, WideDateTime, instant, time_value, zone_of
from engine.feel.values import Value

_MOST = 10_000
_SPANS = ((9 * 60, 12 * 60), (13 * 60, 18 * 60))
_ONE_DAY = timedelta(days=1)


def local_day(run: Run, value: Value) -> date:
    """Read a date; the day of a date and time is its day in the environment's zone."""
    value = want.single(value)
    if isinstance(value, datetime):
        zone = run.environment.zone
        return (value.astimezone(zone) if value.tzinfo is not None else value).date()
    day = want.day(value)
    if not isinstance(day, date):
        raise Undefined("a year from 1 to 9999 is needed")
    return day


def is_working_day(run: Run, day: date) -> bool:
    """Say whether a day is worked on."""
    run.tick(4)
    calendar = run.environment.calendar
    return day.weekday() < 5 and not (calendar is not None and calendar.is_holiday(day))


def _count(value: Value) -> int:
    count = want.number(value)
    if count != count.to_integral_value() or abs(count) > _MOST:
        raise Undefined(f"a whole number of at most {_MOST} is needed")
    return int(count)


def _nth(run: Run, start: date, count: int) -> date:
    """Give the count-th working day after the start, or before it for a negative count."""
    step = _ONE_DAY if count > 0 else -_ONE_DAY
    day, left = start, abs(count)
    try:
        while left:
            day += step
            left -= is_working_day(run, day)
    except OverflowError as error:
        raise Undefined("a year from 1 to 9999 is needed") from error
    return day


def _end_of(run: Run, day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=run.environment.zone)


def _not_negative(count: int) -> int:
    if count < 0:
        raise Undefined("the number of days must not be negative")
    return count


@builtin("working days(n)")
def _working_days(run: Run, n: Value) -> datetime:
    return _working_days_from(run, run.environment.today, n)


@builtin("working days(start, n)")
def _working_days_from(run: Run, start: Value, n: Value) -> datetime:
    return _end_of(run, _nth(run, local_day(run, start), _not_negative(_count(n))))


@builtin("statutory days(n)")
def _statutory_days(run: Run, n: Value) -> datetime:
    return _statutory_days_from(run, run.environment.today, n)


@builtin("statutory days(start, n)")
def _statutory_days_from(run: Run, start: Value, n: Value) -> datetime:
    first, count = local_day(run, start), _count(n)
    if count < 1:
        raise Undefined("the number of days must be at least 1")
    return _end_of(run, _nth(run, first, count - is_working_day(run, first)))


@builtin("is working day(date)")
def _is_working_day(run: Run, day: Value) -> bool:
    return is_working_day(run, local_day(run, day))


@builtin("add working days(date, n)")
def _add_working_days(run: Run, day: Value, n: Value) -> date:
    return _nth(run, local_day(run, day), _count(n))


@builtin("working hours(n)")
def _working_hours(run: Run, n: Value) -> datetime:
    return _working_hours_from(run, run.environment.local_now, n)


@builtin("working hours(start, n)")
def _working_hours_from(run: Run, start: Value, n: Value) -> datetime:
    begin = _local_moment(run, start)
    hours = want.number(n)
    if not 0 <= hours <= _MOST:
        raise Undefined(f"a number from 0 to {_MOST} is needed")
    left = timedelta(seconds=int(hours * 3600))
    day = begin.replace(hour=0, minute=0, second=0, microsecond=0)
    while True:
        for opens, closes in _spans(run, day):
            work = closes - max(opens, begin)
            if work >= left and work > timedelta():
                return max(opens, begin) + left
            left -= max(work, timedelta())
        day += _ONE_DAY


@builtin("working hours between(start, end)")
def _working_hours_between(run: Run, start: Value, end: Value) -> Decimal:
    begin, finish = _local_moment(run, start), _local_moment(run, end)
    if begin > finish:
        raise Undefined("the end lies before the start")
    total, day = timedelta(), begin.replace(hour=0, minute=0, second=0, microsecond=0)
    while day <= finish:
        for opens, closes in _spans(run, day):
            total += max(min(closes, finish) - max(opens, begin), timedelta())
        day += _ONE_DAY
    return CONTEXT.divide(Decimal(total // timedelta(microseconds=1)), Decimal(3_600_000_000))


def _spans(run: Run, day: datetime) -> list[tuple[datetime, datetime]]:
    if not is_working_day(run, day.date()):
        return []
    return [(day + timedelta(minutes=opens), day + timedelta(minutes=closes)) for opens, closes in _SPANS]


def _local_moment(run: Run, value: Value) -> datetime:
    moment = want.moment(value)
    if not isinstance(moment, datetime) or not 1 < moment.year < 9900:
        raise Undefined("a year up to 9900 is needed")
    zone = run.environment.zone
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


@builtin("minutes between(a, b)")
def _minutes_between(run: Run, a: Value, b: Value) -> Decimal:
    first, last = want.single(a), want.single(b)
    if isinstance(first, Time) and isinstance(last, Time):
        nanoseconds = time_value(last) - time_value(first)
    else:
        nanoseconds = _zoned(run, last) - _zoned(run, first)
    minutes = abs(nanoseconds) // (60 * SECOND)
    return Decimal(-minutes if nanoseconds < 0 else minutes)


def _zoned(run: Run, value: Value) -> int:
    moment = want.moment(value)
    if zone_of(moment) is None and not isinstance(moment, WideDateTime):
        moment = moment.replace(tzinfo=run.environment.zone)
    return instant(moment)


@builtin("rate(name, date)")
def _rate(run: Run, name: Value, day: Value) -> Decimal:
    rates = run.environment.rates
    found = rates.rate(want.string(name), local_day(run, day)) if rates is not None else None
    if found is None:
        raise Undefined(f"there is no rate {name}")
    return Decimal(found)
