"""The values an input column can tell apart, and which rules apply for which combination of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from engine.dmn.cells import Cell, constant_cell
from engine.dmn.index import lay_out
from engine.dmn.itemtypes import NOWHERE, Allowed
from engine.dmn.table import Input, Table
from engine.feel.expression import UnaryTests
from engine.feel.values import Value

MOST_STATES = 20_000
_ORDERED = ("number", "string", "boolean", "date", "")


class TooLarge(Exception):
    """A table with more combinations than can be looked at, or with cells that cannot be laid out."""


@dataclass(frozen=True)
class Axis:
    """One column: values that stand for all others like them, and the rules that each passes, as bits."""

    values: list[Value]
    rules: list[int]


@dataclass(frozen=True)
class Combinations:
    """Every set of rules that some combination of inputs passes, with one such combination; and those that pass none.

    A combination is the place on each axis; one that passes no rule ends where that is sure.
    """

    paths: dict[int, tuple[int, ...]]
    gaps: list[tuple[int, ...]]


def lay_axes(table: Table, without: Collection[int]) -> list[Axis]:
    """Lay out every column of a table, leaving some rules out."""
    return [_axis(column, without) for column in table.inputs]


def _axis(column: Input, without: Collection[int]) -> Axis:
    cells: list[tuple[Cell, int]] = []
    wild = 0
    for number, cell in enumerate(column.constants):
        if number in without:
            continue
        if cell is None or cell.kind not in _ORDERED:
            raise TooLarge
        if cell.tests:
            cells.append((cell, 1 << number))
        else:
            wild |= 1 << number
    limits = [cell for tests in _limits(column) if (cell := constant_cell(tests.node, NOWHERE)) is not None]
    kinds = {cell.kind for cell, _bits in cells}
    if len(kinds) > 1:
        raise TooLarge
    kind = next(iter(kinds), "") or (column.type.kind if column.type.kind in _ORDERED else "")
    points, masks = lay_out([*cells, *((limit, 0) for limit in limits if limit.kind == kind)], wild)
    return _shortened(column, dict(_samples(points, masks, kind)))


def _limits(column: Input) -> Iterator[UnaryTests]:
    """Give the constraints of a column: its own allowed values and those of its type."""
    if column.allowed is not None:
        yield column.allowed
    allowed = column.type.allowed
    while isinstance(allowed, Allowed):
        yield allowed.tests
        allowed = allowed.before


def _shortened(column: Input, samples: dict[Value, int]) -> Axis:
    """Keep one value for each set of rules, among those that are allowed."""
    kept: dict[int, Value] = {}
    limits = list(_limits(column))
    for value, rules in samples.items():
        if rules not in kept and (value is None or all(tests.matches(value, {}, NOWHERE) for tests in limits)):
            kept[rules] = value
    return Axis(list(kept.values()), list(kept))


def _samples(points: list[Value], masks: list[int], kind: str) -> Iterator[tuple[Value, int]]:
    """Give a value for each place along the values, where there is one."""
    for number, point in enumerate(points):
        yield point, masks[2 * number + 1]
    if kind == "boolean":
        for value in (True, False):
            if value not in points:
                yield value, masks[0]
        return
    if not points:
        yield None, masks[0]
        return
    ends = [None, *points, None]
    for number, mask in enumerate(masks[0::2]):
        sample = _between(ends[number], ends[number + 1])
        if sample is not None:
            yield sample, mask


def _between(low: Value, high: Value) -> Value:
    """Give a value between two neighbours (None: without end), None where there is none."""
    known = low if low is not None else high
    if isinstance(known, Decimal):
        return _number_between(low, high)
    if isinstance(known, date):
        return _date_between(low, high)
    sample = "" if low is None else f"{low} "
    return sample if high is None or sample < high else None


def _number_between(low: Decimal | None, high: Decimal | None) -> Decimal | None:
    if low is None or high is None:
        return high - 1 if low is None and high is not None else (low or Decimal(0)) + 1
    whole = low.to_integral_value() + 1
    return whole if low < whole < high else (low + high) / 2


def _date_between(low: date | None, high: date | None) -> date | None:
    try:
        day = low + timedelta(days=1) if low is not None else (high or date.max) - timedelta(days=1)
    except OverflowError:
        return None
    return day if high is None or day < high else None


def combinations(axes: list[Axis], rules: int) -> Combinations:
    """Go through the columns, keeping one way to each set of rules that is still possible."""
    found: dict[int, tuple[int, ...]] = {(1 << rules) - 1: ()}
    gaps: list[tuple[int, ...]] = []
    for axis in axes:
        wider: dict[int, tuple[int, ...]] = {}
        for mask, path in found.items():
            for place, passed in enumerate(axis.rules):
                if mask & passed:
                    wider.setdefault(mask & passed, (*path, place))
                else:
                    gaps.append((*path, place))
        if len(wider) > MOST_STATES:
            raise TooLarge
        found = wider
    return Combinations(found, gaps)
