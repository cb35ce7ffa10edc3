"""Function definitions and calls."""

from __future__ import annotations

from functools import partial

from engine.feel.builtins import FUNCTIONS
from engine.feel.calls import call
from engine.feel.compiler.builder import Builder, maker
from engine.feel.compiler.paths import function_or
from engine.feel.environment import Run
from engine.feel.errors import Undefined
from engine.feel.nodes import FunctionNode, Invocation, Name
from engine.feel.scope import Code, Scope
from engine.feel.types import ANY, FeelType, resolve, result_type
from engine.feel.values import Function, Value

#: The built-in functions that take one themselves; to the others a name of a function is a variable's.
_TAKE_FUNCTIONS = frozenset({"sort", "list replace"})


@maker(FunctionNode)
def _function(node: FunctionNode, build: Builder) -> Code:
    names = [name for name, _type in node.parameters]
    position = node.position
    if node.external:
        return lambda scope: scope.run.warn("external functions are not executed", position)
    body, types = function_or(node.body, build), _types(node, build)

    def run(scope: Scope) -> Value:
        def apply(run: Run, values: list[Value]) -> Value:
            return body(Scope(dict(zip(names, values, strict=True)), scope, run))

        return Function("function", names, apply, types)

    return run


def _types(node: FunctionNode, build: Builder) -> FeelType:
    """Give the type of a function: its parameters' as written, its result's as far as that is plain to see."""
    kinds = {name: ANY if kind is None else resolve(kind, build.types) for name, kind in node.parameters}
    return FeelType("function", result_type(node.body, kinds), parameters=tuple(kinds.values()))


@maker(Invocation)
def _invocation(node: Invocation, build: Builder) -> Code:
    function = function_or(node.function, build)
    name = node.function.name if isinstance(node.function, Name) else None
    built_in = FUNCTIONS.get(name) if name is not None else None
    given = build if built_in is not None and name not in _TAKE_FUNCTIONS else partial(function_or, build=build)
    arguments, names, position = tuple(given(argument) for argument in node.arguments), node.names, node.position

    def run(scope: Scope) -> Value:
        target = function(scope)
        if built_in is not None and not isinstance(target, Function):
            target = built_in
        try:
            return call(target, [argument(scope) for argument in arguments], names, scope.run)
        except Undefined as error:
            scope.run.warn(f"{name or 'the call'}: {error}", position)
            return None

    return run
