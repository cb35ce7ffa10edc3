"""A version ready to run: its diagram, SpiffWorkflow spec and decisions, immutable and shared by all its instances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from engine.spiff.diagram import Diagram


@dataclass(frozen=True)
class Definition:
    """``decisions`` maps a decision id to its parsed model; ``pins`` a called process to the version it was deployed
    with.
    """

    version_id: UUID
    version_number: int
    diagram: Diagram
    spec: Any
    decisions: Mapping[str, Any] = field(default_factory=dict)
    forms: frozenset[str] = frozenset()
    pins: Mapping[str, UUID] = field(default_factory=dict)
    reach: dict[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
