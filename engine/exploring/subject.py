"""What is explored: one process of a bundle, with what its forms and services may give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from engine.exploring import deciding, relevance
from engine.exploring.unknowns import Domain
from engine.feel.values import Value
from engine.spiff import specs
from engine.spiff.definition import Definition
from engine.spiff.diagram import Diagram, Node

NO_VERSION = UUID(int=0)
#: Gives the fields of a form file with what each may hold; registered from above, since the engine knows no forms.
FieldReader = Callable[[bytes], Mapping[str, Domain]]


@dataclass(frozen=True)
class Subject:
    """A diagram with its bundle's decisions (parsed models by decision id) and the fields of its forms by form id."""

    diagram: Diagram
    decisions: Mapping[str, Any] = field(default_factory=dict)
    forms: Mapping[str, Mapping[str, Domain]] = field(default_factory=dict)

    @cached_property
    def definition(self) -> Definition:
        """The diagram ready to run; it belongs to no version."""
        return Definition(
            version_id=NO_VERSION,
            version_number=0,
            diagram=self.diagram,
            spec=specs.build(self.diagram),
            decisions=self.decisions,
            forms=frozenset(self.forms),
        )

    @cached_property
    def relevant(self) -> relevance.Relevant:
        """The variables that can decide where a token goes."""
        return relevance.of(self.diagram)

    @cached_property
    def constants(self) -> Mapping[str, Value]:
        """The decisions of the bundle that ask for nothing, such as a list of terms, with what they give."""
        found = {name: deciding.constant(model, name) for name, model in self.decisions.items()}
        return {name: value[0] for name, value in found.items() if value is not None}

    @cached_property
    def outcomes(self) -> Mapping[str, Domain]:
        """What the decisions of the bundle may give."""
        return {name: deciding.domain(model, name) for name, model in self.decisions.items()}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The error codes some event catches; ``*`` for an event that catches any."""
        return self._caught("error")

    @cached_property
    def escalations(self) -> tuple[str, ...]:
        """The escalation codes some event catches; ``*`` for an event that catches any."""
        return self._caught("escalation")

    def conditional(self, node: Node) -> list[str]:
        """The variables an event's conditions read."""
        asked = [t.text for t in node.triggers if t.kind == "conditional"]
        return sorted({name for text in asked for name in relevance.names_in(text) if name.isidentifier()})

    def _caught(self, kind: str) -> tuple[str, ...]:
        found = (
            trigger.name or "*"
            for node in self.diagram.nodes.values()
            if node.kind in {"boundaryEvent", "startEvent"}
            for trigger in node.triggers
            if trigger.kind == kind
        )
        return tuple(dict.fromkeys(found))
