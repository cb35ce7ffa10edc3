"""A decision model in memory: compiled, without XML, safe to share between threads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from engine.feel.scope import Code
from engine.feel.types import ANY, FeelType

if TYPE_CHECKING:
    from engine.dmn.table import Table


@dataclass(frozen=True)
class Reference:
    """An element some other element requires: namespace and id, and the import's name when it is not of this model."""

    namespace: str
    id: str
    prefix: str = ""


@dataclass(frozen=True, kw_only=True)
class InputData:
    """A value that comes from outside."""

    id: str
    name: str
    type: FeelType = ANY


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A decision: what it needs and how it is computed (``code`` is None where the model says nothing).

    ``table`` where its logic is a table and nothing else.
    """

    id: str
    name: str
    variable: str
    inputs: tuple[str, ...]
    requires: tuple[Reference, ...]
    code: Code | None
    type: FeelType = ANY
    table: Table | None = None


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """A business knowledge model: a function with names and types."""

    id: str
    name: str
    variable: str
    requires: tuple[Reference, ...]
    code: Code | None
    type: FeelType = ANY


@dataclass(frozen=True, kw_only=True)
class Service:
    """A decision service: a function of its input decisions and input data."""

    id: str
    name: str
    variable: str
    inputs: tuple[Reference, ...]
    input_decisions: tuple[Reference, ...]
    outputs: tuple[Reference, ...]
    type: FeelType = ANY


@dataclass(frozen=True)
class Problem:
    """What is wrong with an element; ``owner`` is the decision, knowledge model or service it stands in."""

    owner: str
    element_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Model:
    """A parsed model; names in ``decisions`` and its like are ids."""

    namespace: str
    name: str
    decisions: Mapping[str, Decision]
    input_data: Mapping[str, InputData]
    knowledge: Mapping[str, Knowledge]
    services: Mapping[str, Service]
    types: Mapping[str, FeelType]
    imports: Mapping[str, Model] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    tables: tuple[Table, ...] = ()
    #: Calls of functions that are nowhere: null when they are evaluated, refused at a deployment.
    strangers: tuple[Problem, ...] = ()
    links: dict[str, Links] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def sound(self) -> bool:
        """Say whether neither this model nor an imported one has a problem."""
        return not self.problems and all(model.sound for model in self.imports.values())


Element = InputData | Decision | Knowledge | Service


class Link(NamedTuple):
    """A requirement that was looked up: under which name its value stands, and where it comes from."""

    name: str
    prefix: str
    home: Model
    element: Element
    key: tuple[str, str]


class Links(NamedTuple):
    """What an element requires: names of untyped inputs, which are taken as they are given, and all the rest."""

    plain: tuple[str, ...]
    others: tuple[Link, ...]


def prefix_of(top: Model, model: Model) -> str:
    """Give the name under which a model is imported, be it by an imported model; empty for the model itself."""
    for prefix, imported in top.imports.items():
        if imported is model:
            return prefix
        deeper = prefix_of(imported, model)
        if deeper:
            return deeper
    return ""
