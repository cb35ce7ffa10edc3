"""Constants that mean nothing are told before anybody waits for the day they name."""

import pytest

from engine.feel.meaningless import wrong_constants
from engine.spiff import script


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('date("2026-13-45") < today()', ['date("2026-13-45") is null']),
        ('if x then @"2026-02-30" else null', ["2026-2-30 is not a date"]),
        ('[duration("1 day"), time("9:30")]', ['duration("1 day") is null', 'time("9:30") is null']),
        ('{a: date and time("2026-03-02T25:00")}', ['date and time("2026-03-02T25:00") is null']),
        ('duration(from: "P1Y2D")', ['duration("P1Y2D") is null']),
        ('@"2026-02-28" + @"P1D" > date("2026-03-01")', []),
        ("date(x) = date(2026, 13, 1)", []),
        ('{date: function(x) x, r: date("today")}.r', []),
        ('number("abc")', []),
    ],
)
def test_a_constant_that_means_nothing_is_told(text, wrong):
    assert sorted(wrong_constants(script.compiled(text).node)) == wrong
