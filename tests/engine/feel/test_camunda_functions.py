"""The functions Camunda 8's FEEL has beside the standard's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine import feel
from engine.feel.freenames import free_names, misused_functions, unknown_functions

JSON = '{"a":1.5,"b c":["가",null,true],"d":"2026-04-06","e":{}}'
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
        ("duplicate values([1, 2, 3, 2, 1])", [1, 2]),
        ('extract("references are 1234, 1256, 1378", "12[0-9]*")', ["1234", "1256"]),
        ('extract("none", "[0-9]")', []),
        ('to base64("FEEL")', "RkVFTA=="),
        ('from base64("6rmA")', "김"),
        ('from base64("!!!")', None),
        ('from base64("/w==")', None),
        ('to json({a: 1.50, "b c": ["가", null, true], d: @"2026-04-06", e: {}})', JSON),
        ('to json("a\\"b")', r'"a\"b"'),
        ('to json(duration("PT2H30M"))', '"PT2H30M"'),
        ('from json("{\\"a\\": [1, 2.5, null, \\"x\\"]}").a', [1, Decimal("2.5"), None, "x"]),
        ("from json(to json({a: {b: [1e3]}})).a.b[1]", 1000),
        ('from json("2026-04-06")', None),
        ('from json("NaN")', None),
        ('from json("")', None),
        ("partition([1, 2, 3], 2)", [[1, 2], [3]]),
        ("partition([1], 0)", None),
        ('last day of month(date("2024-02-10"))', date(2024, 2, 29)),
        ('last day of month(date and time("2023-02-10T10:00:00"))', date(2023, 2, 28)),
        ('string(date and time(@"2020-07-31T14:27:30@Europe/Berlin", "Asia/Seoul"))', "2020-07-31T21:27:30@Asia/Seoul"),
        ('string(date and time(@"2020-07-31T14:27:30+09:00", "Z"))', "2020-07-31T05:27:30Z"),
        ('string(date and time(@"2020-07-31T02:00:00", "+05:30"))', "2020-07-30T22:30:00+05:30"),
        ('date and time(date: now(), timezone: "Asia/Seoul").hour', 9),
        ('date and time(now(), "")', None),
        ('string(date and time("2026-04-06T09:00:00+09:00[Asia/Seoul]"))', "2026-04-06T09:00:00@Asia/Seoul"),
        ('@"2026-04-06T09:00:00Z[Asia/Seoul]".timezone', "Asia/Seoul"),
        ('date and time("2026-04-06T09:00:00[Nowhere]")', None),
        ('string(date and time(date("2012-12-24"), time("T23:59:00")))', "2012-12-24T23:59:00"),
        ('time("TT23:59:00")', None),
        ('time("09:30") = time("09:30:00")', True),
        ('string(date and time("2026-03-02T09:00+09:00"))', "2026-03-02T09:00:00+09:00"),
        ('(@"1970-01-02T00:00Z" - @"1970-01-01T00:00:00Z") / duration("PT1S")', 86400),
        ('time("9:30")', None),
        ('time("09:30:")', None),
        ('time("09:30.5")', None),
        ('number("1,500", ",")', 1500),
        ('number("1 500.5", " ")', 1500.5),
        ('number("1,500", " ")', None),
        ("get entries(context: {a: 1})[1].key", "a"),
        ('date and time(now(), "Nowhere/Else")', None),
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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('substring("a")', {"substring"}),
        ('substring(string: "a", begin: 1)', {"substring"}),
        ('substring(string: "a", start position: 1)', set()),
        ("now(1)", {"now"}),
        ("sum(1, 2, 3)", set()),
        ("(function(now) now(1))(function(x) x)", set()),
    ],
)
def test_a_function_with_arguments_it_does_not_take_is_found(text: str, names: set[str]) -> None:
    assert misused_functions(feel.compile(text).node) == names


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("if count = null then 1 else count + 1", 1),
        ("count", None),
        ("[min, {a: 1}.a]", [None, 1]),
        ("is defined(max)", False),
        ("get or else(log, 5)", 5),
        ("count([1, 2])", 2),
        ("{f: abs, r: f(-1)}.r", 1),
        ("sort([1, 3, 2], before)", [1, 2, 3]),
        ("(function(f) f(-1))(abs)", 1),
    ],
)
def test_a_name_that_only_a_function_has_is_nobodys_value(text: str, value: object) -> None:
    assert feel.evaluate(text, {}, ENVIRONMENT).value == value


def test_a_variable_may_be_called_like_a_function() -> None:
    assert feel.evaluate("if count = null then 1 else count + count([1])", {"count": 4}, ENVIRONMENT).value == 5
    assert free_names(feel.compile("count + count(sum)").node) == {"count", "sum"}


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("levels", [150, 500, 5000])
def test_json_that_nothing_could_store_is_null(opening: str, closing: str, levels: int) -> None:
    deep = opening * levels + "1" + closing * levels
    assert feel.evaluate("from json(t)", {"t": deep}, ENVIRONMENT).value is None
    shallow = opening * 50 + "1" + closing * 50
    assert feel.evaluate("from json(t) != null", {"t": shallow}, ENVIRONMENT).value is True
