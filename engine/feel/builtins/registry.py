"""The table of built-in functions, and how one is entered into it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from engine.feel.values import Builtin, Overload, Value

FUNCTIONS: dict[str, Builtin] = {}
C = TypeVar("C", bound=Callable[..., Value])


def builtin(signature: str, *, required: int | None = None) -> Callable[[C], C]:
    """Enter a function by its FEEL signature, such as ``substring(string, start position, length)``.

    The code gets the run and then the values. Parameters from the ``required``-th on may be left out; three dots
    after the last parameter let it take all further arguments.
    A second entry of the same name is a second way to call it.
    """
    name, _, inside = signature.removesuffix(")").partition("(")
    variadic = inside.endswith("...")
    parameters = tuple(part.strip() for part in inside.removesuffix("...").split(",") if part.strip())
    needed = len(parameters) if required is None else required

    def enter(code: C) -> C:
        function = FUNCTIONS.setdefault(name, Builtin(name))
        function.overloads.append(Overload(parameters, needed, code, variadic))
        return code

    return enter
