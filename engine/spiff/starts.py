"""What starts a process from outside: its start events for messages, signals and times, and the receive tasks and
event-based gateways that instantiate it (BPMN 2.0, 13.2).
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.spiff import tokens
from engine.spiff.diagram import Diagram, Node, Trigger
from engine.spiff.run import ROOT, Run


def declared(diagram: Diagram, kind: str) -> Iterator[tuple[Node, Trigger]]:
    """The nodes an event of this kind starts the process at, with the definition that waits for it."""
    for node in [*diagram.starts(None), *instantiating(diagram)]:
        for trigger in node.triggers:
            if trigger.kind == kind:
                yield node, trigger


def instantiating(diagram: Diagram) -> list[Node]:
    """The receive tasks, and the events behind event-based gateways, whose message makes a new instance."""
    found: list[Node] = []
    for node in diagram.members.get(None, []):
        if node.instantiates and node.kind == "receiveTask":
            found.append(node)
        elif node.instantiates and node.kind == "eventBasedGateway":
            found += [diagram.nodes[flow.target] for flow in diagram.outgoing.get(node.id, [])]
    return found


def by_hand(diagram: Diagram) -> bool:
    """Whether a person or a call may start the process: it has a plain start event, or nothing else starts it."""
    if diagram.plain_start(None) is not None:
        return True
    return not diagram.starts(None) and not instantiating(diagram)


def place(run: Run, node: Node) -> None:
    """Put the first token before the node an event starts the instance at; what it waits for has happened."""
    token = tokens.place(run, node, ROOT)
    if node.kind != "startEvent":
        token.extra["given"] = True
