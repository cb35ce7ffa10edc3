"""Making, moving and removing tokens, and closing a scope when its last one is gone."""

from __future__ import annotations

from collections.abc import Iterable

from engine.spiff.diagram import Flow, Node
from engine.spiff.effects import Closed, Opened, Story
from engine.spiff.run import STARTED, Run, Token


def place(run: Run, node: Node, scope: int, *, via: str | None = None) -> Token:
    """Put a token before a node; it runs when the loop comes to it."""
    token = Token(run.workflow, node, scope)
    token.via = via
    run.scopes[scope].live += 1
    run.ready.append(token)
    return token


def listener(run: Run, node: Node, scope: int) -> Token:
    """Put a token beside the flow: it waits for its event and keeps nothing open."""
    token = Token(run.workflow, node, scope, state=STARTED)
    token.listening = True
    return token


def follow(run: Run, flows: Iterable[Flow], scope: int) -> None:
    """Put a token at the end of each flow."""
    for flow in flows:
        place(run, run.node(flow.target), scope, via=flow.id)


def join_in(run: Run, token: Token) -> None:
    """Turn a listener into a token of the flow."""
    if token.listening:
        token.listening = False
        run.scopes[token.scope].live += 1


def remove(run: Run, token: Token) -> None:
    """Take a token away; rows that belong to it go with it. Its scope is not closed here."""
    run.workflow.tasks.pop(token.id, None)
    run.effects.gone.append(token.id)
    if token.node.may_have_rows:
        run.effects.rows_gone.append(token.id)
    run.effects.timers.pop(token.id, None)
    run.effects.subscriptions.pop(token.id, None)
    if token.stuck:
        run.effects.healed.append(token.id)
    if not token.listening and token.scope in run.scopes:
        run.scopes[token.scope].live -= 1


def waits(run: Run, token: Token, kind: str) -> None:
    """Note that a step began to wait, for lists of open steps."""
    token.opened_at = token.opened_at or run.host.now
    run.effects.opened.append(Opened(token.id, token.node.id, kind, token.opened_at, token.extra.get("due_at")))
    token.extra["waits"] = kind


def done_waiting(run: Run, token: Token, *, cancelled: bool = False) -> None:
    """Note that a waiting step is over; nothing for steps that never waited."""
    kind = token.extra.pop("waits", None)
    if kind is not None:
        outcome = "cancelled" if cancelled else "completed"
        run.effects.closed.append(Closed(token.id, token.node.id, kind, outcome, token.opened_at))  # type: ignore[arg-type]


def passed(run: Run, node: Node) -> None:
    """Note that a node was passed and left."""
    run.effects.path.append(node.id)


def passed_throwing(run: Run, token: Token) -> None:
    """What throws is passed before what catches it, which may take its token away; a step that fails is not passed."""
    if token.node.kind in {"endEvent", "intermediateThrowEvent"} and not token.extra.get("passed"):
        passed(run, token.node)
        token.extra["passed"] = True


def tell(run: Run, what: str, token: Token, /, **detail: object) -> None:
    """Add a line of history about the token's node."""
    run.effects.stories.append(Story(what, token.node.id, token.id, detail))
