"""Calling functions: arguments by position or name, types, and what went wrong as a warning."""

from __future__ import annotations

from collections.abc import Sequence

from engine.feel.environment import Position, Run
from engine.feel.errors import Undefined
from engine.feel.types import ANY, FeelType, coerce
from engine.feel.values import Builtin, Function, Overload, Value


def call(function: Value, arguments: list[Value], names: Sequence[str], run: Run) -> Value:
    """Call a function value; raises Undefined where the result is null."""
    if isinstance(function, Builtin):
        return _call_builtin(function, arguments, names, run)
    if not isinstance(function, Function):
        raise Undefined("this is not a function")
    values = _by_parameter(function, arguments, names)
    kinds = function.types or FeelType("function")
    values = [_fitted(value, kind) for value, kind in zip(values, kinds.parameters or (), strict=True)]
    result = run.enter(lambda: function.call(run, values))
    return _fitted(result, kinds.item or ANY)


def invoke(function: Value, arguments: list[Value], run: Run, position: Position) -> Value:
    """Call by position and turn what is undefined into null with a warning."""
    try:
        return call(function, arguments, (), run)
    except Undefined as error:
        run.warn(str(error), position)
        return None


def _by_parameter(function: Function, arguments: list[Value], names: Sequence[str]) -> list[Value]:
    if len(arguments) != len(function.parameters):
        raise Undefined(f"{function.name} takes {len(function.parameters)} arguments, not {len(arguments)}")
    if not names:
        return arguments
    given = dict(zip(names, arguments, strict=True))
    if given.keys() != set(function.parameters):
        raise Undefined(f"{function.name} has the parameters {', '.join(function.parameters)}")
    return [given[name] for name in function.parameters]


def _fitted(value: Value, kind: FeelType) -> Value:
    if kind.kind == "Any":
        return value
    fits, fitted = coerce(value, kind)
    if not fits:
        raise Undefined(f"a value is not of the type {kind.kind}")
    return fitted


def _call_builtin(function: Builtin, arguments: list[Value], names: Sequence[str], run: Run) -> Value:
    run.tick()
    overload, values = _choose(function, arguments, names)
    try:
        return overload.call(run, *values)
    except ArithmeticError as error:
        raise Undefined("the result is not a number") from error


def _choose(function: Builtin, arguments: list[Value], names: Sequence[str]) -> tuple[Overload, list[Value]]:
    for overload in function.overloads:
        values = _named(overload, dict(zip(names, arguments, strict=True))) if names else _placed(overload, arguments)
        if values is not None:
            return overload, values
    shapes = " or ".join(f"{function.name}({', '.join(overload.parameters)})" for overload in function.overloads)
    raise Undefined(f"the function is called as {shapes}")


def _placed(overload: Overload, arguments: list[Value]) -> list[Value] | None:
    most = len(arguments) if overload.variadic else len(overload.parameters)
    return arguments if overload.required <= len(arguments) <= most else None


def _named(overload: Overload, given: dict[str, Value]) -> list[Value] | None:
    parameters = overload.parameters
    if not given.keys() <= set(parameters) or not set(parameters[: overload.required]) <= given.keys():
        return None
    last = max(parameters.index(name) for name in given)
    return [given.get(name) for name in parameters[: last + 1]]
