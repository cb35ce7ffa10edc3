"""Which steps need be tried in one order only: those of a branch that no other branch can notice or prevent.

Where several people may each do their step, and nothing that the others can do first reads or writes what this one
reads and writes, takes its token away or brings a join on without it, doing this one first shows all there is (a
persistent set, in the words of the literature). Wherever that is not sure, every order is tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.exploring.liveness import Touched
from engine.exploring.moves import Move
from engine.exploring.subject import Subject
from engine.spiff import reach
from engine.spiff.diagram import Diagram, Node
from engine.spiff.run import Run, Token

#: Events that reach beyond the token they happen to.
_FAR_REACHING = frozenset({"terminate", "cancel", "compensate", "conditional", "error", "escalation"})
_WAITING = frozenset(
    {"userTask", "receiveTask", "intermediateCatchEvent", "callActivity", "eventBasedGateway", "serviceTask",
     "sendTask"}
)  # fmt: skip


@dataclass
class Independence:
    """What each node of a process touches, remembered by where a walk over the flows begins and stops."""

    subject: Subject
    touched: Touched
    calm: bool = field(init=False)
    _known: dict[tuple[str, frozenset[str]], frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find out whether tokens can do anything to each other but meet."""
        self.calm = all(_is_calm(self.subject.diagram, node) for node in self.subject.diagram.nodes.values())

    def first(self, run: Run, moves: list[Move]) -> list[Move]:
        """The moves of one token that may go before all others; all moves where no token is so alone."""
        inside = [token for token in run.tokens.values() if not token.listening]
        if not self.calm or len(inside) < 2 or any(token.stuck for token in inside):
            return moves
        for token in inside:
            own = [move for move in moves if move.token is not None and _belongs(run, move, token)]
            if own and len(own) < len(moves) and self._alone(run, token, inside):
                return own
        return moves

    def _alone(self, run: Run, token: Token, inside: list[Token]) -> bool:
        if _in_loop(run, token):
            return False
        near = self._touched_from(token.node.id, _WAITING, frozenset())
        stops = frozenset(_joins_needing(run, token, inside))
        around = {token.node.id, *_scopes(self.subject.diagram, token.node)}
        others = [other for other in inside if other is not token and other.node.id not in around]
        return all(not near & self._touched_from(other.node.id, frozenset(), stops) for other in others)

    def _touched_from(self, start: str, kinds: frozenset[str], stops: frozenset[str]) -> frozenset[str]:
        """What is read or written from a node on, up to the next nodes of these kinds, and not beyond these joins."""
        key = start, stops | kinds
        if key not in self._known:
            self._known[key] = frozenset().union(*(self.touched.names[one] for one in self._walk(start, kinds, stops)))
        return self._known[key]

    def _walk(self, start: str, kinds: frozenset[str], stops: frozenset[str]) -> Iterator[str]:
        nodes = self.subject.diagram.nodes
        pending, seen = [start], {start}
        while pending:
            one = pending.pop()
            yield one
            if one in stops or (one != start and nodes[one].kind in kinds):
                continue
            beside = [event.id for event in self.subject.diagram.boundaries.get(one, [])]
            new = {*self.touched.after[one], *beside} - seen
            seen |= new
            pending.extend(new)


def _is_calm(diagram: Diagram, node: Node) -> bool:
    if node.by_event or (node.kind == "subProcess" and diagram.boundaries.get(node.id)):
        return False
    on_activity = node.kind == "boundaryEvent"
    return all(t.kind not in _FAR_REACHING or (on_activity and t.kind == "error") for t in node.triggers)


def _belongs(run: Run, move: Move, token: Token) -> bool:
    if move.token == token.id:
        return True
    mover = run.tokens.get(move.token) if move.token is not None else None
    return mover is not None and mover.host == token.id


def _in_loop(run: Run, token: Token) -> bool:
    """Whether it is one of several elements, which a completion condition may take away."""
    current: Token | None = token
    while current is not None:
        if current.body is not None or current.node.loop is not None:
            return True
        owner = run.scopes[current.scope].owner
        current = run.tokens.get(owner) if owner is not None else None
    return False


def _scopes(diagram: Diagram, node: Node) -> Iterator[str]:
    """The sub-processes around a node: their tokens wait for it."""
    scope = node.scope
    while scope is not None:
        yield scope
        scope = diagram.nodes[scope].scope


def _joins_needing(run: Run, token: Token, inside: list[Token]) -> Iterator[str]:
    """The parallel joins that cannot go on before this token has come: only it can bring one of their flows."""
    for node in run.definition.diagram.nodes.values():
        if node.kind != "parallelGateway" or len(run.definition.diagram.incoming.get(node.id, [])) < 2:
            continue
        paths = reach.to_gateway(run.definition, node.id)
        flows = set(paths.get(token.node.id, frozenset()))
        for other in inside:
            if other is not token:
                flows -= {other.via or ""} if other.node is node else paths.get(other.node.id, frozenset())
        if flows:
            yield node.id
