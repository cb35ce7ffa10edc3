"""Any text gives a value or one of the two refusals; the short way of conditions agrees with the long one."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import feel
from engine.feel.environment import Run
from engine.feel.expression import root_scope
from tests.engine.feel.world import environment

WORDS = (
    *(
        "1",
        "2.5",
        "-3",
        '"a"',
        "true",
        "false",
        "null",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        ",",
        ":",
        ".",
        "..",
        "a",
        "b",
        "item",
    ),
    *("+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "not", "if", "then", "else", "?"),
    *("for", "in", "return", "some", "every", "satisfies", "between", "instance", "of", "number", "list<number>"),
    *('@"P1D"', '@"2024-01-01"', "count(", "sum(", "date(", "string(", "matches(", "duration(", "function(x)", "x"),
    *("partial", "[1..3]", "{a:1}", "a.b", "a[1]", "range(", "sort(", "get value(", "working days("),
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
ENVIRONMENT = environment()
CALM = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-50, 50),
    st.decimals(-50, 50, places=1),
    st.sampled_from(["a", "b", ""]),
    st.just([1]),
    st.dictionaries(st.sampled_from(["a", "b"]), st.integers(0, 3), max_size=2),
)


@CALM
@given(st.one_of(TEXTS, st.text(max_size=30)))
def test_any_text_gives_a_value_or_a_refusal(text: str) -> None:
    try:
        found = feel.evaluate(text, {"a": {"b": 1}, "b": [1, "x"]}, ENVIRONMENT)
    except (feel.FeelSyntaxError, feel.FeelLimitExceeded):
        return
    feel.to_json(found.value)
    assert all(warning.position.line >= 1 and warning.position.column >= 1 for warning in found.warnings)


@CALM
@given(TEXTS, SCALARS)
def test_any_cell_gives_an_answer_or_a_refusal(text: str, value: object) -> None:
    try:
        assert feel.compile_unary_tests(text).matches(value, {}, ENVIRONMENT) in (True, False, None)
    except (feel.FeelSyntaxError, feel.FeelLimitExceeded):
        return


COMPARISONS = st.builds(
    lambda left, sign, right, turned: f"{right} {sign} {left}" if turned else f"{left} {sign} {right}",
    st.sampled_from(["a", "b", "a.b"]),
    st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
    st.sampled_from(["5", "2.5", '"a"', "true", "b"]),
    st.booleans(),
)


@CALM
@given(st.lists(COMPARISONS, min_size=1, max_size=3), st.sampled_from([" and ", " or "]), SCALARS, SCALARS)
def test_the_short_way_gives_what_the_long_way_gives(parts: list[str], word: str, a: object, b: object) -> None:
    expression = feel.compile(word.join(parts))
    context = {"a": a, "b": b}
    run = Run(ENVIRONMENT)
    assert expression.evaluate(context, ENVIRONMENT).value is expression.code(
        root_scope(expression.mentioned, context, run)
    )


@CALM
@given(st.decimals(allow_nan=False, allow_infinity=False, places=6), st.decimals(-1000, 1000, places=3))
def test_numbers_are_exact(left: Decimal, right: Decimal) -> None:
    found = feel.evaluate("a + b - b = a", {"a": left, "b": right}, ENVIRONMENT)
    assert found.value is True or abs(left) > Decimal("1e28")
