"""Hostile expressions end in a refusal, or in null with a warning, within 100 ms."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from engine import feel
from engine.feel.parser import parse_expression, parse_unary_tests
from engine.feel.parser.stream import Names
from tests.engine.feel.world import environment

DOUBLED = ",".join(f"a{number}: [a{number - 1}, a{number - 1}]" for number in range(1, 40))
TEXTS = ",".join(f"a{number}: a{number - 1} + a{number - 1}" for number in range(1, 40))
REFUSED = {
    "deep parentheses": ("(" * 900 + "1" + ")" * 900, "depth"),
    "deep lists": ("[" * 900 + "]" * 900, "depth"),
    "deep contexts": ("{a:" * 900 + "1" + "}" * 900, "depth"),
    "deep conditions": ("if true then " * 900 + "1", "depth"),
    "deep minus": ("-" * 900 + "1", "depth"),
    "deep types": ("1 instance of " + "list<" * 900 + "number" + ">" * 900, "depth"),
    "deep tests": ("1 in " + "(" * 900 + "1" + ")" * 900, "depth"),
    "more words than allowed": ("1" + "+1" * 5000, "size"),
    "a text of 10 MB": ('"' + "x" * 10_000_000 + '"', "size"),
    "a giant loop": ("for i in 1..1000000000 return i", "size"),
    "a giant interval": ("sum(for i in [1..1000000000] return i)", "size"),
    "a giant search": ("some i in 1..1000000000 satisfies i < 0", "time"),
    "all dates": ('for d in date("-999999999-01-01")..date("999999999-12-31") return d', "size"),
    "three nested loops": ("for a in 1..1000, b in 1..1000, c in 1..1000 return a", "size"),
    "loops in loops": ("some i in 1..9000 satisfies list contains(for j in 1..9000 return j, -1)", "time"),
    "an exponential pattern": (f'matches("{"a" * 40}!", "^(a|a)*$")', "time"),
    "an exponential replacement": (f'replace("{"a" * 40}!", "^(a|a)+$", "x")', "time"),
    "an exponential split": (f'split("{"x" * 3000}", "(x+x+)+y")', "time"),
    "patterns in a loop": (f'for i in 1..1000 return matches("{"x" * 1000}", "(x+x+)+y")', "time"),
    "a pattern that unfolds": ('matches("a", "((a{1000}){1000}){1000}")', "size"),
    "a long pattern": (f'matches("a", "{"a" * 2000}")', "size"),
    "a function that calls itself": ("{f: function(x) f(x), r: f(1)}.r", "depth"),
    "a function given itself": ("(function(f) f(f))(function(f) f(f))", "depth"),
    "a function that doubles": ("{f: function(n) if n < 2 then n else f(n-1) + f(n-2), r: f(50)}.r", "time"),
    "a sort that sorts": (
        "sort(for i in 1..5000 return i, function(a, b) count(for k in 1..100 return sort([b, a])[1] = a) > k)",
        "steps",
    ),
    "texts that double": (f'{{a0: "{"x" * 999}", {TEXTS}}}', "size"),
    "lists that double": (f"{{a0: [1, 1], {DOUBLED}}}.a39", "steps"),
    "doubled lists flattened": (f"flatten({{a0: [1, 1], {DOUBLED}}}.a39)", "steps"),
    "doubled lists as text": (f"string({{a0: [1, 1], {DOUBLED}}}.a39)", "size"),
    "doubled lists compared": (f"{{a0: [1, 1], {DOUBLED}, r: a39 = a39}}.r", "time"),
    "a replacement that grows": (f'replace("{"a" * 5000}", "a", "{"b" * 5000}")', "size"),
    "a join that grows": (f'string join(for i in 1..9999 return "{"x" * 1000}", "{"y" * 1000}")', "size"),
    "working days without end": ("for i in 1..10000 return add working days(today(), 10000)", "steps"),
    "working hours without end": ("for i in 1..10000 return working hours(10000)", "time"),
    "partial results kept": ("for i in 1..9000 return partial", "steps"),
    "list of all too long": ("concatenate(for i in 1..9000 return i, for i in 1..9000 return i)", "size"),
}
HARMLESS = {
    "a class": '"a".__class__',
    "bases": "[1].__class__.__bases__",
    "a dictionary": "{}.__dict__",
    "a method": 'date("2024-01-01").today',
    "a key": 'get value({}, "__class__")',
    "an import": '__import__("os").system("id")',
    "Java": '(function(x) external {java: {class: "java.lang.Runtime"}})(1)',
    "a tower of powers": "9 ** 9 ** 9 ** 9 ** 9",
    "a giant power": "10 ** 100000",
    "a giant exponent": "exp(100000000)",
    "a giant number": "1e999999999",
    "a giant scale": "decimal(1e6000, 7000)",
    "a giant duration": 'date("2024-01-01") + duration("P999999999999999D")',
}


@pytest.fixture(autouse=True)
def no_tidying_up_of_the_test_run() -> Iterator[None]:
    """A full garbage collection over all of pytest's objects takes longer than what is measured."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_expression_is_refused_in_time(name: str) -> None:
    text, limit = REFUSED[name]
    begin = time.thread_time()
    with pytest.raises(feel.FeelLimitExceeded) as refusal:
        feel.evaluate(text, {}, environment())
    assert time.thread_time() - begin < 0.1
    assert refusal.value.limit in (limit, "time") or {refusal.value.limit, limit} <= {"steps", "time"}
    assert refusal.value.message


@pytest.mark.parametrize("name", HARMLESS)
def test_a_trick_ends_in_null_in_time(name: str) -> None:
    begin = time.thread_time()
    found = feel.evaluate(HARMLESS[name], {}, environment())
    assert time.thread_time() - begin < 0.1
    assert found.value in (None, [None]) or name in ("a tower of powers", "a giant scale")
    assert found.warnings or found.value is not None


def test_the_stack_of_python_is_a_limit_too() -> None:
    deep = feel.Limits(depth=100_000, steps=10**9, seconds=5, nesting=10_000, words=100_000)
    wide = feel.Environment(now=datetime(2024, 1, 1, tzinfo=UTC), limits=deep)
    with pytest.raises(feel.FeelLimitExceeded, match="nested too deeply"):
        feel.evaluate("{f: function(x) f(x), r: f(1)}.r", {}, wide)
    with pytest.raises(feel.FeelLimitExceeded, match="nested too deeply"):
        feel.compile_unary_tests("count({f: function(x) f(x), r: f(?)}.r) > 1").matches(1, {}, wide)


def test_limits_can_be_set() -> None:
    small = feel.Environment(now=datetime(2024, 1, 1, tzinfo=UTC), limits=feel.Limits(items=3, characters=5, steps=50))
    for text in ("for i in 1..4 return i", '"abc" + "def"', "[1, 2, 3, 4]", "some i in 1..100 satisfies i < 0"):
        with pytest.raises(feel.FeelLimitExceeded):
            feel.evaluate(text, {}, small)


def test_a_text_nested_beyond_the_stack_of_python_is_refused_while_it_is_read() -> None:
    deep = feel.Limits(nesting=100_000, words=100_000, text=100_000)
    with pytest.raises(feel.FeelLimitExceeded):
        parse_expression("(" * 5000 + "1" + ")" * 5000, names=Names(), limits=deep)
    with pytest.raises(feel.FeelLimitExceeded):
        parse_unary_tests("(" * 5000 + "1" + ")" * 5000, names=Names(), limits=deep)
