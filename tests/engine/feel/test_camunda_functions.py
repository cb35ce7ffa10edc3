"""The functions Camunda 8's FEEL has beside the standard's."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from engine import feel
from engine.feel.freenames import unknown_functions

ENVIRONMENT = feel.Environment(now=datetime(2024, 3, 4, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("is defined(x)", True),
        ("is defined(nobody)", False),
        ("is defined(null)", False),
        ("get or else(nobody, 3)", 3),
        ("get or else(x, 3) + 1", 2),
        ("assert(x, x > 0)", 1),
        ('assert(x, x > 1, "too small")', None),
        ('is blank(" ")', True),
        ('is blank("a")', False),
        ("is empty([])", True),
        ("duplicate values([1, 2, 1, 2, 1, 3])", [1, 2]),
        ("partition([1, 2, 3], 2)", [[1, 2], [3]]),
        ("partition([1], 0)", None),
        ('last day of month(date("2024-02-10"))', date(2024, 2, 29)),
        ('last day of month(date and time("2023-02-10T10:00:00"))', date(2023, 2, 28)),
    ],
)
def test_it_gives_what_camunda_gives(text: str, value: object) -> None:
    assert feel.evaluate(text, {"x": 1}, ENVIRONMENT).value == value


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("frobnicate(1) + sum([1])", {"frobnicate"}),
        ("{f: function(a) a + g(1), x: f(2)}.x", {"g"}),
        ("for f in [1] return f", set()),
        ("[1, 2][h(item)]", {"h"}),
        ("(function(k) k(1))(function(z) z)", set()),
    ],
)
def test_a_function_that_is_nowhere_is_found(text: str, names: set[str]) -> None:
    assert unknown_functions(feel.compile(text).node) == names
