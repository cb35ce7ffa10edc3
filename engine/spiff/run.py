"""One instance in memory: its tokens, its scopes, and what a step wants written.

A token is a SpiffWorkflow task without parent: the tasks dict is flat, finished tokens are dropped, so neither the
depth of a
tree nor the age of an instance costs anything (a loop of 10,000 turns holds as many tokens as its first).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine import ids
from engine.feel.values import Value
from engine.spiff.definition import Definition
from engine.spiff.diagram import Flow, Node, Trigger
from engine.spiff.effects import Effects
from engine.spiff.host import Host, Oracle
from engine.spiff.specs import NoPython, spec_of

if TYPE_CHECKING:
    from engine.spiff.resting import Resting

ROOT = 0
READY: int = TaskState.READY
STARTED: int = TaskState.STARTED


class Token(Task):  # type: ignore[misc]
    """A task that says where it stands; ``data`` stays empty, variables live in scopes.

    ``scope``: the scope of the flow it moves in. ``local``: its own scope (inputs, the inside of a sub-process), if
    any.
    ``host``: the token it listens for (boundary event, event-based gateway). ``body``/``index``: its multi-instance.
    ``listening``: waits beside the flow (boundary event, event sub-process) and keeps no scope open.
    """

    def __init__(  # noqa: PLR0913 - a token is made in three places of this folder only
        self,
        workflow: Any,  # noqa: ANN401 - Spiff is untyped
        node: Node,
        scope: int,
        *,
        state: int = READY,
        task_id: UUID | None = None,
    ) -> None:
        """Stand at the node; nothing runs yet."""
        super().__init__(workflow, spec_of(workflow.spec, node.id), None, state=state, id=task_id or ids.new())
        self.node = node
        self.scope = scope
        self.local: int | None = None
        self.host: UUID | None = None
        self.via: str | None = None
        self.body: UUID | None = None
        self.index: int | None = None
        self.opened_at: datetime | None = None
        self.listening = False
        self.stuck = False
        self.extra: dict[str, Any] = {}
        self.next: list[Flow] = []

    def _set_state(self, value: int) -> None:
        """Without SpiffWorkflow's line in the log for each change: the history is ours."""
        self._state = value

    @property
    def inner(self) -> int:
        """The scope its expressions read: its own one, else the one it stands in."""
        return self.scope if self.local is None else self.local

    @property
    def is_element(self) -> bool:
        """Whether it is one element of a multi-instance (a pass of a standard loop is none)."""
        return self.body is not None and self.node.loop is not None and not self.node.loop.standard

    @property
    def trigger(self) -> Trigger:
        """What it waits for: of an event with several definitions, its own one (``which`` in ``extra``)."""
        which: int = self.extra.get("which", 0)
        return self.node.triggers[which] if which else self.node.trigger


class Flat(BpmnWorkflow):  # type: ignore[misc]
    """SpiffWorkflow's workflow over a flat dict of tokens: no tree is made, walked or trusted."""

    def __init__(self, spec: Any) -> None:  # noqa: ANN401 - Spiff is untyped
        """Empty: the state comes from ``codec`` or from ``stepping.begin``."""
        super().__init__(spec, script_engine=NoPython(), deserializing=True)
        self.behaviour: Callable[[Token], bool | None]
        self.leave: Callable[[Token], None]

    def is_completed(self) -> bool:
        """No token is left (listeners do not keep an instance alive)."""
        return not any(not token.listening for token in self.tasks.values())

    def update_waiting_tasks(self) -> None:
        """Nothing: whatever waits is woken by name, by its row in PostgreSQL."""

    def refresh_timers(self) -> None:
        """Nothing: SpiffWorkflow's timers read the host's clock, ours are rows."""

    def _task_completed_notify(self, task: Token) -> None:
        self.tasks.pop(task.id, None)


@dataclass(slots=True)
class Scope:
    """A place for variables; ``owner`` is the token whose inside it is, ``live`` counts the tokens in it."""

    id: int
    parent: int | None
    element: str | None
    owner: UUID | None = None
    variables: dict[str, Value] = field(default_factory=dict)
    flow: bool = False
    live: int = 0


@dataclass
class Run:
    """An instance being stepped; ``ended`` once nothing is left to do."""

    definition: Definition
    host: Host
    workflow: Flat
    scopes: MutableMapping[int, Scope] = field(default_factory=dict)
    next_scope: int = 1
    ready: deque[Token] = field(default_factory=deque)
    effects: Effects = field(default_factory=Effects)
    memory: dict[str, Any] = field(default_factory=dict)
    ended: bool = False
    end_event: str | None = None
    end_kept: bool = False
    #: The packed elements of large multi-instances (see ``resting``).
    resting: Resting | None = None
    #: A variable was written, or an event began to wait for a condition, since conditions were looked at last.
    changed: bool = False
    #: Answers instead of FEEL and decisions where an exploration supposes values; no real instance has one.
    oracle: Oracle | None = None

    @property
    def tokens(self) -> MutableMapping[UUID, Token]:
        """All tokens by id, listeners included; to go through them wakes all that rest (see ``awake``)."""
        found: MutableMapping[UUID, Token] = self.workflow.tasks
        return found

    def awake(self) -> list[Token]:
        """All tokens but those in elements of large multi-instances that nothing has touched since they were stored."""
        tokens = self.workflow.tasks
        return list((tokens if self.resting is None else tokens.awake).values())

    def awake_scopes(self) -> list[Scope]:
        """All scopes but those in such elements."""
        return list((self.scopes if self.resting is None else self.scopes.awake).values())  # type: ignore[attr-defined]

    def node(self, node_id: str) -> Node:
        """A node of the diagram."""
        return self.definition.diagram.nodes[node_id]

    def inside(self, scope_id: int) -> Iterator[Token]:
        """The tokens and listeners that stand directly in the scope."""
        self.scopes.get(scope_id)  # wakes the element whose inside it is: then all its tokens are awake
        return (token for token in self.awake() if token.scope == scope_id)


def empty(definition: Definition, host: Host) -> Run:
    """An instance without tokens, ready to be begun or filled from storage."""
    return Run(definition=definition, host=host, workflow=Flat(definition.spec))
