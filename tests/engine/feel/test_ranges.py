"""Points and intervals, with the examples of the standard's tables (DMN 1.5, 10.3.4.9)."""

from __future__ import annotations

import pytest

from tests.engine.feel.world import value

CASES = [
    ("before(1, 10)", True),
    ("before(10, 1)", False),
    ("before(1, [1..10])", False),
    ("before(1, (1..10])", True),
    ("before([1..10], 10)", False),
    ("before([1..10), 10)", True),
    ("before([1..10], [15..20])", True),
    ("before([1..10), [10..20])", True),
    ("before([1..10], (10..20])", True),
    ("before(point: 1, range: [2..3])", True),
    ("before(null, 1)", None),
    ('before(1, "a")', None),
    ("before((> 5), 6)", False),
    ("after(10, 5)", True),
    ("after([11..20], 10)", True),
    ("meets([1..5], [5..10])", True),
    ("meets([1..5), [5..10])", False),
    ("meets([1..5], (5..8])", False),
    ("meets(1, [5..8])", None),
    ("met by([5..10], [1..5])", True),
    ("overlaps([1..5], [3..8])", True),
    ("overlaps([1..5), [5..8])", False),
    ("overlaps((< 5), (> 3))", True),
    ("overlaps before([1..5], [3..8])", True),
    ("overlaps before([1..5], [6..8])", False),
    ("overlaps before([1..5), (1..5])", True),
    ("overlaps before([1..5], [1..5])", False),
    ("overlaps after([3..8], [1..5])", True),
    ("overlaps after((5..8], [1..5])", False),
    ("overlaps after((1..5], [1..5))", True),
    ("overlaps after([1..5], [1..5))", False),
    ("finishes(10, [1..10])", True),
    ("finishes(10, [1..10))", False),
    ("finishes([5..10), [1..10])", False),
    ("finishes((1..10], [1..10])", True),
    ("finishes(null, [1..10])", None),
    ("finished by([1..10], 10)", True),
    ("finished by([1..10], (1..10])", True),
    ("finished by([1..10], null)", None),
    ("includes([1..10], 5)", True),
    ("includes([1..10), 10)", False),
    ("includes([1..10], (1..10))", True),
    ("includes((> 1), (> 2))", True),
    ("includes((< 1), (< 2))", False),
    ("during(5, [1..10])", True),
    ("during([1..5], (1..10))", False),
    ("starts(1, [1..10])", True),
    ("starts((1..5], [1..5])", False),
    ("starts([1..5], [1..5])", True),
    ("started by([1..10], 1)", True),
    ("started by([1..10], [1..5])", True),
    ("coincides(5, 5)", True),
    ("coincides([1..5], (1..5])", False),
]
TEXTS = [
    ('range("[18..21)")', {"start": 18, "end": 21, "start included": True, "end included": False}),
    ('range("[-2..1]")', {"start": -2, "end": 1, "start included": True, "end included": True}),
    ('range("(..21]")', {"start": None, "end": 21, "start included": False, "end included": True}),
    ('range("[18..)")', {"start": 18, "end": None, "start included": True, "end included": False}),
    (
        'range("[date(\\"2024-01-01\\")..@\\"2024-01-02\\"]")',
        {"start": "2024-01-01", "end": "2024-01-02", "start included": True, "end included": True},
    ),
    ('range("(..)")', None),
    ('range("(null..null)")', None),
    ('range("[2..1]")', None),
    ('range("[1..\\"a\\"]")', None),
    ('range("[1+1..3]")', None),
    ('range("[abs(1)..3]")', None),
    ('range("5")', None),
    ('range("")', None),
]


@pytest.mark.parametrize(("text", "expected"), [*CASES, *TEXTS], ids=lambda part: str(part)[:50])
def test_the_comparison_gives(text: str, expected: object) -> None:
    assert value(text) == expected
