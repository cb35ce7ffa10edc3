"""Functions that compare points and intervals (DMN 1.5, 10.3.4.9), and ``range``."""

from __future__ import annotations

from collections.abc import Callable

from engine.feel.builtins import arguments as want
from engine.feel.builtins.registry import builtin
from engine.feel.compare import kind, order
from engine.feel.environment import Run
from engine.feel.errors import Undefined
from engine.feel.values import Range, Value


def _compare(left: Value, right: Value) -> int:
    result = order(left, right)
    if result is None:
        raise Undefined(f"a {kind(left)} and a {kind(right)} have no order")
    return result


def _as_range(value: Value) -> Range:
    return value if isinstance(value, Range) else Range(value, value, True, True)  # noqa: FBT003


def _wanted_range(value: Value) -> Range:
    value = want.single(value)
    if not isinstance(value, Range):
        raise Undefined("an interval is needed")
    return value


def _before(one: Range, other: Range) -> bool:
    result = _ends(one.high, other.low)
    return result < 0 or (result == 0 and not (one.high_included and other.low_included))


def _ends(high: Value, low: Value) -> int:
    """Compare an end with a start; an open end lies behind everything."""
    return 1 if high is None or low is None else _compare(high, low)


def _same_low(one: Range, other: Range) -> bool:
    return one.low_included == other.low_included and _low_order(one, other) == 0


def _same_high(one: Range, other: Range) -> bool:
    return one.high_included == other.high_included and _high_order(one, other) == 0


def _low_order(one: Range, other: Range) -> int:
    """Say which interval begins first: −1 the one, 1 the other."""
    if one.low is None or other.low is None:
        return (one.low is not None) - (other.low is not None)
    return _compare(one.low, other.low) or other.low_included - one.low_included


def _high_order(one: Range, other: Range) -> int:
    """Say which interval ends first: −1 the one, 1 the other."""
    if one.high is None or other.high is None:
        return (one.high is None) - (other.high is None)
    return _compare(one.high, other.high) or one.high_included - other.high_included


def _meets(one: Range, other: Range) -> bool:
    return one.high_included and other.low_included and _ends(one.high, other.low) == 0


def _overlaps(one: Range, other: Range) -> bool:
    return not _before(one, other) and not _before(other, one)


def _overlaps_before(one: Range, other: Range) -> bool:
    return _overlaps(one, other) and _low_order(one, other) < 0 and _high_order(one, other) <= 0


def _overlaps_after(one: Range, other: Range) -> bool:
    return _overlaps(one, other) and _low_order(one, other) > 0 and _high_order(one, other) >= 0


def _includes(one: Range, other: Range) -> bool:
    return _low_order(one, other) <= 0 and _high_order(one, other) >= 0


def _finishes(one: Range, other: Range) -> bool:
    return _same_high(one, other) and _low_order(one, other) >= 0


def _starts(one: Range, other: Range) -> bool:
    return _same_low(one, other) and _high_order(one, other) <= 0


def _enter_mixed(name: str, test: Callable[[Range, Range], bool]) -> None:
    """Enter a function that takes points and intervals in any mixture."""
    shapes = [("point1", "point2"), ("point", "range"), ("range", "point"), ("range1", "range2")]
    for shape in shapes:
        _enter_any(name, shape, test)


def _enter_any(name: str, parameters: tuple[str, str], test: Callable[[Range, Range], bool]) -> None:
    @builtin(f"{name}({', '.join(parameters)})")
    def compare(run: Run, one: Value, other: Value) -> bool:
        if one is None or other is None:
            raise Undefined("null where a point or an interval is needed")
        return test(_as_range(one), _as_range(other))


def _enter_first_point(name: str, test: Callable[[Range, Range], bool]) -> None:
    """Enter a function whose second argument is an interval."""
    for parameters in (("point", "range"), ("range1", "range2")):

        @builtin(f"{name}({', '.join(parameters)})")
        def compare(run: Run, one: Value, other: Value) -> bool:
            if one is None:
                raise Undefined("null where a point or an interval is needed")
            return test(_as_range(one), _wanted_range(other))


def _enter_second_point(name: str, test: Callable[[Range, Range], bool]) -> None:
    """Enter a function whose first argument is an interval."""
    for parameters in (("range", "point"), ("range1", "range2")):

        @builtin(f"{name}({', '.join(parameters)})")
        def compare(run: Run, one: Value, other: Value) -> bool:
            if other is None:
                raise Undefined("null where a point or an interval is needed")
            return test(_wanted_range(one), _as_range(other))


def _enter_ranges(name: str, test: Callable[[Range, Range], bool]) -> None:
    @builtin(f"{name}(range1, range2)")
    def compare(run: Run, one: Value, other: Value) -> bool:
        return test(_wanted_range(one), _wanted_range(other))


_enter_mixed("before", _before)
_enter_mixed("after", lambda one, other: _before(other, one))
_enter_ranges("meets", _meets)
_enter_ranges("met by", lambda one, other: _meets(other, one))
_enter_ranges("overlaps", _overlaps)
_enter_ranges("overlaps before", _overlaps_before)
_enter_ranges("overlaps after", _overlaps_after)
_enter_first_point("finishes", _finishes)
_enter_second_point("finished by", lambda one, other: _finishes(other, one))
_enter_second_point("includes", _includes)
_enter_first_point("during", lambda one, other: _includes(other, one))
_enter_first_point("starts", _starts)
_enter_second_point("started by", lambda one, other: _starts(other, one))
_enter_mixed("coincides", lambda one, other: _same_low(one, other) and _same_high(one, other))
