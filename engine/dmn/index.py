"""A column of a decision table as an index: the value gives the set of rules it passes, as the bits of one number.

Constant cells of one kind are laid out along their values: at each value a cell names, and in each gap between two,
the set of rules is computed once; looking up is a hash or a bisection. Cells that are no constants, and values of
another kind than the cells', are tested one distinct text at a time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import pairwise
from operator import itemgetter
from typing import Any

from engine.dmn.cells import Cell
from engine.feel.expression import UnaryTests
from engine.feel.scope import Scope
from engine.feel.values import Range, Value

_TYPES: dict[str, type] = {"number": Decimal, "string": str, "boolean": bool, "date": date}


class Column:
    """The cells of one input over all rules."""

    __slots__ = ("_dynamic", "_gaps", "_points", "_sorted", "_static", "_type", "_wild")

    def __init__(self, cells: Sequence[tuple[UnaryTests, Cell | None]]) -> None:
        """Lay the cells out; ``cells`` has one entry for each rule, in order."""
        self._wild = 0
        static: list[tuple[int, Cell]] = []
        by_text: dict[str, tuple[UnaryTests, int]] = {}
        dynamic: dict[str, tuple[UnaryTests, int]] = {}
        main = _main_kind([cell for _tests, cell in cells if cell is not None and cell.tests])
        for number, (tests, cell) in enumerate(cells):
            bit = 1 << number
            if cell is not None and not cell.tests:
                self._wild |= bit
                continue
            group = by_text if cell is not None and cell.kind == main else dynamic
            group[tests.text] = (tests, group.get(tests.text, (tests, 0))[1] | bit)
            if group is by_text and cell is not None:
                static.append((bit, cell))
        self._type = _TYPES.get(main)
        self._static = tuple(by_text.values())
        self._dynamic = tuple(dynamic.values())
        self._lay_out(static)

    def _lay_out(self, static: list[tuple[int, Cell]]) -> None:
        ends = {end for _bit, cell in static for test in cell.tests for end in (test.interval.low, test.interval.high)}
        self._sorted: list[Any] = sorted(ends - {None})
        self._points = {end: self._wild | _bits(static, partial(_holds, value=end)) for end in self._sorted}
        pairs = pairwise([None, *self._sorted, None])
        self._gaps = [self._wild | _bits(static, partial(_covers, after=low, before=high)) for low, high in pairs]

    def rules(self, value: Value, scope: Scope) -> int:
        """Give the rules whose cell the value passes."""
        if type(value) is self._type:
            found = self._points.get(value)
            if found is None:
                found = self._gaps[bisect_left(self._sorted, value)]
        else:
            found = self._wild | _tested(self._static, value, scope)
        return found | _tested(self._dynamic, value, scope) if self._dynamic else found


def _main_kind(cells: list[Cell]) -> str:
    counts: dict[str, int] = {}
    for cell in cells:
        if cell.kind in _TYPES:
            counts[cell.kind] = counts.get(cell.kind, 0) + 1
    return max(counts.items(), key=itemgetter(1), default=("", 0))[0]


def _bits(static: list[tuple[int, Cell]], holds: Callable[[Range], bool]) -> int:
    found = 0
    for bit, cell in static:
        passed = any(holds(test.interval) is not test.different for test in cell.tests)
        if passed is not cell.negated:
            found |= bit
    return found


def _holds(interval: Range, value: Any) -> bool:  # noqa: ANN401 - a value of the column's type
    low, high = interval.low, interval.high
    if low is not None and (value < low or (value == low and not interval.low_included)):
        return False
    return high is None or value < high or (value == high and interval.high_included)


def _covers(interval: Range, after: Any, before: Any) -> bool:  # noqa: ANN401 - values of the column's type
    """Say whether an interval holds all that lies between two neighbouring ends."""
    low_fits = interval.low is None or (after is not None and interval.low <= after)
    return low_fits and (interval.high is None or (before is not None and before <= interval.high))


def _tested(cells: Sequence[tuple[UnaryTests, int]], value: Value, scope: Scope) -> int:
    found = 0
    for tests, bits in cells:
        scope.run.tick()
        if tests.test(value, scope) is True:
            found |= bits
    return found
