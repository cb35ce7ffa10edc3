"""Which steps need be tried in one order only: those of a branch that no other branch can notice or prevent.

Where several people may each do their step, and nothing that the others can do first reads or writes what this one
reads and writes or brings a join on without it, doing this one first shows all there is (a persistent set, in the words
of the literature). An event may take the branch away, such as a withdrawal: that it comes first shows nothing new as
long as it may come afterwards too, since its scope stays open, and as its path reads nothing that the branch or
whatever else goes on in that scope leaves behind. Wherever that is not sure, every order is tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.exploring.ahead import WAITING, Ahead, Course, Outlook
from engine.exploring.facts import NONE, beside_the_flow
from engine.exploring.liveness import Liveness
from engine.exploring.moves import Move
from engine.spiff import reach
from engine.spiff.diagram import Diagram, Node
from engine.spiff.run import ROOT, Run, Token

#: Events that reach beyond the token they happen to and the sub-processes around it.
_FAR_REACHING = frozenset({"terminate", "cancel", "compensate", "conditional"})


@dataclass
class Independence:
    """Who can get in whose way in a process."""

    live: Liveness
    calm: bool = field(init=False)
    outlook: Outlook = field(init=False)
    joins: frozenset[str] = field(init=False)
    beside: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Find out whether tokens can do anything to each other but meet, and leave a scope together."""
        nodes = self.live.subject.diagram.nodes.values()
        self.calm = not any(trigger.kind in _FAR_REACHING for node in nodes for trigger in node.triggers)
        self.outlook = Outlook(self.live)
        self.beside = beside_the_flow(self.live.subject.diagram)
        incoming = self.live.subject.diagram.incoming
        gateways = (node.id for node in nodes if node.kind in {"parallelGateway", "inclusiveGateway"})
        self.joins = frozenset(node_id for node_id in gateways if len(incoming.get(node_id, [])) > 1)

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
        around = list(_around(run, token))
        if token.extra.get("waits") in {"scope", "multi"} or any(_counts(other.node) for other in around):
            return False
        fences = frozenset(other.node.id for other in around if _is_body(other) and _elements(run, other) > 1)
        own = self.outlook.of(Course(token.node.id, rests=True, stops=WAITING, fences=fences))
        if own.throws or (own.ends and not _stays_open(run, token)):
            return False
        needing = frozenset(_joins_needing(run, token, inside))
        others = [t for t in run.tokens.values() if t is not token and t.host != token.id and t not in around]
        return all(self._apart(run, (token, own), other, needing) for other in others) and self._survives(
            run, token, others
        )

    def _apart(self, run: Run, one: tuple[Token, Ahead], other: Token, needing: frozenset[str]) -> bool:
        """Whether neither notices what the other does: what one writes is not read by the other, nor by whoever comes
        later and would see which of them wrote last.
        """
        token, own = one
        if token.scope == other.scope and self._may_meet(token, other):
            return False
        ahead = self._ahead(other, needing)
        noticed = own.writes & (self.live.always | (ahead.reads & self.live.from_token(other)))
        overwritten = own.reads & self.live.from_token(token) & ahead.writes
        last = own.writes & own.later & ahead.writes
        shared = {""} | {t.node.id for t in _around(run, token) if not _is_body(t) and t in _around(run, other)}
        return not any(owner in shared for owner, _ in noticed | overwritten | last)

    def _may_meet(self, token: Token, other: Token) -> bool:
        """Whether two branches may come to the same step without a join between them."""
        one, another = (self._ahead(each, self.joins).rests | {each.node.id} for each in (token, other))
        return not other.listening and bool((one & another) - self.beside)

    def _survives(self, run: Run, token: Token, others: list[Token]) -> bool:
        """Whether events that may take the token away see nothing of what goes on in the scopes that end with it."""
        for scope, events in _taking_away(run, token):
            owner = run.scopes[scope].owner
            if events and owner is not None and _escalates(self.live.subject.diagram, run.tokens[owner].node.id):
                return False
            seen = NONE.union(*(self.live.from_token(event) for event in events))
            beside = [t for t in others if not t.listening and _lies_in(run, t.scope, scope)]
            if any(self._ahead(t).writes & seen for t in beside):
                return False
        return True

    def _ahead(self, token: Token, stops: frozenset[str] = frozenset()) -> Ahead:
        return self.outlook.of(Course(token.node.id, rests="waits" in token.extra or token.listening, stops=stops))


def _belongs(run: Run, move: Move, token: Token) -> bool:
    if move.token == token.id:
        return True
    mover = run.tokens.get(move.token) if move.token is not None else None
    return mover is not None and mover.host == token.id


def _around(run: Run, token: Token) -> Iterator[Token]:
    """The sub-processes, elements and multi-instances a token is in: their tokens wait for it."""
    owner = run.scopes[token.scope].owner
    while owner is not None:
        yield run.tokens[owner]
        owner = run.scopes[run.tokens[owner].scope].owner


def _is_body(token: Token) -> bool:
    return token.node.loop is not None and token.body is None


def _elements(run: Run, body: Token) -> int:
    return sum(token.body == body.id for token in run.tokens.values())


def _counts(node: Node) -> bool:
    """Whether one of several elements may be taken away once enough are done, or is done again."""
    return node.loop is not None and (node.loop.standard or node.loop.completion is not None)


def _stays_open(run: Run, token: Token) -> bool:
    """Whether the scopes a token is in stay open without it, as far as some event beside them could still come."""
    current = token
    while True:
        inside = [t for t in run.inside(current.scope) if t is not current]
        if any(not t.listening and not t.extra.get("arrived") for t in inside):
            return True
        owner = run.scopes[current.scope].owner
        if owner is None or any(t.listening for t in inside) or any(t.host == owner for t in run.tokens.values()):
            return False
        current = run.tokens[owner]
        if _is_body(current) and _elements(run, current) > 1:
            return True


def _taking_away(run: Run, token: Token) -> Iterator[tuple[int, list[Token]]]:
    """Each scope around a token, with the listeners that may end it."""
    scope: int | None = token.scope
    while scope is not None:
        owner = run.scopes[scope].owner
        events = [t for t in run.inside(scope) if t.listening and t.node.kind == "startEvent"]
        events += [t for t in run.tokens.values() if owner is not None and t.host == owner]
        yield scope, [event for event in events if event.node.interrupting]
        scope = None if scope == ROOT else run.scopes[scope].parent


def _lies_in(run: Run, inner: int | None, outer: int) -> bool:
    while inner is not None and inner != outer:
        inner = run.scopes[inner].parent
    return inner == outer


def _escalates(diagram: Diagram, scope: str) -> bool:
    """Whether something inside a sub-process throws an escalation, which others may hear though it is taken away."""
    members = diagram.members.get(scope, [])
    return any(
        _escalates(diagram, node.id) or any(trigger.kind == "escalation" for trigger in node.triggers)
        for node in members
        if node.kind in {"endEvent", "intermediateThrowEvent", "subProcess"}
    )


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
