"""The tree of an expression; every node knows its place in the text."""

from __future__ import annotations

from dataclasses import dataclass

from engine.feel.environment import Position
from engine.feel.values import Value


@dataclass(frozen=True, slots=True)
class Node:
    """What all nodes have."""

    position: Position


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A constant."""

    value: Value


@dataclass(frozen=True, slots=True)
class Invalid(Node):
    """A constant that is well written but means nothing, such as ``@"foo"``: null and a warning."""

    message: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable or a function by name."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """``source.member``."""

    source: Node
    member: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """``source[condition]``."""

    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Invocation(Node):
    """A call with arguments by position, or by name when ``names`` is not empty."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class If(Node):
    """``if condition then yes else no``."""

    condition: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Iteration:
    """``name in source`` or, with ``upto``, ``name in source..upto``."""

    name: str
    source: Node
    upto: Node | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    """``for … return body``."""

    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """``some … satisfies`` or ``every … satisfies``."""

    every: bool
    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """A chain of operators of one precedence, worked off from the left; long chains must not nest."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """Unary minus."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """Conjunction or disjunction of two or more operands."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """``left operator right``."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """``value between low and high``."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """``value in (tests)``."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """``value instance of type``."""

    value: Node
    type: TypeNode


@dataclass(frozen=True, slots=True)
class ListNode(Node):
    """``[a, b]``."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextNode(Node):
    """``{a: 1}``; later entries see earlier ones."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class FunctionNode(Node):
    """``function(a: number) body``; ``external`` bodies are never executed."""

    parameters: tuple[tuple[str, TypeNode | None], ...]
    body: Node
    external: bool = False


@dataclass(frozen=True, slots=True)
class RangeNode(Node):
    """``[low..high]``; an end that is None was not written (``> 5``)."""

    low: Node | None
    high: Node | None
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class UnaryTest(Node):
    """``= x`` or ``!= x`` as a test."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class UnaryTestsNode(Node):
    """The tests of a decision table's cell; no tests at all is ``-``."""

    tests: tuple[Node, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class TypeNode(Node):
    """A type as written: a name with parts (``list<number>``, ``context<a: number>``, ``function<a> -> b``)."""

    name: str
    parts: tuple[TypeNode, ...] = ()
    names: tuple[str, ...] = ()
