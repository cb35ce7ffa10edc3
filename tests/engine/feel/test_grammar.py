"""Texts that are no FEEL are refused with line, column and what was expected; strings and names are read right."""

from __future__ import annotations

import pytest

from engine import feel
from tests.engine.feel.world import environment, value

REFUSED = [
    ("", 1, 1, "an expression"),
    ("1 +", 1, 4, "an expression"),
    ("1 +\n +", 2, 2, "an expression"),
    ("1 2", 1, 3, "an operator or the end"),
    ("(1", 1, 3, "')'"),
    ("[1", 1, 3, "']'"),
    ("{a 1}", 1, 5, "':'"),
    ("{1: 1}", 1, 2, "a name"),
    ("{: 1}", 1, 2, "a name"),
    ('{a "b": 1}', 1, 4, "a name"),
    ("{a: 1", 1, 6, "'}'"),
    ("if true", 1, 8, "'then'"),
    ("if true then 1", 1, 15, "'else'"),
    ("for x in [1]", 1, 13, "'return'"),
    ("for in [1] return 1", 1, 5, "a name"),
    ("for 1 in [1] return 1", 1, 5, "a name"),
    ("some x in [1]", 1, 14, "'satisfies'"),
    ("some x [1] satisfies x", 1, 8, "'in'"),
    ("1 between 2", 1, 12, "'and'"),
    ("1 < 2 < 3", 1, 10, "and, or, or the end"),
    ("1 in (1, 2", 1, 11, "')'"),
    ("a.", 1, 3, "a name"),
    ("a.then", 1, 3, "a name"),
    ("f(a: 1, 2)", 1, 11, "all arguments with names, or none"),
    ("f(1", 1, 4, "')'"),
    ('"abc', 1, 1, 'a closing "'),
    ("@5", 1, 1, 'text in "…" after @'),
    ("1 + `a", 1, 5, "a name and a closing `"),
    ("``", 1, 1, "a name and a closing `"),
    ("{a `b`: 1}", 1, 4, "a name"),
    ("/* a", 1, 1, "*/"),
    ("#", 1, 1, "an expression"),
    ("then", 1, 1, "an expression"),
    ("1 instance of 5", 1, 15, "a type"),
    ("1 instance of list<number", 1, 26, "'>'"),
    ("1 instance of context<a: number", 1, 32, "'>'"),
    ("function(a b", 1, 13, "a name"),
    ("[1..2", 1, 6, "']' or ')' or '['"),
    ("1..2", 1, 2, "an operator or the end"),
    ("f()" + "()" * 60, 1, 104, "a shorter path"),
]


@pytest.mark.parametrize(("text", "line", "column", "expected"), REFUSED, ids=[case[0][:30] for case in REFUSED])
def test_a_text_that_is_no_feel_is_refused(text: str, line: int, column: int, expected: str) -> None:
    with pytest.raises(feel.FeelSyntaxError) as refusal:
        feel.compile(text)
    assert (refusal.value.line, refusal.value.column, refusal.value.expected) == (line, column, expected)
    assert refusal.value.text == text
    assert str(refusal.value) == refusal.value.message == f"line {line}, column {column}: expected {expected}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'"a\n\t\r\"\'\\"', "a\n\t\r\"'\\"),
        (r'"\u00e9\U01F40E"', "é🐎"),
        (r'"\uD83D\uDC0E"', "🐎"),
        (r'"\uD83D"', "\ufffd"),
        (r'"\UFFFFFF"', chr(0x10FFFF)),
        (r'"a\sb"', r"a\sb"),
        ("]1..3[", {"start": 1, "end": 3, "start included": False, "end included": False}),
        ("[1..[2, 3][1]]", {"start": 1, "end": 2, "start included": True, "end included": True}),
        ("2 in ]1..3[ and true", True),
        ("[1..3[", {"start": 1, "end": 3, "start included": True, "end included": False}),
        ('@"nothing"', None),
        ("한글 이름", None),
        ("{한글 이름: 5}.한글 이름", 5),
        ("{a: {b c: 1}}.a.b c", 1),
        ("{a+b: 1}.a+b", 1),
        ("{item 1: 4}.item 1", 4),
        ("(function(first name, x) first name + x)(first name: 1, x: 2)", 3),
        ("(function(a: context<x y: number>) a.x y)({x y: 1})", 1),
        ("{some: 1}.some", "syntax"),
        ("{instance: {id: 5}}.instance.id", 5),
        ("{instance: 5, r: instance instance of number}.r", True),
        ("{an instance: 5, r: an instance + 1}.r", 6),
        ("{`총 금액-원`: 5, r: `총 금액-원` + 1}.r", 6),
        ("{a: {`b.c`: 1}}.a.`b.c`", 1),
        ("[{`1st`: 3}][`1st` > 2].`1st`", [3]),
        ("for `한 줄` in [1, 2] return `한 줄` * 2", [2, 4]),
        ("(function(`a b`) `a b` + 1)(`a b`: 2)", 3),
        ("`if`", None),
        ('"`a`"', "`a`"),
    ],
)
def test_what_is_written_is_read(text: str, expected: object) -> None:
    if expected == "syntax":
        with pytest.raises(feel.FeelSyntaxError):
            feel.compile(text)
    else:
        assert value(text) == expected


def test_names_that_cannot_be_written_are_passed_over() -> None:
    assert value("a", {"a": 1, "x ((": 2, " ".join(["w"] * 60): 3, "": 4, "é": 5}) == 1


def test_names_are_taken_from_deep_inside_the_context() -> None:
    context = {"a": [({"deep name+": 1},), 5]}
    assert value("a[1][1].deep name+", context) == 1
    many = {f"n{number}": number for number in range(1200)}
    assert value("n5", {"n5": 5, "rest": many}) == 5


@pytest.mark.parametrize(
    ("cell", "given", "expected"),
    [
        ("-", 5, True),
        ("-", None, True),
        ("5", 5, True),
        ("5, 6", 6, True),
        ("< 5", 5, False),
        ("[1..5]", 5, True),
        ("]1..5[", 5, False),
        ("not(5, 6)", 5, False),
        ("not(5, 6)", 7, True),
        ("not(5)", None, True),
        ('not("x")', 5, None),
        ("not(true) and true", False, True),
        ("not(? > 5)", 3, True),
        ("? > 5", 6, True),
        ("? > 5 and ? < 7", None, None),
        ("? = null", None, True),
        ("true", True, True),
        ("false", True, False),
        ("1 < 2", 5, True),
        ("1 > 2", 5, False),
        ("1 < 2", True, True),
        ("1 < 2", False, False),
        ("null", None, True),
        ("[1, 5]", 5, True),
        ("limit", 5, False),
        ("= 5", 5, True),
        ("!= 5", 5, False),
        ("count(?) > 1", [1, 2], True),
        ('"a", "b"', "b", True),
        ('> duration("P1D")', feel.DaysDuration(10**18), True),
    ],
)
def test_a_cell_says_whether_a_value_passes(cell: str, given: object, expected: bool | None) -> None:
    assert feel.compile_unary_tests(cell).matches(given, {"limit": 7}, environment()) is expected


def test_a_cell_that_is_no_feel_is_refused() -> None:
    for cell in ("5 6", "not(5", "not(5))", "<", "not(5, 6"):
        with pytest.raises(feel.FeelSyntaxError):
            feel.compile_unary_tests(cell)
    assert feel.compile_unary_tests("a", names=("a b",)).text == "a"
