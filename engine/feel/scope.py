"""Names and their values while an expression runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from engine.feel.environment import Run
from engine.feel.values import Value

#: Stands for "there is no such name", which is not null.
MISSING: Value = object()


class Scope:
    """A layer of names over an outer one; the run goes with it."""

    __slots__ = ("outer", "run", "values")

    def __init__(self, values: Mapping[str, Value], outer: Scope | None, run: Run) -> None:
        """Lay names over an outer scope."""
        self.values = values
        self.outer = outer
        self.run = run

    def find(self, name: str) -> Value:
        """Give the innermost value of a name, or MISSING."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.values:
                return scope.values[name]
            scope = scope.outer
        return MISSING


#: A compiled node.
Code: TypeAlias = Callable[[Scope], Value]
