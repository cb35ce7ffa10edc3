"""A process as drawn: nodes and flows in file order, with what the Camunda 8 profile says about each.

Read from the XML ourselves, because SpiffWorkflow's parser sorts flows by their place on the canvas, keeps a lane's
name instead
of its id, recurses along the flow (500 nodes in a line are too many) and drops nodes that nothing leads to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engine.findings import Finding

ACTIVITIES = frozenset(
    {
        "userTask", "manualTask", "task", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask",
        "callActivity", "subProcess",
    }
)  # fmt: skip
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})
_WITHOUT_ROWS = frozenset(
    {"userTask", "manualTask", "task", "subProcess", "exclusiveGateway", "parallelGateway", "inclusiveGateway"}
)
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})


@dataclass(frozen=True, slots=True)
class Mapped:
    """One line of an input or output mapping: FEEL (or plain text) to a variable."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event definition; ``name`` is the message's or signal's name, the error's or escalation's code, the link's
    name, ``ref`` the id of what it is declared by.
    """

    kind: str = "none"
    name: str | None = None
    key: str | None = None
    timer: str = ""
    text: str = ""
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Listener:
    """A handler around a step; ``event`` is start or end (``execution``), or creating, completing, canceling (a user
    task's).
    """

    event: str
    type: str
    execution: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loop:
    """Multi-instance: one element for each item of ``collection``; or, ``standard``, a pass as long as ``condition``
    holds, tested ``before`` or after each, at most ``maximum`` times.
    """

    sequential: bool
    collection: str
    element: str | None = None
    output_collection: str | None = None
    output_element: str | None = None
    completion: str | None = None
    standard: bool = False
    condition: str | None = None
    before: bool = False
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """What the ``zeebe:`` elements of a node say; expressions stay text here, with their leading ``=``."""

    job_type: str | None = None
    retries: str | None = None
    form_id: str | None = None
    inputs: tuple[Mapped, ...] = ()
    outputs: tuple[Mapped, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    assignee: str | None = None
    candidate_groups: str | None = None
    candidate_users: str | None = None
    due: str | None = None
    follow_up: str | None = None
    priority: str | None = None
    script: str | None = None
    decision_id: str | None = None
    result_variable: str | None = None
    called_process: str | None = None
    binding: str = "deployment"
    #: Of a call: which version it asks for; of the process: what its version is called.
    version_tag: str | None = None
    parent_variables: bool = True
    child_variables: bool = True
    properties: Mapping[str, str] = field(default_factory=dict)
    listeners: tuple[Listener, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; ``condition`` is its FEEL text or None."""

    id: str
    source: str
    target: str
    condition: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A flow node; ``scope`` is the sub-process it stands in (None: the process itself), ``lane`` the lane's id."""

    id: str
    kind: str
    name: str = ""
    scope: str | None = None
    lane: str | None = None
    trigger: Trigger = field(default_factory=Trigger)
    also: tuple[Trigger, ...] = ()
    interrupting: bool = True
    host: str | None = None
    default: str | None = None
    loop: Loop | None = None
    by_event: bool = False
    instantiates: bool = False
    for_compensation: bool = False
    transaction: bool = False
    documentation: str = ""
    ext: Extension = field(default_factory=Extension)

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """All event definitions of an event, in file order: a catch goes on with any of them, a throw throws all."""
        return (self.trigger, *self.also)

    @property
    def may_have_rows(self) -> bool:
        """Whether a token here may have a timer, a subscription or a job of its own beside the state."""
        return self.kind not in _WITHOUT_ROWS or self.ext.job_type is not None or bool(self.ext.listeners)


@dataclass(frozen=True)
class Diagram:
    """One process of a file; the maps keep the file's order, ``problems`` is what cannot be executed, ``handlers``
    names the compensation handler of an activity, ``executable`` is false only where the file says so.
    """

    process_id: str
    name: str
    ext: Extension
    documentation: str
    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]
    lanes: Mapping[str, str]
    problems: tuple[Finding, ...] = ()
    handlers: Mapping[str, str] = field(default_factory=dict)
    executable: bool = True
    outgoing: dict[str, list[Flow]] = field(default_factory=dict)
    incoming: dict[str, list[Flow]] = field(default_factory=dict)
    boundaries: dict[str, list[Node]] = field(default_factory=dict)
    members: dict[str | None, list[Node]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index flows by their ends, boundary events by host and nodes by the scope they stand in."""
        for node in self.nodes.values():
            self.members.setdefault(node.scope, []).append(node)
            if node.host is not None:
                self.boundaries.setdefault(node.host, []).append(node)
        for flow in self.flows.values():
            self.outgoing.setdefault(flow.source, []).append(flow)
            self.incoming.setdefault(flow.target, []).append(flow)

    @cached_property
    def has_conditions(self) -> bool:
        """Whether some event waits for a condition: only then are changes of variables looked at."""
        return any(trigger.kind == "conditional" for node in self.nodes.values() for trigger in node.triggers)

    @cached_property
    def undoable(self) -> frozenset[str]:
        """The activities whose completion must be remembered: with a handler, or holding something that has one."""
        found = set(self.handlers)
        inner = [*self.handlers, *(node.id for node in self.nodes.values() if self.undo_start(node.id))]
        for node_id in inner:
            node: Node | None = self.nodes[node_id]
            found.add(node_id)
            while node is not None and node.scope is not None:
                node = self.nodes[node.scope]
                found.add(node.id)
        return frozenset(n for n in found if not self.nodes[n].by_event and not self.nodes[n].for_compensation)

    def undo_start(self, scope: str) -> Node | None:
        """The compensation start of an event sub-process that stands directly in the sub-process."""
        return next((start for start in self.event_starts(scope) if start.trigger.kind == "compensate"), None)

    def jumps_to(self, node: Node) -> list[str]:
        """The link events that throw to a link event that catches."""
        return [
            other.id
            for other in self.members.get(node.scope, [])
            if other.kind == "intermediateThrowEvent" and other is not node and other.trigger == node.trigger
        ]

    def starts(self, scope: str | None) -> list[Node]:
        """The start events that stand directly in the scope."""
        return [node for node in self.members.get(scope, []) if node.kind == "startEvent"]

    def event_starts(self, scope: str | None) -> list[Node]:
        """The start events of the event sub-processes that stand directly in the scope."""
        inner = [node.id for node in self.members.get(scope, []) if node.by_event]
        return [start for scope_id in inner for start in self.starts(scope_id)]

    def plain_start(self, scope: str | None) -> Node | None:
        """The none start event of the scope, if it has one."""
        return next((node for node in self.starts(scope) if node.trigger.kind == "none"), None)
