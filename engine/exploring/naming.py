"""Which variable a name means at a node: that of a sub-process, element or step with its own, else the case's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from engine.spiff import loops
from engine.spiff.diagram import Diagram, Node

#: The node whose own variable it is (empty: the case's), and its name.
Variable: TypeAlias = tuple[str, str]


@dataclass
class Naming:
    """``kept`` are the names that a node keeps for itself and what is inside it: its inputs, and what each element of
    a multi-instance has of its own.
    """

    diagram: Diagram
    kept: dict[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        """Look at every node once."""
        self.kept = {node.id: _kept(node) for node in self.diagram.nodes.values()}

    def inside(self, node: Node, names: Iterable[str]) -> frozenset[Variable]:
        """The variables that names mean to a node that has begun."""
        return frozenset(self._one(node, name) for name in names)

    def outside(self, node: Node, names: Iterable[str]) -> frozenset[Variable]:
        """The variables that names mean just outside a node."""
        around = self.diagram.nodes.get(node.scope or "")
        return frozenset(("", name) if around is None else self._one(around, name) for name in names)

    def of_scope(self, element: str | None, name: str) -> Variable | None:
        """The variable of a name in a scope made for an element; None where it lies there for a moment only."""
        if element is None:
            return "", name
        return (element, name) if name in self.kept[element] else None

    def _one(self, node: Node, name: str) -> Variable:
        current: Node | None = node
        while current is not None:
            if name in self.kept[current.id]:
                return current.id, name
            current = self.diagram.nodes.get(current.scope or "")
        return "", name


def _kept(node: Node) -> frozenset[str]:
    names = {line.target.partition(".")[0] for line in node.ext.inputs}
    if node.loop is not None:
        names |= {node.loop.element or "", loops.own_name(node.loop.output_element) or ""}
    return frozenset(names - {""})
