"""Hit policies: which of the rules that apply give the result, and how (DMN 1.5, 8.2.10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from engine.dmn.boxes import START
from engine.dmn.errors import DecisionRefused
from engine.feel.compare import equal, order
from engine.feel.decimals import CONTEXT
from engine.feel.scope import Scope
from engine.feel.values import Value

if TYPE_CHECKING:
    from engine.dmn.table import Table

#: The outputs of each rule that applies, in the order of the rules.
Rows: TypeAlias = list[tuple[Value, ...]]


class Violated(NamedTuple):
    """A table whose rules contradict its hit policy: where, and what is wrong. It has no result."""

    decision: str
    reason: str


def _all(numbers: list[int]) -> list[int]:
    return numbers


def _first(numbers: list[int]) -> list[int]:
    return numbers[:1]


@dataclass(frozen=True)
class Policy:
    """How to decide; ``select`` drops rules that need not be computed, ``nothing`` makes the result of no rule."""

    decide: Callable[[Table, Rows, Scope], Value]
    select: Callable[[list[int]], list[int]] = _all
    nothing: Callable[[], Value] | None = None


def _single(table: Table, rows: Rows, scope: Scope) -> Value:
    return table.named(rows[0])


def _violated(table: Table, scope: Scope, reason: str) -> Value:
    scope.run.warn(reason, START)
    scope.run.trace.append(Violated(table.owner, reason))
    return None


def refuse_violations(trace: Iterable[Value]) -> None:
    """Refuse what an evaluation noted of tables that have no result; raises DecisionRefused for the first."""
    for item in trace:
        if isinstance(item, Violated):
            raise DecisionRefused(item.decision, item.reason)


def _unique(table: Table, rows: Rows, scope: Scope) -> Value:
    if len(rows) > 1:
        return _violated(table, scope, "more than one rule of a unique table applies")
    return table.named(rows[0])


def _any(table: Table, rows: Rows, scope: Scope) -> Value:
    if not all(equal(list(rows[0]), list(row), scope.run) is True for row in rows):
        return _violated(table, scope, "the rules that apply have different results")
    return table.named(rows[0])


def _rank(table: Table, row: tuple[Value, ...], scope: Scope) -> tuple[int, ...]:
    """Give the places of a row's outputs in the lists of priorities; what is not listed comes last."""
    ranks = []
    for output, value in zip(table.outputs, row, strict=True):
        places = [place for place, best in enumerate(output.priorities) if equal(best, value, scope.run) is True]
        ranks.append(places[0] if places else len(output.priorities))
    return tuple(ranks)


def _priority(table: Table, rows: Rows, scope: Scope) -> Value:
    return table.named(min(rows, key=lambda row: _rank(table, row, scope)))


def _output_order(table: Table, rows: Rows, scope: Scope) -> Value:
    return [table.named(row) for row in sorted(rows, key=lambda row: _rank(table, row, scope))]


def _list(table: Table, rows: Rows, scope: Scope) -> Value:
    return [table.named(row) for row in rows]


def _sum(table: Table, rows: Rows, scope: Scope) -> Value:
    values = [row[0] for row in rows]
    if not all(isinstance(value, Decimal) for value in values):
        return _violated(table, scope, "only numbers can be added up")
    result = Decimal(0)
    for value in values:
        result = CONTEXT.add(result, value)
    return result


def _extreme(sign: int) -> Callable[[Table, Rows, Scope], Value]:
    def decide(table: Table, rows: Rows, scope: Scope) -> Value:
        best = rows[0][0]
        for row in rows:
            result = order(row[0], best)
            if result is None:
                return _violated(table, scope, "the results have no order")
            best = row[0] if result == sign else best
        return best

    return decide


def _count(table: Table, rows: Rows, scope: Scope) -> Value:
    return Decimal(len(rows))


POLICIES: dict[str, Policy] = {
    "UNIQUE": Policy(_unique),
    "ANY": Policy(_any),
    "FIRST": Policy(_single, _first),
    "PRIORITY": Policy(_priority),
    "OUTPUT ORDER": Policy(_output_order),
    "RULE ORDER": Policy(_list),
    "COLLECT": Policy(_list, nothing=list),
    "COLLECT SUM": Policy(_sum),
    "COLLECT MIN": Policy(_extreme(-1)),
    "COLLECT MAX": Policy(_extreme(1)),
    "COLLECT COUNT": Policy(_count, nothing=lambda: Decimal(0)),
}
