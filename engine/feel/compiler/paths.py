"""Names, paths into contexts and properties, and filters."""

from __future__ import annotations

from decimal import Decimal

from engine.feel.builtins import FUNCTIONS
from engine.feel.compare import kind
from engine.feel.compiler.builder import Builder, maker
from engine.feel.environment import Position
from engine.feel.nodes import Filter, Name, Node, Path
from engine.feel.properties import PROPERTIES
from engine.feel.scope import MISSING, Code, Scope
from engine.feel.values import Value


@maker(Name)
def _name(node: Name, build: Builder) -> Code:
    """A variable: a name that only a built-in function has is nobody's value, so ``count = null`` holds at first."""
    name, position = node.name, node.position

    def run(scope: Scope) -> Value:
        value = scope.find(name)
        if value is not MISSING:
            return value
        return scope.run.warn(f"there is no {name}", position)

    return run


def function_or(node: Node, build: Builder) -> Code:
    """Compile what may also be a built-in function by its name: what is called, passed on or asked for its type."""
    built_in = FUNCTIONS.get(node.name) if isinstance(node, Name) else None
    if built_in is None or not isinstance(node, Name):
        return build(node)
    name = node.name

    def run(scope: Scope) -> Value:
        value = scope.find(name)
        return built_in if value is MISSING else value

    return run


@maker(Path)
def _path(node: Path, build: Builder) -> Code:
    source, member, position = build(node.source), node.member, node.position
    return lambda scope: member_of(source(scope), member, scope, position)


def member_of(value: Value, member: str, scope: Scope, position: Position) -> Value:
    """Give an entry of a context, a property of a temporal value or an interval, or a list of these."""
    if type(value) is dict:
        if member in value:
            return value[member]
        scope.run.warn(f"there is no entry {member}", position)
        return None
    if type(value) is list:
        scope.run.tick(len(value))
        return [member_of(item, member, scope, position) for item in value]
    getter = PROPERTIES.get((kind(value), member))
    if getter is None:
        scope.run.warn(f"a {kind(value)} has no {member}", position)
        return None
    return getter(value)


@maker(Filter)
def _filter(node: Filter, build: Builder) -> Code:
    source, condition, position = build(node.source), build(node.condition), node.position

    return lambda scope: filter_value(source(scope), condition, scope, position)


def filter_value(value: Value, condition: Code, scope: Scope, position: Position) -> Value:
    """Filter a list, or a single value as a list of one; null stays null."""
    if value is None:
        return None
    items = value if type(value) is list else [value]
    return filter_items(items, condition, scope, position) if items else _of_nothing(condition, scope, position)


def _of_nothing(condition: Code, scope: Scope, position: Position) -> Value:
    """Filter an empty list: a place in it is null, a condition leaves it empty and cannot fail."""
    warnings = len(scope.run.warnings)
    place = condition(Scope({"item": None}, scope, scope.run))
    del scope.run.warnings[warnings:]
    return item_at([], place, scope, position) if type(place) is Decimal else []


def item_at(items: list[Value], place: Decimal, scope: Scope, position: Position) -> Value:
    """Give the item at a place, from 1, or from the end with −1."""
    index = int(place) if abs(place) <= len(items) and place == place.to_integral_value() else 0
    if index == 0:
        scope.run.warn(f"there is no item {place}", position)
        return None
    return items[index - 1 if index > 0 else index]


def filter_items(items: list[Value], condition: Code, scope: Scope, position: Position) -> Value:
    """Keep the items for which the condition is true; a number chooses one item."""
    kept: list[Value] = []
    for item in items:
        scope.run.tick()
        inner = Scope({"item": item}, scope, scope.run)
        if type(item) is dict:
            inner = Scope(item, inner, scope.run)
        result = condition(inner)
        if type(result) is Decimal:
            return item_at(items, result, scope, position)
        if result is True:
            kept.append(item)
        elif result is not False and result is not None:
            scope.run.warn(f"a filter is a condition or a place, not a {kind(result)}", position)
            return None
    return kept
