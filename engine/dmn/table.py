"""Decision tables: rules found by index, results by hit policy, and which rules fired for the explanation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from engine.dmn.boxes import START, Workshop, fit, in_other_words
from engine.dmn.cells import Cell, constant, constant_cell
from engine.dmn.hits import POLICIES, Policy
from engine.dmn.index import Column
from engine.dmn.itemtypes import NOWHERE, Allowed
from engine.dmn.xml import Element, child, children, text_of
from engine.feel.environment import Position
from engine.feel.errors import FeelLimitExceeded, FeelSyntaxError
from engine.feel.expression import UnaryTests
from engine.feel.nodes import Literal, UnaryTestsNode
from engine.feel.parser import parse_unary_tests
from engine.feel.scope import Code, Scope
from engine.feel.types import FeelType
from engine.feel.values import Value


class Fired(NamedTuple):
    """A rule that fired: in which decision and table, which rule (from 1 and by id), and with which inputs."""

    decision: str
    table: str
    rule: int
    rule_id: str
    inputs: dict[str, Value]


@dataclass(frozen=True)
class Input:
    """An input column: its text, its value, the values it may have."""

    text: str
    code: Code
    rules: Callable[[Value, Scope], int]
    cells: tuple[UnaryTests, ...]
    constants: tuple[Cell | None, ...]
    allowed: UnaryTests | None
    type: FeelType


@dataclass(frozen=True)
class Output:
    """An output column: its name, type, the values in order of priority, and the default."""

    name: str
    type: FeelType
    priorities: tuple[Value, ...]
    allowed: UnaryTests | None
    default: Code | None
    constants: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Table:
    """A compiled table."""

    id: str
    owner: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[tuple[Code, ...], ...]
    rule_ids: tuple[str, ...]
    policy: Policy
    policy_name: str
    texts: tuple[str, ...]
    lanes: tuple[tuple[str, Code, Callable[[Value, Scope], int], UnaryTests | None], ...]
    everything: int
    constants: tuple[tuple[Value, ...] | None, ...]
    literals: tuple[tuple[tuple[bool, Value], ...], ...]
    output_texts: tuple[tuple[str, ...], ...]

    def run(self, scope: Scope) -> Value:
        """Decide: find the rules, let the hit policy choose, compute the outputs."""
        values: list[Value] = []
        found = self.everything
        near = scope.values
        for name, code, rules, allowed in self.lanes:
            value = near[name] if name in near else code(scope)
            values.append(value)
            if allowed is not None and value is not None and allowed.test(value, scope) is not True:
                scope.run.warn(f"{self.texts[len(values) - 1]} has a value that is not allowed", START)
                return None
            found &= rules(value, scope)
        if not found:
            return self._default(scope)
        numbers = _numbers(found)
        self._note(scope, numbers, values)
        return self.policy.decide(self, [self._outputs(number, scope) for number in self.policy.select(numbers)], scope)

    def _note(self, scope: Scope, numbers: list[int], values: list[Value]) -> None:
        trace = scope.run.trace
        if len(trace) < 1000:
            inputs = dict(zip(self.texts, values, strict=True))
            for number in numbers[:100]:
                trace.append(Fired(self.owner, self.id, number + 1, self.rule_ids[number], inputs))

    def _outputs(self, number: int, scope: Scope) -> tuple[Value, ...]:
        known = self.constants[number]
        if known is not None:
            return known
        codes = zip(self.outputs, self.rules[number], strict=True)
        return tuple(fit(code(scope), output.type, scope) for output, code in codes)

    def _default(self, scope: Scope) -> Value:
        if all(output.default is None for output in self.outputs):
            if self.policy.nothing is None:
                scope.run.warn("no rule of the table applies", START)
            return self.policy.nothing() if self.policy.nothing is not None else None
        return self.named(tuple(None if output.default is None else output.default(scope) for output in self.outputs))

    def named(self, outputs: tuple[Value, ...]) -> Value:
        """Give one output as it is, several as a context."""
        if len(self.outputs) == 1:
            return outputs[0]
        return {output.name: value for output, value in zip(self.outputs, outputs, strict=True)}


def _numbers(bits: int) -> list[int]:
    if not bits & (bits - 1):
        return [bits.bit_length() - 1]
    numbers: list[int] = []
    while bits:
        lowest = bits & -bits
        numbers.append(lowest.bit_length() - 1)
        bits ^= lowest
    return numbers


def _in_other_words(element: Element, shop: Workshop) -> Code | None:
    """Note the texts of a table that are not FEEL; other modelers also write JavaScript or JUEL into cells."""
    asked = [child(part, "inputExpression") for part in children(element, "input")]
    cells = [cell for rule in children(element, "rule") for cell in children(rule, "inputEntry", "outputEntry")]
    found = [in_other_words(part, shop) for part in (*asked, *cells) if part is not None]
    return next((code for code in found if code is not None), None)


def build_table(element: Element, shop: Workshop) -> Code:
    """Compile a decision table."""
    if (refused := _in_other_words(element, shop)) is not None:
        return refused
    rules = list(children(element, "rule"))
    entries = [list(children(rule, "inputEntry")) for rule in rules]
    inputs = tuple(_input(part, number, entries, shop) for number, part in enumerate(children(element, "input")))
    results = [list(children(rule, "outputEntry")) for rule in rules]
    outputs = tuple(_output(part, number, results, shop) for number, part in enumerate(children(element, "output")))
    name = _policy_name(element)
    if reason := _wrong(name, outputs):
        return shop.report(element, reason)
    widths = {(len(row), len(result)) for row, result in zip(entries, results, strict=True)}
    if widths - {(len(inputs), len(outputs))}:
        return shop.report(element, "a rule has another number of cells than the table has columns")
    literals = tuple(tuple(_constant(cell, shop) for cell in row) for row in results)
    table = Table(
        id=str(element.get("id") or ""),
        owner=shop.owner,
        inputs=inputs,
        outputs=outputs,
        rules=tuple(tuple(shop.compile(cell, text_of(cell)) for cell in row) for row in results),
        rule_ids=tuple(str(rule.get("id") or "") for rule in rules),
        policy=POLICIES[name],
        policy_name=name,
        texts=tuple(column.text for column in inputs),
        lanes=tuple((column.text, column.code, column.rules, column.allowed) for column in inputs),
        everything=(1 << len(rules)) - 1,
        constants=tuple(_constants(row, outputs) for row in literals),
        literals=literals,
        output_texts=tuple(tuple(text_of(cell) for cell in row) for row in results),
    )
    shop.tables.append(table)
    return table.run


def _constant(cell: Element, shop: Workshop) -> tuple[bool, Value]:
    node = shop.parse_quietly(text_of(cell))
    return (False, None) if node is None else constant(node, NOWHERE)


def _constants(row: tuple[tuple[bool, Value], ...], outputs: tuple[Output, ...]) -> tuple[Value, ...] | None:
    """Give the outputs of a rule when all are constants of the outputs' types."""
    for (known, value), output in zip(row, outputs, strict=True):
        if not known or not (value is None or output.type.holds(value)):
            return None
    return tuple(value for _known, value in row)


def _policy_name(element: Element) -> str:
    """The hit policy with its aggregator, which only COLLECT may have."""
    return " ".join(filter(None, (str(element.get("hitPolicy") or "UNIQUE"), element.get("aggregation"))))


def _wrong(policy: str, outputs: tuple[Output, ...]) -> str:
    """Why no table can be like this; empty where one can."""
    if policy not in POLICIES:
        return f"there is no hit policy {policy}"
    if policy.startswith("COLLECT ") and len(outputs) > 1:
        return "a collect table with an aggregator has one output"
    if len(outputs) > 1 and not all(output.name for output in outputs):
        return "one of several outputs has no name"
    return "two outputs have the same name" if len({output.name for output in outputs}) < len(outputs) else ""


def _input(element: Element, number: int, rows: list[list[Element]], shop: Workshop) -> Input:
    expression = child(element, "inputExpression")
    text = text_of(expression)
    cells = [_cell(row[number], shop) if number < len(row) else _any_value() for row in rows]
    constants = [constant_cell(cell.node, NOWHERE) for cell in cells]
    kind = shop.type_of(expression)
    if not text and any(cell.node.tests for cell in cells):
        shop.report(element, "an input that rules look at needs an expression")
    return Input(
        text=text or str(element.get("label") or ""),
        code=shop.compile(element, text),
        rules=Column(list(zip(cells, constants, strict=True))).rules,
        cells=tuple(cells),
        constants=tuple(constants),
        allowed=_values(element, "inputValues", shop),
        type=kind,
    )


def _cell(element: Element, shop: Workshop) -> UnaryTests:
    return _tests(element, text_of(element), shop) or UnaryTests(
        "false", UnaryTestsNode(START, (Literal(START, None),)), {}
    )


def _any_value() -> UnaryTests:
    return UnaryTests("-", UnaryTestsNode(Position(1, 1), ()), {})


def _tests(element: Element, text: str, shop: Workshop) -> UnaryTests | None:
    if not text:
        return _any_value()
    if text in shop.cells:
        return shop.cells[text]
    try:
        node = parse_unary_tests(text, names=shop.names, types=shop.types.names())
    except (FeelSyntaxError, FeelLimitExceeded) as error:
        shop.report(element, error.message)
        return None
    shop.note_calls(element, node)
    return shop.cells.setdefault(text, UnaryTests(text, node, shop.types.known()))


def _values(element: Element, name: str, shop: Workshop) -> UnaryTests | None:
    values = child(element, name)
    text = text_of(values)
    return _tests(element, text, shop) if text else None


def _output(element: Element, number: int, rows: list[list[Element]], shop: Workshop) -> Output:
    default = child(element, "defaultOutputEntry")
    values = _values(element, "outputValues", shop)
    kind = shop.type_of(element)
    ranks = kind.allowed
    return Output(
        name=str(element.get("name") or ""),
        type=kind,
        priorities=_priorities(values if values is not None or not isinstance(ranks, Allowed) else ranks.tests),
        allowed=values,
        default=None if default is None else shop.compile(default, text_of(default)),
    )


def _priorities(values: UnaryTests | None) -> tuple[Value, ...]:
    if values is None:
        return ()
    cell = constant_cell(values.node, NOWHERE)
    return () if cell is None else tuple(test.interval.low for test in cell.tests)
