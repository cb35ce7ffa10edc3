"""Values in and out: Python to FEEL, FEEL to JSON, dates, times and durations as text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from uuid import UUID

import pytest

from engine import feel
from engine.feel.builtins import FUNCTIONS
from engine.feel.environment import Run
from tests.engine.feel.world import environment, value


class Colour(Enum):
    RED = "red"


class Text(str):
    __slots__ = ()


class Day(date):
    pass


class Moment(datetime):
    pass


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (5, Decimal(5)),
        (0.1, Decimal("0.1")),
        (Decimal(3), Decimal(3)),
        (True, True),
        (None, None),
        (Colour.RED, "red"),
        (Text("a"), "a"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (timedelta(days=1, microseconds=1), feel.DaysDuration(86_400_000_001_000)),
        (time(10, 30, 5, 7), feel.Time(10, 30, 5, 7000)),
        (Day(2024, 1, 2), date(2024, 1, 2)),
        (Moment(2024, 1, 2, 3), datetime(2024, 1, 2, 3)),
        ((1, "a"), [Decimal(1), "a"]),
        ({5}, [Decimal(5)]),
        (frozenset([5]), [Decimal(5)]),
        ({"a": [1]}, {"a": [Decimal(1)]}),
    ],
)
def test_python_values_become_feel_values(given: object, expected: object) -> None:
    found = feel.to_feel(given)
    assert found == expected
    assert type(found) is type(expected)


def test_what_has_nothing_to_change_is_given_back_as_it_is() -> None:
    given = {"a": [Decimal(1), {"b": "c"}]}
    assert feel.to_feel(given) is given
    function = feel.evaluate("function(x) x", {}, environment()).value
    assert feel.to_feel(function) is function


@pytest.mark.parametrize("given", [object(), b"bytes", float("nan"), Decimal("Infinity"), {1: 2}, [object()]])
def test_other_values_are_refused(given: object) -> None:
    with pytest.raises(feel.NotAFeelValue):
        feel.to_feel(given)


def test_a_context_with_a_foreign_value_is_refused_only_when_it_is_used() -> None:
    assert feel.compile("a + 1").evaluate({"a": 1, "b": object()}, environment()).value == 2
    with pytest.raises(feel.NotAFeelValue):
        feel.compile("b").evaluate({"a": 1, "b": object()}, environment())


def test_values_become_json() -> None:
    assert feel.to_json(Decimal("12345678901234567890")) == "12345678901234567890"
    assert feel.to_json(Decimal("0.5")) == 0.5
    assert feel.to_json(Decimal(1) / 3) == "0.3333333333333333333333333333"
    assert feel.to_json(feel.DaysDuration(0)) == "PT0S"
    assert feel.DaysDuration(1_500_000_000).to_timedelta() == timedelta(seconds=1.5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2024-02-30"', None),
        ('@"99999-02-30"', None),
        ('@"99999-13-01"', None),
        ('@"12024-02-29"', "12024-02-29"),
        ('@"-2024-04-30"', "-2024-04-30"),
        ('@"99999-06-31"', None),
        ("date(1000000000, 1, 1)", None),
        ('@"10:30:00.123456789"', "10:30:00.123456789"),
        ('@"10:30:00+05:00:01"', "10:30:00+05:00:01"),
        ('@"10:30:00-05:30"', "10:30:00-05:30"),
        ('@"10:30:00+05:60"', None),
        ('@"10:30:00@Nowhere/Land"', None),
        ('@"10:30:00@Europe"', None),
        ('@"10:30:00@@"', None),
        ('@"10:60:00"', None),
        ('@"10-30"', None),
        ('@"2024-01-01T10:30:00.000000001"', "2024-01-01T10:30:00.000000001"),
        ('@"2024-01-01T1"', None),
        ('@"0001-01-01T00:00:00"', "0001-01-01T00:00:00"),
        ('@"9999-12-31T23:00:00Z"', "9999-12-31T23:00:00Z"),
        ('@"P1DT2H3M4.5S"', "P1DT2H3M4.5S"),
        ('@"-PT0.5S"', "-PT0.5S"),
        ('@"P14M"', "P1Y2M"),
        ('@"P0Y"', "P0M"),
        ('@"PT"', None),
        ('@"P"', None),
        ('@"P1Y1D"', None),
        ('duration("P' + "9" * 70 + 'D")', None),
        ('@"2024-01-01T10:30:00Z".weekday', 1),
        ('@"99999-01-01T00:00:00Z" < @"99999-01-01T00:00:01Z"', True),
        ('date and time("99999-01-01T00:00:00") = date and time("99999-01-01T00:00:00")', True),
        ('date(date and time("99999-01-01T00:00:00"))', "99999-01-01"),
        ('day of week(date and time("99999-01-01T00:00:00"))', "Friday"),
        ('years and months duration(date and time("99999-01-01T00:00:00"), date("99999-03-01"))', "P2M"),
        ('date and time(date and time("99999-01-01T00:00:00"), time("10:00:00"))', "99999-01-01T10:00:00"),
        ('time(date and time("99999-01-01T10:00:00"))', "10:00:00"),
        ('date and time(date and time("99999-01-01T10:00:00"), "Asia/Seoul")', "99999-01-01T10:00:00@Asia/Seoul"),
    ],
)
def test_temporal_texts(text: str, expected: object) -> None:
    assert value(text) == expected


def test_a_zone_without_a_fixed_offset_still_has_a_text() -> None:
    odd = timezone(timedelta(hours=9, minutes=30))
    assert feel.to_json(datetime(2024, 1, 1, tzinfo=odd)) == "2024-01-01T00:00:00+09:30"


class Money(Decimal):
    pass


def test_numbers_of_a_class_of_its_own_become_plain_numbers() -> None:
    assert type(feel.to_feel(Money("1.5"))) is Decimal


def test_a_built_in_function_is_not_called_behind_its_overloads() -> None:
    with pytest.raises(AssertionError):
        FUNCTIONS["abs"].call(Run(environment()), [])
