"""Lists, contexts, loops and quantifiers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from engine.feel.compare import kind
from engine.feel.compiler.builder import Builder, maker
from engine.feel.compiler.paths import function_or
from engine.feel.decimals import CONTEXT, ONE
from engine.feel.environment import Position
from engine.feel.freenames import free_names
from engine.feel.nodes import ContextNode, For, Iteration, ListNode, Quantified
from engine.feel.scope import Code, Scope
from engine.feel.temporal import WideDate, from_ordinal, ordinal
from engine.feel.values import Range, Value

#: What a loop runs over: the scope of the outer loops in, the values out; None where there is nothing to run over.
Domain = Callable[[Scope], Iterator[Value] | None]


@maker(ListNode)
def _list(node: ListNode, build: Builder) -> Code:
    items = tuple(build(item) for item in node.items)
    return lambda scope: scope.run.items([item(scope) for item in items])


@maker(ContextNode)
def _context(node: ContextNode, build: Builder) -> Code:
    entries = tuple((name, function_or(value, build)) for name, value in node.entries)
    doubled = len({name for name, _value in entries}) < len(entries)
    position = node.position

    def run(scope: Scope) -> Value:
        if doubled:
            scope.run.warn("a context has an entry twice", position)
            return None
        values: dict[str, Value] = {}
        inner = Scope(values, scope, scope.run)
        for name, value in entries:
            values[name] = value(inner)
        return values

    return run


@maker(For)
def _for(node: For, build: Builder) -> Code:
    domains = [(step.name, _domain(step, build)) for step in node.iterations]
    return loop(domains, build(node.body), node.position, partial="partial" in free_names(node.body))


def loop(domains: list[tuple[str, Domain]], body: Code, position: Position, *, partial: bool) -> Code:
    """Make a ``for``: the results for each combination; ``partial`` is a copy of those so far."""

    def run(scope: Scope) -> Value:
        results: list[Value] = []
        for layer in _layers(domains, scope):
            if layer is None:
                scope.run.warn("a loop runs over a list or an interval of whole numbers or dates", position)
                return None
            inner = layer
            if partial:
                inner = Scope({"partial": scope.run.items(results.copy())}, layer, scope.run)
            results.append(body(inner))
            if len(results) % 256 == 0:
                scope.run.items(results)
        return scope.run.items(results)

    return run


@maker(Quantified)
def _quantified(node: Quantified, build: Builder) -> Code:
    domains = [(step.name, _domain(step, build)) for step in node.iterations]
    return quantify(domains, build(node.body), node.position, every=node.every)


def quantify(domains: list[tuple[str, Domain]], body: Code, position: Position, *, every: bool) -> Code:
    """Make a ``some`` or an ``every``, in three-valued logic."""

    def run(scope: Scope) -> Value:
        result: bool | None = every
        for layer in _layers(domains, scope):
            if layer is None:
                scope.run.warn("some and every run over a list or an interval", position)
                return None
            value = body(layer)
            if value is (not every):
                return value
            if value is not None and value is not every:
                scope.run.warn(f"a condition is true or false, not a {kind(value)}", position)
                return None
            if value is None:
                result = None
        return result

    return run


def _layers(domains: list[tuple[str, Domain]], scope: Scope) -> Iterator[Scope | None]:
    """Give a scope for each combination, the last loop running fastest; None where a loop has nothing to run over."""
    (name, domain), rest = domains[0], domains[1:]
    values = domain(scope)
    if values is None:
        yield None
    else:
        for value in values:
            scope.run.tick()
            layer = Scope({name: value}, scope, scope.run)
            if rest:
                yield from _layers(rest, layer)
            else:
                yield layer


def _domain(step: Iteration, build: Builder) -> Domain:
    source = build(step.source)
    if step.upto is None:
        return lambda scope: values_of(source(scope))
    upto = build(step.upto)
    return lambda scope: _steps(source(scope), upto(scope), step.source.position)


def values_of(value: Value) -> Iterator[Value] | None:
    """Give what a loop runs over: the items of a list, the whole numbers or dates of an interval, one value itself."""
    if isinstance(value, list):
        return iter(value)
    if isinstance(value, Range):
        return _range_values(value)
    return None if value is None else iter([value])


def _range_values(interval: Range) -> Iterator[Value] | None:
    low, high = interval.low, interval.high
    values = _steps(low, high, None)
    if values is None or low > high:
        return None
    first, last = (None if interval.low_included else low), (None if interval.high_included else high)
    return (value for value in values if value not in (first, last))


def _steps(low: Value, high: Value, position: Position | None) -> Iterator[Value] | None:
    """Count from one whole number or date to another, up or down."""
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        return _numbers(low, high) if low == low.to_integral_value() else None
    if isinstance(low, date | WideDate) and kind(low) == kind(high) == "date":
        first, last = ordinal(low), ordinal(high)
        step = 1 if first <= last else -1
        return (from_ordinal(day) for day in range(first, last + step, step))
    return None


def _numbers(low: Decimal, high: Decimal) -> Iterator[Decimal]:
    value = low
    if low <= high:
        while value <= high:
            yield value
            value = CONTEXT.add(value, ONE)
    else:
        while value >= high:
            yield value
            value = CONTEXT.subtract(value, ONE)
