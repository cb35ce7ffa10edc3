"""What a decision may give: where it asks for nothing its value, of a table that gives one rule's outputs the constants
of the rules, which belong together, else anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from engine import dmn, feel
from engine.dmn.table import Table
from engine.exploring.atoms import SOME_DAY
from engine.exploring.unknowns import ANYTHING, Domain, Row
from engine.feel.values import Value

#: Hit policies that give the output of one rule.
_ONE_RULE = frozenset({"UNIQUE", "ANY", "FIRST", "PRIORITY"})


class _AskedFor(Exception):
    """A decision looks at something from outside."""


class _Nothing(Mapping[str, object]):
    """The variables of a case that nobody may look at."""

    def __getitem__(self, name: str) -> object:
        raise _AskedFor(name)

    def __contains__(self, name: object) -> bool:
        raise _AskedFor(name)

    def __iter__(self) -> Iterator[str]:
        raise _AskedFor

    def __len__(self) -> int:
        return 1


@dataclass(frozen=True)
class _NoPort:
    """A calendar and a ratebook that nobody may look at."""

    def is_holiday(self, day: date, /) -> bool:
        raise _AskedFor(day)

    def rate(self, name: str, on: date, /) -> Decimal | int | None:
        raise _AskedFor(name)


def constant(model: dmn.Model, decision_id: str) -> tuple[Value] | None:
    """The value of a decision that asks neither for a variable nor for the day nor for a rate; None for any other."""
    days = (SOME_DAY.now, SOME_DAY.now + timedelta(days=2000))
    try:
        one, other = (
            dmn.evaluate_among(
                model, decision_id, _Nothing(), feel.Environment(now=day, calendar=_NoPort(), rates=_NoPort())
            ).value
            for day in days
        )
    except (_AskedFor, dmn.DecisionRefused, feel.FeelLimitExceeded):
        return None
    return (one,) if one == other else None


def domain(model: dmn.Model, decision_id: str) -> Domain:
    """The values of a decision; null is always one of them, since an input may be missing."""
    decision = model.decisions.get(decision_id)
    table = None if decision is None else decision.table
    if table is None or table.policy_name not in _ONE_RULE or any(one.default is not None for one in table.outputs):
        return ANYTHING
    return Domain(_constants(table)) if len(table.outputs) == 1 else Domain(rows=_rows(table))


def _constants(table: Table) -> tuple[Value, ...] | None:
    """The constants in the only output; None where some cell is computed."""
    values: list[Value] = []
    for ((known, value),) in table.literals:
        if not known or isinstance(value, list | dict):
            return None
        values.append(value)
    return tuple(values)


def _rows(table: Table) -> tuple[Row, ...]:
    """What each rule gives by name, as far as it is constant."""
    names = [output.name for output in table.outputs]
    rows = (zip(names, cells, strict=True) for cells in table.literals)
    return tuple(
        tuple((name, value) for name, (known, value) in row if known and not isinstance(value, list | dict))
        for row in rows
    )
