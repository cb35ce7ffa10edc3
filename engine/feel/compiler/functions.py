"""Function definitions and calls."""

from __future__ import annotations

from engine.feel.builtins import FUNCTIONS
from engine.feel.calls import call
from engine.feel.compiler.builder import Builder, maker
from engine.feel.environment import Run
from engine.feel.errors import Undefined
from engine.feel.nodes import FunctionNode, Invocation, Name
from engine.feel.scope import Code, Scope
from engine.feel.types import ANY, FeelType, resolve
from engine.feel.values import Function, Value


@maker(FunctionNode)
def _function(node: FunctionNode, build: Builder) -> Code:
    names = [name for name, _type in node.parameters]
    body, external, position = build(node.body), node.external, node.position
    types: FeelType | None = None
    if any(kind is not None for _name, kind in node.parameters):
        kinds = tuple(ANY if kind is None else resolve(kind, build.types) for _name, kind in node.parameters)
        types = FeelType("function", ANY, parameters=kinds)

    def run(scope: Scope) -> Value:
        if external:
            scope.run.warn("external functions are not executed", position)
            return None
        return Function("function", names, lambda run, values: _apply(scope, run, names, values), types)

    def _apply(scope: Scope, run: Run, names: list[str], values: list[Value]) -> Value:
        return body(Scope(dict(zip(names, values, strict=True)), scope, run))

    return run


@maker(Invocation)
def _invocation(node: Invocation, build: Builder) -> Code:
    function = build(node.function)
    arguments, names, position = tuple(build(argument) for argument in node.arguments), node.names, node.position
    name = node.function.name if isinstance(node.function, Name) else None
    built_in = FUNCTIONS.get(name) if name is not None else None

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


