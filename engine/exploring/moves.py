"""What can happen next to an instance that rests: people, times, messages, machines and called processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from engine.exploring import giving
from engine.exploring.beliefs import Beliefs
from engine.exploring.subject import Subject
from engine.exploring.world import caught
from engine.feel.values import Value
from engine.spiff import cancelling, errors, scopes, starts, stepping
from engine.spiff.diagram import Node
from engine.spiff.host import ServiceReply
from engine.spiff.run import Run, Token

Act: TypeAlias = Callable[[Run, Beliefs], object]
_HAPPENINGS = {
    "timer": ("시각이 됨", "is due"),
    "message": ("메시지가 옴", "comes"),
    "signal": ("신호가 옴", "comes"),
}


@dataclass(frozen=True)
class Move:
    """One thing that can happen: at which node, in words (Korean, English), and how to do it to a run.

    ``token`` is what it happens to; None for a beginning. It ``stops`` what goes on in its scope where it starts an
    event sub-process that interrupts, such as a withdrawal.
    """

    node: Node | None
    said: tuple[str, str]
    act: Act
    token: UUID | None = None

    @property
    def stops(self) -> bool:
        """Whether an event beside the flow ends what goes on."""
        node = self.node
        return self.token is not None and node is not None and node.kind == "startEvent" and node.interrupting


def beginnings(subject: Subject) -> Iterator[Move]:
    """The ways an instance comes to be."""
    diagram = subject.diagram
    if starts.by_hand(diagram):
        yield _beginning(subject, diagram.plain_start(None), None)
    for node in [*diagram.starts(None), *starts.instantiating(diagram)]:
        if node.trigger.kind != "none":
            yield _beginning(subject, node, node.id)


def _beginning(subject: Subject, node: Node | None, start: str | None) -> Move:
    def begin(run: Run, beliefs: Beliefs) -> None:
        stepping.begin(run, {name: beliefs.fresh() for name in sorted(subject.relevant.names)}, start)

    return Move(node, ("", ""), begin)


def of(run: Run, subject: Subject) -> Iterator[Move]:
    """What can happen to a run now."""
    for token in list(run.tokens.values()):
        if token.stuck or token.extra.get("seen"):
            continue
        waits = token.extra.get("waits")
        if waits == "user":
            yield _completion(subject, token)
        elif waits == "job":
            yield from _answers(run, subject, token)
        elif waits == "call":
            yield from _returns(run, subject, token)
        elif token.listening or waits == "event":
            yield from _event(subject, token)


def _completion(subject: Subject, token: Token) -> Move:
    def complete(run: Run, beliefs: Beliefs) -> None:
        stepping.complete(run, token.id, _given(subject, token.node, beliefs))

    return Move(token.node, ("완료", "completed"), complete, token.id)


def _given(subject: Subject, node: Node, beliefs: Beliefs) -> dict[str, Value]:
    return {name: beliefs.fresh(domain) for name, domain in sorted(giving.answered(subject, node).items())}


def _answers(run: Run, subject: Subject, token: Token) -> Iterator[Move]:
    def done(run: Run, beliefs: Beliefs) -> None:
        stepping.reply(run, token.id, ServiceReply(kind="done", variables=_given(subject, token.node, beliefs)))

    yield Move(token.node, ("완료", "done"), done, token.id)
    for code in caught(subject, run, token.id):
        reply = ServiceReply(kind="error", code=code)
        yield Move(token.node, (f"{code} 오류", f"error {code}"), _replying(token, reply), token.id)


def _replying(token: Token, reply: ServiceReply) -> Act:
    return lambda run, beliefs: stepping.reply(run, token.id, reply)


def _returns(run: Run, subject: Subject, token: Token) -> Iterator[Move]:
    def done(run: Run, beliefs: Beliefs) -> None:
        stepping.child_done(run, token.id, _given(subject, token.node, beliefs))

    yield Move(token.node, ("끝남", "ended"), done, token.id)
    for code in caught(subject, run, token.id):
        yield Move(token.node, (f"{code} 오류", f"error {code}"), _escaping(token, ("error", code)), token.id)
    for escalation in subject.escalations:
        catcher = errors.catcher(run, token, "escalation", escalation)
        if catcher is not None and not catcher.extra.get("seen"):
            said = (f"{escalation} 에스컬레이션", f"escalation {escalation}")
            yield Move(token.node, said, _escaping(token, ("escalation", escalation)), token.id)


def _escaping(token: Token, what: tuple[errors.Kind, str]) -> Act:
    def escape(run: Run, beliefs: Beliefs) -> None:
        catcher = errors.catcher(run, run.tokens[token.id], *what)
        if catcher is not None:
            _once(catcher)
        stepping.child_escape(run, token.id, (*what, {}))

    return escape


def _event(subject: Subject, token: Token) -> Iterator[Move]:
    trigger = token.trigger
    if token.node.also and not token.listening:
        return  # one of its definitions happens to it, each has a listener of its own
    if trigger.kind in _HAPPENINGS:

        def happen(run: Run, beliefs: Beliefs) -> None:
            _once(run.tokens[token.id])
            data = {} if trigger.kind == "timer" else _given(subject, token.node, beliefs)
            stepping.happen(run, token.id, trigger.kind, data)

        yield Move(token.node, _HAPPENINGS[trigger.kind], happen, token.id)
    elif trigger.kind == "conditional":
        yield Move(token.node, ("조건의 값이 바뀜", "sees other values"), _changing(subject, token), token.id)


def _changing(subject: Subject, token: Token) -> Act:
    """From outside, the values a condition reads may be written at any time."""
    names = subject.conditional(token.node)

    def change(run: Run, beliefs: Beliefs) -> None:
        for name in names:
            scopes.assign(run, run.tokens[token.id].inner, name, beliefs.fresh())
        stepping.settle(run)

    return change


def _once(token: Token) -> None:
    """An event that does not interrupt is looked at once: more of them only repeat what one shows."""
    if token.listening and not token.node.interrupting:
        token.extra["seen"] = True


def thin(run: Run, most: int = 2) -> None:
    """Take away what stands more often at a node than an exploration follows. Work done once more ends or sticks as
    that beside it does: a state with less of it shows the same, and there are only so many of these.
    """
    for found in _side_by_side(run).values():
        for token in found[most:]:
            token.extra.pop("waits", None)  # nobody takes it back: no listener hears of it
            cancelling.activity(run, token)


def doubled(run: Run) -> list[Token]:
    """Of each node at which two tokens of one scope wait the later one: what is done there is done twice."""
    return [found[-1] for found in _side_by_side(run).values() if len(found) > 1 and "waits" in found[-1].extra]


def _side_by_side(run: Run) -> dict[tuple[str, int, str | None], list[Token]]:
    found: dict[tuple[str, int, str | None], list[Token]] = {}
    for token in run.tokens.values():
        if not token.listening and token.body is None:
            key = token.node.id, token.scope, token.via if token.extra.get("arrived") else None
            found.setdefault(key, []).append(token)
    return found
