"""The table of what turns which node into a closure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from engine.feel.nodes import Node
from engine.feel.scope import Code
from engine.feel.types import FeelType

N = TypeVar("N", bound=Node)
_MAKERS: dict[type[Node], Callable[[Any, Builder], Code]] = {}


class Builder:
    """Turns nodes into closures; knows the types of the model the expression stands in."""

    def __init__(self, types: Mapping[str, FeelType]) -> None:
        """Keep the types by name."""
        self.types = types

    def __call__(self, node: Node) -> Code:
        """Compile one node and all below it."""
        return _MAKERS[type(node)](node, self)


def maker(kind: type[N]) -> Callable[[Callable[[N, Builder], Code]], Callable[[N, Builder], Code]]:
    """Register the function that compiles a kind of node."""

    def register(make: Callable[[N, Builder], Code]) -> Callable[[N, Builder], Code]:
        _MAKERS[kind] = make
        return make

    return register
