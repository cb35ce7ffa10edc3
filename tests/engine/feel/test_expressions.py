"""The language itself: operators, logic, loops, functions, paths and filters."""

from __future__ import annotations

import pytest

from engine import feel
from tests.engine.feel.world import environment, value, warnings

ARITHMETIC = [
    ("1 + 2 * 3", 7),
    ("10 - 5 - 2", 3),
    ("2 ** 3 ** 2", 64),
    ("-3 ** 2", 9),
    ("--3", 3),
    ("10 / 4", 2.5),
    ("1 / 0", None),
    ("10 ** 100000", None),
    ("(-8) ** (1/3)", None),
    ("0.1 + 0.2 = 0.3", True),
    ("1e3", 1000),
    ("1e999999", None),
    ('1 + "a"', None),
    ('"a" + "b"', "ab"),
    ('"a" - "b"', None),
    ('"a" ** 2', None),
    ('-"a"', None),
    ("-0", 0),
]
TEMPORAL = [
    ('date("2021-01-31") + duration("P1M")', "2021-02-28"),
    ('duration("P1D") + date("2021-01-31")', "2021-02-01"),
    ('date("2021-01-31") - duration("P1D")', "2021-01-30"),
    ('date("2021-01-01") - date("2020-01-01")', "P366D"),
    ('date and time("2021-01-01T00:00:00Z") - date("2020-12-31")', "P1D"),
    ('date("2020-12-31") - date and time("2021-01-01T00:00:00Z")', "-P1D"),
    ('date and time("2021-01-01T00:00:00") - date("2020-12-31")', None),
    ('date and time("2021-01-01T00:00:00") + duration("PT1H")', "2021-01-01T01:00:00"),
    ('date and time("2021-01-31T00:00:00") + duration("P1M")', "2021-02-28T00:00:00"),
    ('date and time("2021-03-28T00:30:00@Europe/Paris") + duration("PT2H")', "2021-03-28T03:30:00@Europe/Paris"),
    ('date and time("99999-12-31T23:00:00@Europe/Paris") + duration("PT2H")', "100000-01-01T01:00:00@Europe/Paris"),
    ('time("23:00:00") + duration("PT2H")', "01:00:00"),
    ('time("10:00:00") - time("09:00:00")', "PT1H"),
    ('time("10:00:00Z") - time("09:00:00")', None),
    ('time("10:00:00") + duration("P1Y")', None),
    ('time("10:00:00") - date("2020-12-31")', None),
    ('date("2020-12-31") - 5', None),
    ('duration("P1D") + duration("PT1H")', "P1DT1H"),
    ('duration("P1Y") - duration("P1M")', "P11M"),
    ('duration("P1Y") - duration("P1D")', None),
    ('duration("P1D") * 1.5', "P1DT12H"),
    ('2 * duration("P1Y")', "P2Y"),
    ('duration("P1Y") * 1e30', None),
    ('duration("P99999999Y") * 1000', None),
    ('duration("P1D") * duration("P1D")', None),
    ('duration("P1Y") / 5', "P2M"),
    ('duration("P1D") / duration("PT1H")', 24),
    ('duration("P1Y") / duration("P1D")', None),
    ("5 / duration(null)", None),
    ('-duration("P1Y")', "-P1Y"),
    ('-duration("P1D")', "-P1D"),
    ('date("999999999-12-31") + duration("P1D")', None),
    ('date("10000-03-01") - duration("P1D")', "10000-02-29"),
    ('date("-0001-03-01") + duration("P1M")', "-0001-04-01"),
]
EQUALITY = [
    ("1 = 1.0", True),
    ('1 = "1"', None),
    ("null = null", True),
    ("1 != null", True),
    ("[1, 2] = [1, 2]", True),
    ("[1, 2] = [1]", False),
    ("{a: 1, b: 2} = {b: 2, a: 1}", True),
    ("{a: 1} = {b: 1}", False),
    ("[1..3] = [1..3]", True),
    ("[1..3] = [1..3)", False),
    ("{f: function() 1, r: f = f}.r", True),
    ('date("2024-01-01") = date("2024-01-01")', True),
    ('date("99999-01-01") = date("99999-01-01")', True),
    ('time("10:00:00Z") = time("11:00:00+01:00")', True),
    ('time("10:00:00Z") = time("10:00:00")', False),
    ('@"2024-01-01T00:00:00@Etc/UTC" = @"2024-01-01T09:00:00+09:00"', True),
    ('@"2024-01-01T00:00:00" = @"2024-01-01T00:00:00Z"', False),
    ('duration("P1Y") = duration("P12M")', True),
    ('duration("P0Y") = duration("P0D")', None),
    ('"a" < "b"', True),
    ("null < 1", None),
    ("true < false", None),
    ('date("2024-01-01") < date("2024-01-02")', True),
    ('time("10:00:00Z") < time("10:00:00")', None),
    ("1 between 0 and 2", True),
    ("3 between 0 and 2", False),
    ('3 between "a" and 2', False),
    ('1 between 2 and "a"', False),
    ('1 between 0 and "a"', None),
]
LOGIC = [
    ("true and true and true", True),
    ("false or true or null", True),
    ("true and null", None),
    ('"x" or false', None),
    ("if null then 1 else 2", 2),
    ('if "x" then 1 else 2', 2),
    ("if true then 1 else 2", 1),
    ("1 + if true then 1 else 2", 2),
    ("true and if true then true else false", True),
    ("5 in [1..10]", True),
    ("5 in (> 5, < 3)", False),
    ("5 in (1 + 4)", True),
    ("5 in (4) + 1", True),
    ("5 in (1..5]", True),
    ("5 in (= 5)", True),
    ("5 in != 5", False),
    ('5 in (!= "x")', None),
    ('5 in (!= "x", 5)', True),
    ("5 in [[1..3], [4..6]]", True),
    ("[1..3] in [[1..3]]", True),
    ("5 in (null..10]", None),
    ("5 in [1..null]", None),
    ('5 in "x"', None),
    ("5 in (<= 5)", True),
    ("= 5", "syntax"),
    ("(= 5)", {"start": 5, "end": 5, "start included": True, "end included": True}),
    ('5 in ["a".."b"]', None),
    ('5 in (> "a")', None),
    ('5 in (< "a")', None),
    ("[1..5] in [1..5]", True),
    ("some x in [1, 2], y in [2, 3] satisfies x = y", True),
    ("some x in [1, null] satisfies x > 1", None),
    ("every x in [1, 2] satisfies x > 0", True),
    ("every x in [] satisfies false", True),
    ("every x in [1, 2] satisfies x", None),
    ("some x in null satisfies x", None),
]
COLLECTIONS = [
    ("for x in 1..3 return x * 2", [2, 4, 6]),
    ("for x in 3..1 return x", [3, 2, 1]),
    ("for x in [1..3) return x", [1, 2]),
    ("for x in (1..3] return x", [2, 3]),
    ("for x in [3..1] return x", None),
    ("for x in 1.5..3 return x", None),
    ('for x in "a".."c" return x', None),
    ('for d in date("2024-02-28")..date("2024-03-01") return day of week(d)', ["Wednesday", "Thursday", "Friday"]),
    ('for d in date("2024-01-02")..date("2024-01-01") return d', ["2024-01-02", "2024-01-01"]),
    ("for x in 5 return x", [5]),
    ("for x in null return x", None),
    ("for x in [1, 2], y in null return x", None),
    ("for x in [1, 2], y in [x, 3] return x * y", [1, 3, 4, 6]),
    ("for i in 1..4 return if i = 1 then 1 else i * partial[-1]", [1, 2, 6, 24]),
    ("{a: 1, b: a + 1, c: {d: b}}.c.d", 2),
    ('{"a b": 1, "c": 2}', {"a b": 1, "c": 2}),
    ("{a: 1, a: 2}", None),
    ("[1, 2, ]", [1, 2]),
    ("[{a: 1}, {b: 2}].a", [1, None]),
    ("[1, 2, 3][item > 1]", [2, 3]),
    ("[1, 2, 3][2]", 2),
    ("[1, 2, 3][-1]", 3),
    ("[1, 2, 3][1.5]", None),
    ("[1, 2, 3][4]", None),
    ("[][1]", None),
    ("[][item > 1]", []),
    ("[{a: 1, item: 5}][item = 5].a", [1]),
    ("[{a: 1}, {a: 2}][a = 2]", [{"a": 2}]),
    ("5[item > 4]", [5]),
    ('[1][if item = 1 then "x" else true]', None),
    ("null[1]", None),
    ("{a: 1}.b", None),
    ("null.b", None),
    ('date("2024-01-02").day', 2),
    ('@"P1DT2H3M4.5S".seconds', 4.5),
    ('@"-P1DT2H3M4.5S".seconds', -4.5),
    ('@"-P1DT2H".hours', -2),
    ('@"-P1Y2M".months', -2),
    ('@"10:30:15.25".second', 15.25),
    ('@"10:30:15@Asia/Seoul".timezone', "Asia/Seoul"),
    ('@"10:30:15@Asia/Seoul".time offset', "PT9H"),
    ('@"99999-01-01T10:30:15+09:00".time offset', "PT9H"),
    ("(< 5).start", None),
]
FUNCTIONS = [
    ("(function(x) x * 2)(4)", 8),
    ("(function(a, b) a - b)(b: 1, a: 3)", 2),
    ("(function(a, b) a - b)(1)", None),
    ("(function(a, b) a - b)(a: 1, c: 2)", None),
    ("(function(x: number) x)([5])", 5),
    ('(function(x: number) x)("a")', None),
    ("(function(x: list<number>) x)(5)", [5]),
    ('(function(x: list<number>) x)("a")', None),
    ('(function(x: date and time) x)(date("2024-01-01"))', "2024-01-01T00:00:00Z"),
    ("{fact: function(n) if n < 2 then 1 else n * fact(n - 1), r: fact(10)}.r", 3628800),
    ('(function(x) external {java: {class: "java.lang.Math"}})(1)', None),
    ("5()", None),
    ("nothing()", None),
    ("{date: 5, d: date(2024, 1, 1)}.d", "2024-01-01"),
    ("{abs: function(x) 7, r: abs(1)}.r", 7),
    ("/* a */ 1 // b", 1),
]
TYPES = [
    ("1 instance of number", True),
    ("null instance of number", False),
    ("null instance of Null", True),
    ("1 instance of Any", True),
    ("1 instance of nothing known", None),
    ("[1, 2] instance of list<number>", True),
    ('[1, "a"] instance of list<number>', False),
    ("[[1]] instance of list<list<number>>", True),
    ("[1] instance of list", True),
    ("{a: 1} instance of context<a: number>", True),
    ("{b: 1} instance of context<a: number>", False),
    ("{} instance of context<>", True),
    ("[1..2] instance of range<number>", True),
    ("[1..2] instance of range<string>", False),
    ("(function(a: number) a) instance of function<number> -> number", True),
    ("(function(a: number) a) instance of function<Any> -> number", False),
    ("(function(a: number) a) instance of function<number> -> string", False),
    ("(function(a: number) a) instance of function<number, number> -> number", False),
    ("(function(a: number) a + 1) instance of function<number> -> number", True),
    ("(function(a) a > 1) instance of function<number> -> boolean", True),
    ("(function(a) null) instance of function<number> -> string", True),
    ("(function(a) [a]) instance of function<number> -> number", False),
    ("(function() {a: 1}) instance of function<> -> context<a: number>", False),
    ("(function(a: context<x: number>) a) instance of function<context<x: number, y: number>> -> Any", True),
    ("(function(a: context<x: number>) a) instance of function<context<y: number>> -> Any", False),
    ("(function(a: list<number>) 1) instance of function<list<number>> -> number", True),
    ("(function(a: list<number>) 1) instance of function<list<string>> -> number", False),
    ("(function(f: function<number> -> number) 1) instance of function<function<number> -> number> -> number", True),
    ("abs instance of function<Any> -> Any", False),
    ("abs instance of function", True),
    ('duration("P1D") instance of days and time duration', True),
    ('duration("P1Y") instance of years and months duration and true', True),
]
ALL = [*ARITHMETIC, *TEMPORAL, *EQUALITY, *LOGIC, *COLLECTIONS, *FUNCTIONS, *TYPES]


@pytest.mark.parametrize(("text", "expected"), [case for case in ALL if case[1] != "syntax"], ids=lambda p: str(p)[:60])
def test_the_expression_gives(text: str, expected: object) -> None:
    assert value(text) == expected


def test_what_is_null_without_being_written_null_has_a_warning_with_its_place() -> None:
    result = feel.evaluate('1 +\n  (2 * "a")', {}, environment())
    assert result.value is None
    assert result.warnings[0].message == "* is not defined for a number and a string"
    assert result.warnings[0].position == (2, 6)


def test_names_with_spaces_and_signs_are_found_in_the_context() -> None:
    context = {"Full Name": "A", "a-b": 5, "in stock": 3, "p": {"first name": "B", "x-y": 1}, "rows": [{"c/d": 4}]}
    assert value('Full Name + "!"', context) == "A!"
    assert value("a-b - 1", context) == 4
    assert value("in stock > 2", context) is True
    assert value("p.first name", context) == "B"
    assert value("p.x-y", context) == 1
    assert value("rows[1].c/d", context) == 4


def test_a_name_nobody_knows_is_null_and_said() -> None:
    assert warnings("no such thing") == ["there is no no such thing"]


def test_the_free_names_of_an_expression_are_those_it_takes_from_outside() -> None:
    text = (
        "for x in xs return {a: x + y, b: a, f: function(z) z + w, g: [v][u], h: partial, i: some q in qs satisfies q}"
    )
    assert feel.compile(text).names == {"xs", "y", "w", "v", "qs"}
    assert feel.compile("for x in 1..n return x").names == {"n"}
    assert feel.compile_unary_tests("< limit, ? + other").names == {"limit", "other"}


def test_only_warnings_that_help_are_kept() -> None:
    assert len(warnings('for x in 1..500 return x + "a"')) == 100


def test_a_compiled_expression_is_kept_by_text_and_names() -> None:
    assert feel.compile("a + 1") is feel.compile("a + 1")
    assert feel.compile("a + 1").text == "a + 1"


def test_a_test_outside_of_a_test_place_has_no_value() -> None:
    assert value("function(x) x in = 5") == "function function"
    assert warnings("[1][item in (= 2)]") == []


def test_odd_tests_have_answers_too() -> None:
    assert value("[1, 2] in [1, 2]") is True
    assert warnings("5 in (= 1..10)")[0] == "a test needs a value to test"
