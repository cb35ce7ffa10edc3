"""What starts a process from outside: its start events for messages, signals and times, and the receive tasks and
event-based gateways that instantiate it (BPMN 2.0, 13.2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.feel.values import Value
from engine.spiff import behaviour, leaving, scopes, tokens
from engine.spiff.diagram import Diagram, Node, Trigger
from engine.spiff.run import ROOT, Run, Token


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


def place(run: Run, node: Node) -> Token:
    """Put the first token before the node an event starts the instance at; what it waits for has happened."""
    token = tokens.place(run, node, ROOT)
    if node.kind != "startEvent":
        token.extra["given"] = True
    return token


def place_first(run: Run) -> list[Token]:
    """Put a token before each node of a process without start event that nothing leads to."""
    return [tokens.place(run, run.node(node_id), ROOT) for node_id in behaviour.first_nodes(run, None)]


def take_in(run: Run, token: Token, brought: Mapping[str, Value]) -> None:
    """Carry what the starting event brought through its output mappings, before anything listens.

    Raises:
        Trouble: a mapping cannot be evaluated; what was brought is kept for a retry.
    """
    scope = scopes.create(run, ROOT, element=token.node.id, owner=token.id)
    scope.variables.update(brought)
    token.local = scope.id
    leaving.write_out(run, token, {})
    token.extra["written"] = True


def silence(run: Run) -> None:
    """Take away what already listens at process level, to listen anew."""
    for token in run.inside(ROOT):
        if token.listening and token.node.kind == "startEvent":
            tokens.remove(run, token)
