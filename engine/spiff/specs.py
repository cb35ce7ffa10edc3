"""Builds SpiffWorkflow's specs from a diagram: one task spec a node, never copied, shared by all instances and threads.

SpiffWorkflow's own parser and task specs predict whole trees of future tasks, sort branches by their place on the
canvas and lose
tokens (see the table in ARCHITECTURE.md). We keep its task states and life cycle and leave the tree away: a task here
is a token,
and what a node does is decided in ``behaviour``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec

from engine.spiff.diagram import Diagram, Node

#: SpiffWorkflow's process spec owns tasks called Start, End, Root and *.EndJoin: a BPMN id may be any of these.
PREFIX = "bpmn:"
WAITS_FOR_PEOPLE = frozenset({"userTask"})


class NoPython(PythonScriptEngine):  # type: ignore[misc]
    """The script engine handed to SpiffWorkflow: there is no path on which Python out of a diagram runs."""

    def evaluate(self, task: Any, expression: Any, external_context: Any = None) -> Any:  # noqa: ANN401 - Spiff's signature
        """Refuse."""
        raise PermissionError("expressions are FEEL; nothing out of a diagram runs as Python")

    def execute(self, task: Any, script: Any, external_context: Any = None) -> Any:  # noqa: ANN401 - Spiff's signature
        """Refuse."""
        raise PermissionError("scripts are FEEL; nothing out of a diagram runs as Python")


class Element(BpmnTaskSpec):  # type: ignore[misc]
    """The spec of one node; ``node`` is what was drawn."""

    def __init__(self, process: Any, node: Node) -> None:  # noqa: ANN401 - Spiff is untyped
        """Register with the process spec under a name no internal task can have."""
        super().__init__(process, PREFIX + node.id, lane=node.lane, manual=node.kind in WAITS_FOR_PEOPLE)
        self.node = node
        self.bpmn_id = node.id
        self.bpmn_name = node.name

    def test(self) -> None:
        """Nothing to check: ``engine.checks`` has seen the whole diagram."""

    def _predict(self, my_task: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Spiff's signature
        """Predict nothing: tokens are made when a flow is taken."""

    def _run_hook(self, my_task: Any) -> bool | None:  # noqa: ANN401 - Spiff's signature
        run: Callable[[Any], bool | None] = my_task.workflow.behaviour
        return run(my_task)

    def _on_complete_hook(self, my_task: Any) -> None:  # noqa: ANN401 - Spiff's signature
        my_task.workflow.leave(my_task)


def build(diagram: Diagram) -> Any:  # noqa: ANN401 - Spiff is untyped
    """Make the process spec of a diagram: all nodes, inner ones too, connected as drawn and in file order."""
    process = BpmnProcessSpec(name=diagram.process_id)
    elements = {node.id: Element(process, node) for node in diagram.nodes.values()}
    for flow in diagram.flows.values():
        if flow.source in elements and flow.target in elements:
            elements[flow.source].connect(elements[flow.target])
    return process


def spec_of(process: Any, node_id: str) -> Element:  # noqa: ANN401 - Spiff is untyped
    """The task spec of a node."""
    found: Element = process.task_specs[PREFIX + node_id]
    return found
