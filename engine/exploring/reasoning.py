"""FEEL over values that are partly unknown: computes what is known, asks about what is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from engine.exploring import atoms
from engine.exploring.atoms import Atom
from engine.exploring.beliefs import Beliefs
from engine.exploring.unknowns import Unknown
from engine.feel import nodes
from engine.feel.builtins import FUNCTIONS
from engine.feel.values import Value

Choose: TypeAlias = Callable[[Atom, nodes.Node, list[bool]], bool]
_TRUTHS = (nodes.Logic, nodes.Comparison, nodes.Between, nodes.In, nodes.Quantified, nodes.InstanceOf)


@dataclass(frozen=True)
class Reasoner:
    """Evaluates expressions: ``names`` are the variables they see, ``choose`` decides between possible answers, which
    are added to the ``beliefs``; ``doubt`` is told of what may be neither true nor false.
    """

    names: Mapping[str, Value]
    beliefs: Beliefs
    choose: Choose
    doubt: Callable[[], None] = lambda: None

    def value(self, node: nodes.Node) -> Value:
        """The value of an expression; an unknown one where it depends on something unknown."""
        if isinstance(node, nodes.Name):
            return self.look(node.name)
        if isinstance(node, nodes.Path):
            return _member(self, node)
        if isinstance(node, nodes.If):
            return self.value(node.yes if self.truth(node.condition) is True else node.no)
        if isinstance(node, nodes.ContextNode):
            return _context(self, node)
        if isinstance(node, nodes.ListNode):
            return [self.value(item) for item in node.items]
        if isinstance(node, _TRUTHS) or _negated(node) is not None:
            return self.truth(node)
        return _whole(self, node)

    def truth(self, node: nodes.Node) -> bool | None:
        """Whether a condition is true; None where it is null or something else."""
        if isinstance(node, nodes.Logic):
            return _logic(self, node)
        if (inner := _negated(node)) is not None:
            found = self.truth(inner)
            return None if found is None else not found
        if isinstance(node, nodes.If):
            return self.truth(node.yes if self.truth(node.condition) is True else node.no)
        return _atom(self, node)

    def look(self, name: str) -> Value:
        """A variable; what only the running case knows (its number, its people) is unknown."""
        if name in self.names:
            return self.names[name]
        return None if name in FUNCTIONS or not name.startswith(("instance", "participants")) else Unknown(name)

    def unknown(self, node: nodes.Node) -> bool:
        """Whether an expression cannot be computed."""
        return bool(atoms.mentioned(node) & atoms.CHANGING or atoms.open_parts(node, self.look))

    def context(self, names: frozenset[str]) -> dict[str, Value]:
        """The variables among these names."""
        return {name: self.names[name] for name in names if name in self.names}


def _logic(reasoner: Reasoner, node: nodes.Logic) -> bool | None:
    decisive = node.operator == "or"
    answer: bool | None = not decisive
    for operand in node.operands:
        found = reasoner.truth(operand)
        if found is decisive:
            return decisive
        answer = None if found is None else answer
    return answer


def _atom(reasoner: Reasoner, node: nodes.Node) -> bool | None:
    names = atoms.mentioned(node)
    if not reasoner.unknown(node):
        found = atoms.evaluate(node, reasoner.context(names))
        return found if isinstance(found, bool) else None
    atom = atoms.read(node, reasoner.look)
    if names & atoms.CHANGING:
        return _passing(reasoner, atom, node)
    if reasoner.beliefs.may_be_neither(atom):
        reasoner.doubt()
    options = reasoner.beliefs.possible(atom)
    if len(options) == 1:
        return options[0]
    answer = reasoner.choose(atom, node, options)
    reasoner.beliefs.believe(atom, answer)
    return answer


def _passing(reasoner: Reasoner, atom: Atom, node: nodes.Node) -> bool:
    """An answer about the day: the same for the rest of the step, open again afterwards."""
    passing = reasoner.beliefs.passing
    if atom.key not in passing:
        passing[atom.key] = reasoner.choose(atom, node, [True, False])
    return passing[atom.key]


def _member(reasoner: Reasoner, node: nodes.Path) -> Value:
    source = reasoner.value(node.source)
    if isinstance(source, Unknown):
        return None if reasoner.beliefs.is_null(source) else source.member(node.member)
    if isinstance(source, dict):
        return source.get(node.member)
    return _whole(reasoner, node)


def _context(reasoner: Reasoner, node: nodes.ContextNode) -> Value:
    made: dict[str, Value] = {}
    for name, part in node.entries:
        made[name] = replace(reasoner, names={**reasoner.names, **made}).value(part)
    return made


def _whole(reasoner: Reasoner, node: nodes.Node) -> Value:
    names = atoms.mentioned(node)
    return reasoner.beliefs.fresh() if reasoner.unknown(node) else atoms.evaluate(node, reasoner.context(names))


def _negated(node: nodes.Node) -> nodes.Node | None:
    """What ``not(…)`` says of a condition."""
    if isinstance(node, nodes.Invocation) and isinstance(node.function, nodes.Name) and node.function.name == "not":
        return node.arguments[0] if len(node.arguments) == 1 else None
    return None
