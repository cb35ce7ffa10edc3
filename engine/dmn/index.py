"""A column of a decision table as an index: the value gives the set of rules it passes, as the bits of one number.

Constant cells of one kind are laid out along their values: at each value a cell names, and in each gap between two,
the set of rules is computed once; looking up is a hash or a bisection. Cells that are no constants, and values of
another kind than the cells', are tested one distinct text at a time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any

from engine.dmn.cells import Cell
from engine.feel.expression import UnaryTests
from engine.feel.scope import Scope
from engine.feel.values import Value

_TYPES: dict[str, type] = {"number": Decimal, "string": str, "boolean": bool, "date": date}


class Column:
    """The cells of one input over all rules."""

    __slots__ = ("_dynamic", "_gaps", "_points", "_sorted", "_static", "_type", "_wild")

    def __init__(self, cells: Sequence[tuple[UnaryTests, Cell | None]]) -> None:
        """Lay the cells out; ``cells`` has one entry for each rule, in order. Rules with one text share their bits."""
        self._wild = 0
        groups: dict[str, tuple[UnaryTests, Cell | None, int]] = {}
        for number, (tests, cell) in enumerate(cells):
            if cell is not None and not cell.tests:
                self._wild |= 1 << number
            else:
                groups[tests.text] = (tests, cell, groups.get(tests.text, (tests, cell, 0))[2] | 1 << number)
        main = _main_kind([cell for _tests, cell, _bits in groups.values() if cell is not None])
        self._type = _TYPES.get(main)
        static = [
            (tests, cell, bits) for tests, cell, bits in groups.values() if cell is not None and cell.kind == main
        ]
        self._static = tuple((tests, bits) for tests, _cell, bits in static)
        self._dynamic = tuple(
            (tests, bits) for tests, cell, bits in groups.values() if cell is None or cell.kind != main
        )
        self._sorted, masks = lay_out([(cell, bits) for _tests, cell, bits in static], self._wild)
        self._points: dict[Value, int] = dict(zip(self._sorted, masks[1::2], strict=True))
        self._gaps = masks[0::2]

    def rules(self, value: Value, scope: Scope) -> int:
        """Give the rules whose cell the value passes."""
        if type(value) is self._type:
            found = self._points.get(value)
            if found is None:
                found = self._gaps[bisect_left(self._sorted, value)]
        else:
            found = self._wild | _tested(self._static, value, scope)
        return found | _tested(self._dynamic, value, scope) if self._dynamic else found


def lay_out(cells: Sequence[tuple[Cell, int]], wild: int) -> tuple[list[Any], list[int]]:
    """Lay constant cells out along their values.

    Gives the values they name in order, and the rules at: all before the first value, the first value, between it and
    the second, the second, and so on.
    """
    ends = {end for cell, _bits in cells for test in cell.tests for end in (test.interval.low, test.interval.high)}
    points: list[Any] = sorted(ends - {None})
    masks = [wild] * (2 * len(points) + 1)
    for cell, bits in cells:
        for place in places(cell, points):
            masks[place] |= bits
    return points, masks


def places(cell: Cell, points: list[Any]) -> set[int]:
    """Give the places along the values where a cell holds: even ones are gaps, odd ones the values themselves."""
    everything = range(2 * len(points) + 1)
    found: set[int] = set()
    for test in cell.tests:
        interval = test.interval
        first, last = 0, everything[-1]
        if interval.low is not None:
            first = 2 * bisect_left(points, interval.low) + (1 if interval.low_included else 2)
        if interval.high is not None:
            last = 2 * bisect_left(points, interval.high) + (1 if interval.high_included else 0)
        held = range(first, last + 1)
        found.update(set(everything).difference(held) if test.different else held)
    return set(everything) - found if cell.negated else found


def _main_kind(cells: list[Cell]) -> str:
    counts: dict[str, int] = {}
    for cell in cells:
        if cell.kind in _TYPES:
            counts[cell.kind] = counts.get(cell.kind, 0) + 1
    return max(counts.items(), key=itemgetter(1), default=("", 0))[0]


def _tested(cells: Sequence[tuple[UnaryTests, int]], value: Value, scope: Scope) -> int:
    found = 0
    for tests, bits in cells:
        scope.run.tick()
        if tests.test(value, scope) is True:
            found |= bits
    return found
