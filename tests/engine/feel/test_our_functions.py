"""Our own functions: working days, statutory days, hours, minutes, rates and masks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine import feel
from tests.engine.feel.world import environment, value, warnings

WORKDAYS = [
    ("statutory days(14)", "2024-03-21T23:59:59+09:00"),  # V32: received on Monday 2024-03-04
    ('statutory days(date("2024-05-02"), 14)', "2024-05-23T23:59:59+09:00"),  # V33: holidays 05-06 and 05-15
    ('statutory days(start: date("2024-03-02"), n: 1)', "2024-03-04T23:59:59+09:00"),
    ("statutory days(0)", None),
    ("working days(1)", "2024-03-05T23:59:59+09:00"),
    ("working days(0)", "2024-03-04T23:59:59+09:00"),
    ("working days(5)", "2024-03-11T23:59:59+09:00"),
    ('working days(date and time("2024-05-03T20:00:00Z"), 1)', "2024-05-07T23:59:59+09:00"),
    ('working days(date and time("2024-05-03T20:00:00"), 1)', "2024-05-07T23:59:59+09:00"),
    ("working days(-1)", None),
    ("working days(1.5)", None),
    ("working days(20000)", None),
    ('working days(date("99999-01-01"), 1)', None),
    ('is working day(date("2024-03-01"))', False),
    ('is working day(date("2024-03-02"))', False),
    ('is working day(date("2024-03-04"))', True),
    ('add working days(date("2024-03-04"), -1)', "2024-02-29"),
    ('add working days(date("2024-03-04"), 3)', "2024-03-07"),
    ('add working days(date("9999-12-30"), 5)', None),
    ('working hours(date and time("2024-03-04T10:30:00"), 1)', "2024-03-04T11:30:00+09:00"),
    ('working hours(date and time("2024-03-04T11:30:00"), 1)', "2024-03-04T13:30:00+09:00"),
    ('working hours(date and time("2024-03-04T17:00:00"), 2)', "2024-03-05T10:00:00+09:00"),
    ('working hours(date and time("2024-03-04T08:00:00Z"), 1)', "2024-03-04T18:00:00+09:00"),
    ('working hours(date and time("2024-03-02T10:00:00"), 0)', "2024-03-04T09:00:00+09:00"),
    ("working hours(8)", "2024-03-05T10:30:00+09:00"),
    ("working hours(-1)", None),
    ('working hours(date and time("99999-01-01T00:00:00"), 1)', None),
    ('working hours between(@"2024-03-04T17:00:00", @"2024-03-05T10:30:00")', 2.5),
    ('working hours between(@"2024-03-05T17:00:00", @"2024-03-04T10:30:00")', None),
    ('minutes between(@"2024-03-04T10:00:00", @"2024-03-04T11:01:30")', 61),
    ('minutes between(@"2024-03-04T11:01:30", @"2024-03-04T10:00:00")', -61),
    ('minutes between(@"2024-03-04T10:00:00", @"2024-03-04T01:00:00Z")', 0),
    ('minutes between(@"99999-03-04T10:00:00", @"99999-03-04T10:10:00")', 10),
    ('minutes between(@"09:00:00", @"18:00:00")', 540),
    ('minutes between(@"09:00:00", 5)', None),
    ('rate("hourly wage", date("2024-03-04"))', 9860),
    ('rate("hourly wage", date("2023-03-04"))', 9620.5),
    ('rate("nothing", date("2024-03-04"))', None),
]
MASKS = [
    ('mask("홍길동", "name")', "홍*동"),
    ('mask("남궁길동", "name")', "남**동"),
    ('mask("홍길", "name")', "홍*"),
    ('mask("9001011234567", "rrn")', "900101-1******"),
    ('mask("900101", "rrn")', "******"),
    ('mask("010-1234-5678", "phone")', "010-****-5678"),
    ('mask("0212345678", "phone")', "02-****-5678"),
    ('mask("119", "phone")', "***"),
    ('mask("110-234-567890", "account")', "***-***-**7890"),
    ('mask("1234", "account")', "****"),
    ('mask("gildong@example.org", "email")', "gi*****@example.org"),
    ('mask("ab@example.org", "email")', "**@example.org"),
    ('mask("secret", "all")', "******"),
    ('mask("x", "unknown")', None),
]


@pytest.mark.parametrize(("text", "expected"), [*WORKDAYS, *MASKS], ids=lambda part: str(part)[:60])
def test_our_function_gives(text: str, expected: object) -> None:
    assert value(text) == expected


def test_without_a_calendar_only_the_weekend_is_free_and_without_rates_there_is_none() -> None:
    bare = feel.Environment(now=datetime(2024, 3, 1, tzinfo=UTC))
    assert feel.evaluate('is working day(date("2024-03-01"))', {}, bare).value is True
    assert feel.evaluate('rate("hourly wage", today())', {}, bare).value is None


def test_today_is_the_day_in_korea() -> None:
    late = environment(now=datetime(2024, 3, 3, 16, tzinfo=UTC))
    assert feel.to_json(feel.evaluate("today()", {}, late).value) == "2024-03-04"


def test_a_clock_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        feel.Environment(now=datetime(2024, 3, 4))


def test_an_unknown_rate_says_so() -> None:
    assert warnings('rate("nothing", today())') == ["rate: there is no rate nothing"]
