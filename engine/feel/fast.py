"""A short way for the plainest conditions: comparisons of variables with constants, joined by and / or.

Gateways ask such conditions by the thousand. A fast closure works on the caller's mapping itself and gives True or
False; for everything unusual (a missing name, another kind of value, null) it gives SLOW, and the ordinary way is
taken, which knows all rules and collects the warnings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import TypeAlias

from engine.feel.nodes import Comparison, Literal, Logic, Name, Node, Path
from engine.feel.values import Value

SLOW: Value = object()
Fast: TypeAlias = Callable[[Mapping[str, object]], Value]
_OPERATORS: dict[str, Callable[[Value, Value], bool]] = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def fast(node: Node) -> Fast | None:
    """Give the short way of a condition, None where there is none."""
    if isinstance(node, Comparison):
        return _comparison(node)
    if isinstance(node, Logic):
        parts = [fast(operand) for operand in node.operands]
        known = [part for part in parts if part is not None]
        return _joined(known, decisive=node.operator == "or") if len(known) == len(parts) else None
    return None


def _comparison(node: Comparison) -> Fast | None:
    operator, left, right = node.operator, node.left, node.right
    if isinstance(left, Literal):
        operator, left, right = _MIRRORED[operator], right, left
    if not isinstance(right, Literal):
        return None
    limit = right.value
    if type(limit) is not Decimal and not (type(limit) is str and operator in ("=", "!=")):
        return None
    if isinstance(left, Name):
        return _of_name(left.name, _OPERATORS[operator], limit)
    if isinstance(left, Path) and isinstance(left.source, Name):
        return _of_entry(left.source.name, left.member, _OPERATORS[operator], limit)
    return None


def _of_name(name: str, holds: Callable[[Value, Value], bool], limit: Value) -> Fast:
    kind = type(limit)
    whole = int(limit) if kind is Decimal and limit == limit.to_integral_value() else None

    def run(context: Mapping[str, object]) -> Value:
        value = context.get(name)
        if type(value) is kind:
            return holds(value, limit)
        if type(value) is int and whole is not None:
            return holds(value, whole)
        return SLOW

    return run


def _of_entry(name: str, member: str, holds: Callable[[Value, Value], bool], limit: Value) -> Fast:
    test = _of_name(member, holds, limit)

    def run(context: Mapping[str, object]) -> Value:
        value = context.get(name)
        return test(value) if type(value) is dict else SLOW

    return run


def _joined(parts: list[Fast], *, decisive: bool) -> Fast:
    if len(parts) == 2:
        return _pair(parts[0], parts[1], decisive=decisive)

    def run(context: Mapping[str, object]) -> Value:
        for part in parts:
            value = part(context)
            if value is decisive or value is SLOW:
                return value
        return not decisive

    return run


def _pair(first: Fast, second: Fast, *, decisive: bool) -> Fast:
    def run(context: Mapping[str, object]) -> Value:
        value = first(context)
        return value if value is decisive or value is SLOW else second(context)

    return run
