"""Which element of the old version becomes which of the new one, and whether two elements fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from engine import definitions
from engine.spiff.definition import Definition
from engine.spiff.diagram import Node


@dataclass(frozen=True, kw_only=True)
class MigrationPlan:
    """From one version of a process to another; elements not in ``mapping`` keep their id."""

    from_version: UUID
    to_version: UUID
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Why something cannot go over: at which element of the old version, ``why`` as a short name."""

    element_id: str
    why: str

    def __str__(self) -> str:
        """Both."""
        return f"{self.element_id}: {self.why}"


class NotMigratable(Exception):
    """An instance, or a plan, that does not fit the new version; ``obstacles`` say where and why."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        """Keep the obstacles, each once."""
        self.obstacles = tuple(dict.fromkeys(obstacles))
        self.reasons = "; ".join(str(one) for one in self.obstacles)
        super().__init__(self.reasons)


@dataclass(frozen=True)
class Atlas:
    """A plan with both versions at hand."""

    old: Definition
    new: Definition
    mapping: Mapping[str, str]

    def target(self, node: Node) -> Node | None:
        """Where an element of the old version goes; None where the new one has nothing for it."""
        return self.new.diagram.nodes.get(self.id_of(node.id))

    def id_of(self, element_id: str) -> str:
        """The id an element of the old version has in the new one."""
        return self.mapping.get(element_id, element_id)

    def flow(self, flow_id: str) -> str | None:
        """The flow that leads between the same two elements in the new version."""
        flow = self.old.diagram.flows.get(flow_id)
        if flow is None:
            return None
        target = self.id_of(flow.target)
        between = [f for f in self.new.diagram.incoming.get(target, []) if f.source == self.id_of(flow.source)]
        return next((f.id for f in between if f.id == flow_id), between[0].id if between else None)

    @cached_property
    def known(self) -> frozenset[str]:
        """The elements of the new version that some element of the old one becomes."""
        return frozenset(self.id_of(node_id) for node_id in self.old.diagram.nodes)

    def misfit(self, node: Node) -> str | None:
        """Why an element cannot become its target; None where it can."""
        target = self.target(node)
        if target is None:
            return "no_target"
        return next((why for why, differs in _differences(self, node, target) if differs), None)


def _differences(atlas: Atlas, node: Node, target: Node) -> Iterator[tuple[str, bool]]:
    around = None if node.scope is None else atlas.id_of(node.scope)
    yield "other_kind", node.kind != target.kind or node.by_event != target.by_event
    yield "other_event", [t.kind for t in node.triggers] != [t.kind for t in target.triggers]
    yield "other_loop", _loop(node) != _loop(target)
    yield "other_place", around != target.scope
    yield "other_interrupting", node.interrupting != target.interrupting
    yield "other_host", node.host is not None and atlas.id_of(node.host) != target.host


def _loop(node: Node) -> object:
    return None if node.loop is None else (node.loop.sequential, node.loop.standard, node.loop.before)


def survey(plan: MigrationPlan) -> Atlas:
    """Load both versions and check the plan by itself.

    Raises:
        NotMigratable: other processes, unknown elements, or a mapped pair that does not fit.
    """
    old, new = definitions.get(plan.from_version), definitions.get(plan.to_version)
    if old.diagram.process_id != new.diagram.process_id or plan.from_version == plan.to_version:
        raise NotMigratable([Obstacle(element_id=new.diagram.process_id, why="other_process")])
    atlas = Atlas(old, new, dict(plan.mapping))
    found = []
    for element_id in plan.mapping:
        node = old.diagram.nodes.get(element_id)
        why = "unknown_element" if node is None else atlas.misfit(node)
        if why is not None:
            found.append(Obstacle(element_id=element_id, why=why))
    if found:
        raise NotMigratable(found)
    return atlas
