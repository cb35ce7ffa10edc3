"""What a decision may give: of a table with one output whose cells are all constants just those, else anything."""

from __future__ import annotations

from engine import dmn
from engine.dmn.table import Table
from engine.exploring.unknowns import ANYTHING, Domain
from engine.feel.values import Value

#: Hit policies that give the output of one rule.
_ONE_RULE = frozenset({"UNIQUE", "ANY", "FIRST", "PRIORITY"})


def domain(model: dmn.Model, decision_id: str) -> Domain:
    """The values of a decision; null is always one of them, since an input may be missing."""
    decision = model.decisions.get(decision_id)
    table = None if decision is None else decision.table
    if table is None or len(table.outputs) != 1 or table.policy_name not in _ONE_RULE:
        return ANYTHING
    return ANYTHING if table.outputs[0].default is not None else Domain(_constants(table))


def _constants(table: Table) -> tuple[Value, ...] | None:
    """The constants in the only output; None where some cell is computed."""
    values: list[Value] = []
    for ((known, value),) in table.literals:
        if not known or isinstance(value, list | dict):
            return None
        values.append(value)
    return tuple(values)
