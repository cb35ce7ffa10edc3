"""What is wrong with a model's tables before they are used: gaps, overlaps, dead rules, wrong types, with examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from engine.dmn import graph
from engine.dmn.cells import some_end
from engine.dmn.domains import Axis, Combinations, TooLarge, combinations, lay_axes
from engine.dmn.itemtypes import NOWHERE
from engine.dmn.model import Model, Problem
from engine.dmn.table import Output, Table
from engine.feel.compare import equal
from engine.feel.environment import Run
from engine.feel.text import to_text
from engine.feel.values import Value

MOST_FINDINGS = 20
_RANKED = ("PRIORITY", "OUTPUT ORDER")
_MULTIPLE = ("COLLECT", "RULE ORDER", "OUTPUT ORDER")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One finding.

    ``kind`` is ``problem``, ``wrong type``, ``overlap``, ``gap``, ``dead rule`` or ``unchecked``; ``blocks`` says
    whether the model must not be deployed with it; ``rules`` counts from 1; ``example`` holds inputs that show it.
    """

    kind: str
    blocks: bool
    element_id: str
    message: str
    rules: tuple[int, ...] = ()
    example: dict[str, Value] = field(default_factory=dict)


def analyse(model: Model) -> list[Finding]:
    """Look through everything in a model; what blocks comes first."""
    findings = [
        Finding(kind="problem", blocks=True, element_id=problem.element_id, message=problem.reason)
        for problem in (*model.problems, *graph.problems(model), *model.strangers, *_empty(model))
    ]
    for table in model.tables:
        findings.extend(analyse_table(table))
    return sorted(findings, key=lambda finding: not finding.blocks)


def _empty(model: Model) -> Iterator[Problem]:
    """Decisions that decide nothing."""
    for decision in model.decisions.values():
        if decision.code is None:
            yield Problem(decision.id, decision.id, "the decision has no logic")


def analyse_table(table: Table) -> Iterator[Finding]:
    """Look through one table."""
    yield from _wrong_inputs(table)
    yield from _wrong_outputs(table)
    yield from _wrong_sums(table)
    if table.policy_name in _RANKED and not any(output.priorities for output in table.outputs):
        message = f"the hit policy {table.policy_name} needs the output's values in the order of their priority"
        yield Finding(kind="problem", blocks=True, element_id=table.id, message=message)
    computed = {
        number for number in range(len(table.rules)) if any(column.constants[number] is None for column in table.inputs)
    }
    if computed:
        message = "rules with computed cells are not compared with the others"
        rules = tuple(number + 1 for number in sorted(computed))
        yield Finding(kind="unchecked", blocks=False, element_id=table.id, message=message, rules=rules)
    try:
        axes = lay_axes(table, computed)
        found = combinations(axes, len(table.rules))
    except TooLarge:
        message = "the table has too many combinations, or mixed kinds in a column, to compare all rules"
        yield Finding(kind="unchecked", blocks=False, element_id=table.id, message=message)
        return
    if not computed:
        yield from _gaps(table, axes, found)
    yield from _overlaps(table, axes, found)
    yield from _dead_rules(table, found, computed)


def _wrong_inputs(table: Table) -> Iterator[Finding]:
    for column in table.inputs:
        for number, cell in enumerate(column.constants):
            if cell is not None and cell.tests and column.type.kind not in ("Any", cell.kind):
                value = some_end(cell.tests[0].interval)
                message = f"{column.text} is a {column.type.kind}, the cell holds a {cell.kind}"
                yield _rule_finding(table, "wrong type", number, message, {column.text: value})


def _wrong_outputs(table: Table) -> Iterator[Finding]:
    for number, row in enumerate(table.literals):
        for output, (known, value) in zip(table.outputs, row, strict=True):
            wrong = _wrong_output(output, value) if known and value is not None else ""
            if wrong:
                yield _rule_finding(table, "wrong type", number, wrong, {output.name or "output": value})


def _wrong_sums(table: Table) -> Iterator[Finding]:
    """What is no number and would be added up: the sum of it is null."""
    if table.policy_name != "COLLECT SUM":
        return
    (output,) = table.outputs
    if output.type.kind not in ("Any", "number"):
        message = f"only numbers can be added up, the output is a {output.type.kind}"
        yield Finding(kind="problem", blocks=True, element_id=table.id, message=message)
    for number, ((known, value),) in enumerate(table.literals):
        if known and not isinstance(value, Decimal):
            message = f"only numbers can be added up, not {to_text(value, Run(NOWHERE))}"
            yield _rule_finding(table, "wrong type", number, message, {output.name or "output": value})


def _wrong_output(output: Output, value: Value) -> str:
    shown = to_text(value, Run(NOWHERE))
    if not output.type.holds(value):
        return f"the output {shown} is not of the type {output.type.kind}, or not one of its values"
    if output.allowed is not None and output.allowed.matches(value, {}, NOWHERE) is not True:
        return f"the output {shown} is not one of the output values"
    return ""


def _rule_finding(table: Table, kind: str, number: int, message: str, example: dict[str, Value]) -> Finding:  # noqa: PLR0913
    element_id = table.rule_ids[number] or table.id
    return Finding(kind=kind, blocks=True, element_id=element_id, message=message, rules=(number + 1,), example=example)


def _gaps(table: Table, axes: list[Axis], found: Combinations) -> Iterator[Finding]:
    if any(output.default is not None for output in table.outputs) or table.policy_name.startswith(_MULTIPLE):
        return
    for path in found.gaps[:MOST_FINDINGS]:
        yield Finding(
            kind="gap",
            blocks=False,
            element_id=table.id,
            message="no rule applies, and there is no default",
            example=_example(table, axes, path),
        )


def _example(table: Table, axes: list[Axis], path: tuple[int, ...]) -> dict[str, Value]:
    """Give inputs for a combination; columns behind its end may have any value."""
    places = (*path, *[0] * (len(axes) - len(path)))
    return {
        text: axis.values[place] if axis.values else None
        for text, axis, place in zip(table.texts, axes, places, strict=True)
    }


def _overlaps(table: Table, axes: list[Axis], found: Combinations) -> Iterator[Finding]:
    if table.policy_name not in ("UNIQUE", "ANY"):
        return
    seen: set[tuple[int, int]] = set()
    for mask, path in found.paths.items():
        numbers = [number for number in range(len(table.rules)) if mask >> number & 1]
        for one, other in pairwise(numbers):
            if (one, other) in seen or len(seen) >= MOST_FINDINGS:
                continue
            if table.policy_name == "ANY" and _same_outputs(table, one, other):
                continue
            seen.add((one, other))
            yield Finding(
                kind="overlap",
                blocks=True,
                element_id=table.id,
                message=f"rules {one + 1} and {other + 1} apply at the same time",
                rules=(one + 1, other + 1),
                example=_example(table, axes, path),
            )


def _same_outputs(table: Table, one: int, other: int) -> bool:
    """Say whether two rules have equal outputs; what is computed is taken as equal when it is written alike."""
    if table.output_texts[one] == table.output_texts[other]:
        return True
    rows = table.constants[one], table.constants[other]
    return None not in rows and equal(list(rows[0] or ()), list(rows[1] or ()), Run(NOWHERE)) is True


def _dead_rules(table: Table, found: Combinations, computed: set[int]) -> Iterator[Finding]:
    alive = 0
    for mask in found.paths:
        alive |= mask & -mask if table.policy_name == "FIRST" else mask
    for number, rule_id in enumerate(table.rule_ids):
        if number not in computed and not alive >> number & 1:
            earlier = table.policy_name == "FIRST"
            message = "no input reaches this rule" + (", earlier ones come first" if earlier else "")
            yield Finding(
                kind="dead rule", blocks=False, element_id=rule_id or table.id, message=message, rules=(number + 1,)
            )
