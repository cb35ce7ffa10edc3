"""Item definitions as types: simple, with components, collections, functions, with allowed values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from lxml import etree

from engine.dmn.xml import Element, child, children, text_of, type_reference
from engine.feel.environment import Environment
from engine.feel.expression import UnaryTests
from engine.feel.parser import parse_unary_tests
from engine.feel.parser.stream import Names
from engine.feel.types import ANY, SIMPLE, UNKNOWN, FeelType
from engine.feel.values import Value

#: What the modelers of Camunda 7 wrote for a number; engines of Camunda 8 read such files unchanged.
_NUMBERS = dict.fromkeys(("integer", "long", "double"), "number")
#: Allowed values are constants; they see no clock.
NOWHERE = Environment(now=datetime(1970, 1, 1, tzinfo=UTC))


class Allowed:
    """The constraint of a type: its tests, and those of the type it is made from."""

    def __init__(self, tests: UnaryTests, before: Callable[[Value], bool] | None) -> None:
        """Keep the tests; they may be asked by the table analysis."""
        self.tests = tests
        self.before = before

    def __call__(self, value: Value) -> bool:
        """Say whether a value is allowed."""
        return (self.before is None or self.before(value)) and self.tests.matches(value, {}, NOWHERE) is True


class ItemTypes:
    """The types of one model, found by name when they are needed, for they may refer to each other."""

    def __init__(self, root: Element, imported: Mapping[str, Mapping[str, FeelType]], names: Names) -> None:
        """Note the definitions; ``imported`` holds the types of imported models by the import's name."""
        self._definitions = {str(item.get("name")): item for item in children(root, "itemDefinition")}
        self._known: dict[str, FeelType] = {
            f"{prefix}.{name}" if prefix else name: kind
            for prefix, kinds in imported.items()
            for name, kind in kinds.items()
        }
        self._names = names

    def all(self) -> dict[str, FeelType]:
        """Give every type by name; raises what a constraint's text raises."""
        for name in self._definitions:
            self.find(name)
        return dict(self._known)

    def known(self) -> Mapping[str, FeelType]:
        """Give the types defined so far by name, as ``instance of`` sees them."""
        return self._known

    def names(self) -> list[str]:
        """Give the names of all types that can be written."""
        return [*self._definitions, *self._known]

    def find(self, name: str) -> FeelType:
        """Give a type by name; ANY for no name, UNKNOWN for a name nobody defined."""
        if not name:
            return ANY
        if name in self._known:
            return self._known[name]
        definition = self._definitions.get(name)
        if definition is None:
            return SIMPLE.get(_NUMBERS.get(name, name), UNKNOWN)
        return self._define(definition, name)

    def _define(self, item: Element, name: str | None = None) -> FeelType:
        """Build the type of a definition or component; it is known before its parts are, for they may name it."""
        components = list(children(item, "itemComponent"))
        entries: dict[str, FeelType] = {}
        if components:
            built = FeelType("context", entries=entries)
        elif child(item, "functionItem") is not None:
            built = self._function(item)
        else:
            built = self.find(type_reference(item))
        built = self._constrained(item, built)
        if name is not None:
            self._known[name] = built
        for component in components:
            entries[str(component.get("name"))] = self._define(component)
        return built

    def _constrained(self, item: Element, kind: FeelType) -> FeelType:
        collection = item.get("isCollection") == "true"
        for values in children(item, "allowedValues"):
            kind = replace(kind, allowed=self._test(text_of(values), kind.allowed))
        if collection:
            kind = FeelType("list", kind)
        for values in children(item, "typeConstraint"):
            kind = replace(kind, allowed=self._test(text_of(values), kind.allowed))
        return kind

    def _test(self, text: str, before: Callable[[Value], bool] | None) -> Callable[[Value], bool] | None:
        return Allowed(UnaryTests(text, parse_unary_tests(text, names=self._names), {}), before) if text else before

    def _function(self, item: Element) -> FeelType:
        function = child(item, "functionItem")
        parameters = [] if function is None else list(children(function, "parameters"))
        result = "" if function is None else str(function.get("outputTypeRef") or "")
        return FeelType(
            "function", self.find(result), parameters=tuple(self.find(type_reference(part)) for part in parameters)
        )


def declared_names(root: Element) -> set[str]:
    """Give every name that a model gives to something, so that expressions can be read."""
    return {str(element.get("name")) for element in root.iter(etree.Element) if element.get("name")}
