"""Functions on texts (DMN 1.5, 10.3.4.3); positions count characters, not bytes or surrogates."""

from __future__ import annotations

from decimal import Decimal

from engine.feel.builtins import arguments as want
from engine.feel.builtins import patterns
from engine.feel.builtins.registry import builtin
from engine.feel.environment import Run
from engine.feel.errors import Undefined
from engine.feel.values import Value


@builtin("substring(string, start position, length)", required=2)
def _substring(run: Run, string: Value, start: Value, length: Value = None) -> str:
    text, place = want.string(string), want.whole(start)
    if place == 0 or abs(place) > len(text):
        raise Undefined(f"there is no character {place}")
    begin = place - 1 if place > 0 else len(text) + place
    if length is None:
        return text[begin:]
    size = want.whole(length)
    if size < 1:
        raise Undefined("the length must be at least 1")
    return text[begin : begin + size]


@builtin("string length(string)")
def _string_length(run: Run, string: Value) -> Decimal:
    return Decimal(len(want.string(string)))


@builtin("upper case(string)")
def _upper_case(run: Run, string: Value) -> str:
    return run.text(want.string(string).upper())


@builtin("lower case(string)")
def _lower_case(run: Run, string: Value) -> str:
    return run.text(want.string(string).lower())


@builtin("trim(string)")
def _trim(run: Run, string: Value) -> str:
    return want.string(string).strip()


@builtin("substring before(string, match)")
def _substring_before(run: Run, string: Value, match: Value) -> str:
    before, found, _after = _parted(want.string(string), want.string(match))
    return before if found else ""


@builtin("substring after(string, match)")
def _substring_after(run: Run, string: Value, match: Value) -> str:
    text, mark = want.string(string), want.string(match)
    return _parted(text, mark)[2] if mark else text


def _parted(text: str, mark: str) -> tuple[str, str, str]:
    return text.partition(mark) if mark else ("", "", text)


@builtin("contains(string, match)")
def _contains(run: Run, string: Value, match: Value) -> bool:
    return want.string(match) in want.string(string)


@builtin("starts with(string, match)")
def _starts_with(run: Run, string: Value, match: Value) -> bool:
    return want.string(string).startswith(want.string(match))


@builtin("ends with(string, match)")
def _ends_with(run: Run, string: Value, match: Value) -> bool:
    return want.string(string).endswith(want.string(match))


@builtin("matches(input, pattern, flags)", required=2)
def _matches(run: Run, text: Value, pattern: Value, flags: Value = None) -> bool:
    return patterns.search(run, want.string(text), _pattern(pattern, flags))


@builtin("replace(input, pattern, replacement, flags)", required=3)
def _replace(run: Run, *values: Value) -> str:
    text, pattern, replacement = (want.string(value) for value in values[:3])
    flags = values[3] if len(values) > 3 else None
    return patterns.replace(run, text, _pattern(pattern, flags), replacement)


@builtin("extract(string, pattern)")
def _extract(run: Run, string: Value, pattern: Value) -> list[str]:
    """Camunda 8's."""
    return run.items(patterns.found(run, want.string(string), _pattern(pattern, None)))


@builtin("split(string, delimiter)")
def _split(run: Run, string: Value, delimiter: Value) -> list[str]:
    return run.items(patterns.split(run, want.string(string), _pattern(delimiter, None)))


def _pattern(pattern: Value, flags: Value) -> patterns.Pattern:
    return patterns.Pattern(want.string(pattern), "" if flags is None else want.string(flags))


@builtin("string join(list, delimiter, prefix, suffix)", required=1)
def _string_join(run: Run, *values: Value) -> str:
    items = [want.string(item) for item in want.listing(values[0]) if item is not None]
    delimiter, prefix, suffix = (
        "" if value is None else want.string(value) for value in (*values[1:], *[None] * 3)[:3]
    )
    run.tick(len(items))
    run.text(delimiter * min(len(items), run.limits.characters // max(1, len(delimiter)) + 2))
    size = sum(len(item) for item in items)
    run.text("." * min(size, run.limits.characters + 1))
    return run.text(prefix + delimiter.join(items) + suffix)
