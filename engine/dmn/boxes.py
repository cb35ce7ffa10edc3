"""Boxed expressions into closures of a scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.dmn.itemtypes import ItemTypes
from engine.dmn.model import Problem
from engine.dmn.xml import Element, child, children, local, text_of, type_reference
from engine.feel.calls import call
from engine.feel.compiler import Builder
from engine.feel.compiler.collections import loop, quantify, values_of
from engine.feel.compiler.paths import filter_value, function_or
from engine.feel.environment import Position, Run
from engine.feel.errors import FeelLimitExceeded, FeelSyntaxError, Undefined
from engine.feel.expression import UnaryTests
from engine.feel.freenames import unknown_functions
from engine.feel.meaningless import wrong_constants
from engine.feel.nodes import Node
from engine.feel.parser import parse_expression
from engine.feel.parser.stream import Names
from engine.feel.scope import Code, Scope
from engine.feel.types import ANY, FeelType, coerce
from engine.feel.values import Function, Value

if TYPE_CHECKING:
    from engine.dmn.table import Table

START = Position(1, 1)
EXPRESSIONS = (
    "literalExpression",
    "decisionTable",
    "context",
    "list",
    "relation",
    "functionDefinition",
    "invocation",
    "conditional",
    "filter",
    "for",
    "some",
    "every",
)


@dataclass
class Workshop:
    """What is needed to compile the expressions of a model, and the problems found on the way."""

    names: Names
    types: ItemTypes
    owner: str = ""
    problems: list[Problem] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    cells: dict[str, UnaryTests] = field(default_factory=dict)
    #: All names the model gives to anything, and the calls of functions that none of them and nobody else can be.
    declared: frozenset[str] = frozenset()
    strangers: list[Problem] = field(default_factory=list)

    def report(self, element: Element, reason: str) -> Code:
        """Note a problem; what it stands for is null."""
        element_id = str(element.get("id") or self.owner)
        self.problems.append(Problem(self.owner, element_id, reason))
        return lambda scope: scope.run.warn(f"{element_id}: {reason}", START)

    def note_calls(self, element: Element, node: Node) -> None:
        """Note calls of functions that are nowhere and constants that mean nothing: such a call or constant is null,
        which a deployment should not promise.
        """
        unknown = (name for name in sorted(unknown_functions(node)) if name.partition(".")[0] not in self.declared)
        for reason in (*(f"there is no function {name}" for name in unknown), *wrong_constants(node)):
            self.strangers.append(Problem(self.owner, str(element.get("id") or self.owner), reason))

    def parse(self, element: Element, text: str) -> Node | None:
        """Read FEEL; None and a noted problem where it is none."""
        try:
            return parse_expression(text, names=self.names, types=self.types.names())
        except (FeelSyntaxError, FeelLimitExceeded) as error:
            self.report(element, error.message)
            return None

    def parse_quietly(self, text: str) -> Node | None:
        """Read FEEL, None where it is none."""
        try:
            return parse_expression(text, names=self.names, types=self.types.names())
        except (FeelSyntaxError, FeelLimitExceeded):
            return None

    def compile(self, element: Element, text: str) -> Code:
        """Compile FEEL; empty text is null."""
        if not text:
            return lambda scope: None
        before = len(self.problems)
        node = self.parse(element, text)
        if node is None:
            reason = self.problems[before].reason
            return lambda scope: scope.run.warn(reason, START)
        self.note_calls(element, node)
        return function_or(node, Builder(self.types.known()))

    def type_of(self, element: Element | None) -> FeelType:
        """Give the type an element refers to; an unknown one is noted and taken as any."""
        name = type_reference(element)
        kind = self.types.find(name)
        if kind.kind == "unknown" and element is not None:
            self.report(element, f"there is no type {name}")
            return ANY
        return kind


def expression_in(element: Element) -> Element | None:
    """Give the boxed expression inside an element."""
    return child(element, *EXPRESSIONS)


def build_inside(element: Element | None, shop: Workshop) -> Code | None:
    """Compile the expression inside an element, None where there is none."""
    inner = None if element is None else expression_in(element)
    return None if inner is None else build(inner, shop)


def build(element: Element, shop: Workshop) -> Code:
    """Compile a boxed expression; a type on it is a promise that is kept."""
    code = BUILDERS[local(element)](element, shop)
    return fitted(code, shop.type_of(element))


def fitted(code: Code, kind: FeelType) -> Code:
    """Fit the result to a type; what does not fit is null and a warning."""
    if kind.kind == "Any":
        return code
    return lambda scope: fit(code(scope), kind, scope)


def fit(value: Value, kind: FeelType, scope: Scope) -> Value:
    """Fit one value to a type."""
    if value is None or kind.kind == "Any":
        return value
    fits, result = coerce(value, kind)
    if not fits:
        scope.run.warn(f"a value is not of the type {kind.kind} it should have", START)
    return result


def _required(element: Element, shop: Workshop, *names: str) -> Code:
    """Compile the expression inside the first child of a name, a problem where it is missing."""
    code = build_inside(child(element, *names), shop)
    return shop.report(element, f"there is no {names[0]}") if code is None else code


def in_other_words(element: Element, shop: Workshop) -> Code | None:
    """Note that a text is in another language than FEEL; None where it is FEEL or says nothing."""
    language = str(element.get("expressionLanguage") or "FEEL")
    if "feel" in language.lower() or text_of(element) in ("", "-"):
        return None
    return shop.report(element, f"the expression language {language} is not executed")


def _literal(element: Element, shop: Workshop) -> Code:
    if (refused := in_other_words(element, shop)) is not None:
        return refused
    if child(element, "importedValues") is not None:
        return shop.report(element, "imported values are not executed")
    return shop.compile(element, text_of(element))


def _context(element: Element, shop: Workshop) -> Code:
    entries: list[tuple[str, Code]] = []
    result: Code | None = None
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        code = build_inside(entry, shop) or (lambda scope: None)
        if variable is None:
            result = code
        else:
            entries.append((str(variable.get("name")), fitted(code, shop.type_of(variable))))

    def run(scope: Scope) -> Value:
        values: dict[str, Value] = {}
        inner = Scope(values, scope, scope.run)
        for name, code in entries:
            values[name] = code(inner)
        return values if result is None else result(inner)

    return run


def _list(element: Element, shop: Workshop) -> Code:
    items = [build(item, shop) for item in children(element, *EXPRESSIONS)]
    return lambda scope: [item(scope) for item in items]


def _relation(element: Element, shop: Workshop) -> Code:
    columns = [(str(column.get("name")), shop.type_of(column)) for column in children(element, "column")]
    rows = []
    for row in children(element, "row"):
        cells = [build(cell, shop) for cell in children(row, *EXPRESSIONS)]
        rows.append([(name, fitted(cell, kind)) for (name, kind), cell in zip(columns, cells, strict=False)])
    return lambda scope: [{name: cell(scope) for name, cell in row} for row in rows]


def build_function(element: Element, shop: Workshop) -> Code:
    """Compile a function definition; kinds other than FEEL are never executed."""
    parameters = [(str(part.get("name")), shop.type_of(part)) for part in children(element, "formalParameter")]
    body = build_inside(element, shop)
    if element.get("kind", "FEEL") != "FEEL":
        shop.report(element, f"functions of the kind {element.get('kind')} are not executed")
        body = None
    if body is None:
        return lambda scope: scope.run.warn("a function without a body that can be executed", START)
    names = [name for name, _kind in parameters]
    types = FeelType("function", ANY, parameters=tuple(kind for _name, kind in parameters))

    def run(scope: Scope) -> Value:
        def apply(run: Run, values: list[Value]) -> Value:
            return body(Scope(dict(zip(names, values, strict=True)), scope, run))

        return Function("function", names, apply, types)

    return run


def _invocation(element: Element, shop: Workshop) -> Code:
    function = build_inside(element, shop) or shop.report(element, "there is nothing to call")
    bindings: list[tuple[str, Code]] = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        name = "" if parameter is None else str(parameter.get("name"))
        code = build_inside(binding, shop) or (lambda scope: None)
        bindings.append((name, fitted(code, shop.type_of(parameter))))

    def run(scope: Scope) -> Value:
        target = function(scope)
        try:
            values = [code(scope) for _name, code in bindings]
            return call(target, values, [name for name, _code in bindings], scope.run)
        except Undefined as error:
            scope.run.warn(str(error), START)
            return None

    return run


def _conditional(element: Element, shop: Workshop) -> Code:
    condition, yes, no = (_required(element, shop, name) for name in ("if", "then", "else"))
    return lambda scope: yes(scope) if condition(scope) is True else no(scope)


def _filter(element: Element, shop: Workshop) -> Code:
    source, match = _required(element, shop, "in"), _required(element, shop, "match")
    return lambda scope: filter_value(source(scope), match, scope, START)


def _for(element: Element, shop: Workshop) -> Code:
    name, source = str(element.get("iteratorVariable")), _required(element, shop, "in")
    body = _required(element, shop, "return")
    return loop([(name, lambda scope: values_of(source(scope)))], body, START, partial=True)


def _some(element: Element, shop: Workshop) -> Code:
    name, source = str(element.get("iteratorVariable")), _required(element, shop, "in")
    every = local(element) == "every"
    return quantify(
        [(name, lambda scope: values_of(source(scope)))], _required(element, shop, "satisfies"), START, every=every
    )


BUILDERS: dict[str, Callable[[Element, Workshop], Code]] = {
    "literalExpression": _literal,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "functionDefinition": build_function,
    "invocation": _invocation,
    "conditional": _conditional,
    "filter": _filter,
    "for": _for,
    "some": _some,
    "every": _some,
}
