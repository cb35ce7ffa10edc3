"""Types of values: what ``instance of``, parameters and item definitions ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.feel.compare import kind
from engine.feel.nodes import Arithmetic, Comparison, Literal, Logic, Name, Node, TypeNode
from engine.feel.temporal import midnight
from engine.feel.values import Function, Range, Value

_SIMPLE = (
    *("number", "string", "boolean", "date", "time", "list", "context", "range", "function"),
    *("date and time", "days and time duration", "years and months duration"),
)
_ALIASES = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "day time duration": "days and time duration",
}


@dataclass(frozen=True)
class FeelType:
    """A type: its kind, and what its parts, entries and allowed values must be.

    ``kind`` is ``Any``, ``Null``, ``unknown`` or a kind of value; a list has its item type in ``item``, a context its
    entries' types in ``entries``, a function its parameters' in ``parameters`` and its result's in ``item``.
    """

    kind: str
    item: FeelType | None = None
    entries: Mapping[str, FeelType] = field(default_factory=dict)
    parameters: tuple[FeelType, ...] | None = None
    allowed: Callable[[Value], bool] | None = None

    def holds(self, value: Value) -> bool:
        """Say whether a value that is not null is of the type."""
        if self.kind == "Any":
            return True
        if kind(value) != self.kind:
            return False
        return self._parts_hold(value) and (self.allowed is None or self.allowed(value))

    def _parts_hold(self, value: Value) -> bool:
        if isinstance(value, list) and self.item is not None:
            item = self.item
            return all(one is None or item.holds(one) for one in value)
        if isinstance(value, dict):
            return all(
                name in value and (value[name] is None or part.holds(value[name]))
                for name, part in self.entries.items()
            )
        if isinstance(value, Range) and self.item is not None:
            return all(end is None or self.item.holds(end) for end in (value.low, value.high))
        if isinstance(value, Function) and self.parameters is not None:
            return _function_holds(self, value)
        return True


ANY = FeelType("Any")
NULL = FeelType("Null")
UNKNOWN = FeelType("unknown")
SIMPLE: dict[str, FeelType] = {"Any": ANY, "Null": NULL, "null": NULL, **{name: FeelType(name) for name in _SIMPLE}}
SIMPLE |= {alias: SIMPLE[name] for alias, name in _ALIASES.items()}


def instance_of(value: Value, wanted: FeelType) -> bool:
    """Answer ``value instance of type``; null is only of type Null."""
    return wanted.kind == "Null" if value is None else wanted.holds(value)


def conforms(given: FeelType, wanted: FeelType) -> bool:
    """Say whether every value of one type is of the other."""
    if wanted.kind == "Any" or given.kind == "Null":
        return True
    if given.kind != wanted.kind:
        return False
    if wanted.item is not None and not conforms(given.item or ANY, wanted.item):
        return False
    if not all(name in given.entries and conforms(given.entries[name], part) for name, part in wanted.entries.items()):
        return False
    if wanted.parameters is None:
        return True
    mine = given.parameters or ()
    return len(mine) == len(wanted.parameters) and all(
        conforms(theirs, one) for one, theirs in zip(mine, wanted.parameters, strict=True)
    )


def _function_holds(wanted: FeelType, function: Function) -> bool:
    given = function.types
    if given is None:
        given = FeelType("function", ANY, parameters=tuple(ANY for _name in function.parameters))
    return conforms(given, wanted)


def coerce(value: Value, wanted: FeelType) -> tuple[bool, Value]:
    """Fit a value to a type as the standard allows: as it is, in or out of a list of one, a date as its midnight."""
    if value is None or wanted.holds(value):
        return True, value
    if isinstance(value, list) and len(value) == 1 and wanted.kind != "list":
        return coerce(value[0], wanted)
    if wanted.kind == "list" and not isinstance(value, list):
        fits, item = coerce(value, wanted.item or ANY)
        return (True, [item]) if fits and item is not None and wanted.holds([item]) else (False, None)
    if wanted.kind == "date and time" and kind(value) == "date":
        return True, midnight(value)
    return False, None


def resolve(node: TypeNode, known: Mapping[str, FeelType]) -> FeelType:
    """Find the type that is written; a name nobody knows is a type that holds nothing."""
    parts = [resolve(part, known) for part in node.parts]
    if node.name in known:
        return known[node.name]
    if node.name in ("list", "range") and parts:
        return FeelType(node.name, parts[0])
    if node.name == "context" and parts:
        return FeelType("context", entries=dict(zip(node.names, parts, strict=True)))
    if node.name == "function" and parts:
        return FeelType("function", parts[-1], parameters=tuple(parts[:-1]))
    return SIMPLE.get(node.name, UNKNOWN)


def result_type(node: Node, names: Mapping[str, FeelType]) -> FeelType:
    """Give the type of an expression where it can be seen at once, else Any."""
    if isinstance(node, Literal):
        return NULL if node.value is None else FeelType(kind(node.value))
    if isinstance(node, Name):
        return names.get(node.name, ANY)
    if isinstance(node, Comparison | Logic):
        return SIMPLE["boolean"]
    if isinstance(node, Arithmetic):
        kinds = {result_type(part, names).kind for part in (node.first, *(part for _sign, part in node.rest))}
        if kinds in ({"number"}, {"string"}):
            return SIMPLE[kinds.pop()]
    return ANY
