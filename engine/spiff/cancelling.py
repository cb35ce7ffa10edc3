"""Taking work back: one activity with all that is inside it, or everything in a scope."""

from __future__ import annotations

from engine.spiff import listeners, scopes, tokens
from engine.spiff.run import ROOT, Run, Token


def activity(run: Run, token: Token) -> None:
    """Cancel a token: its inside, its called instance, its listeners, and the rows it holds. Its scope stays open."""
    if token.id not in run.tokens:
        return
    listeners.canceling(run, token)
    _inside(run, token)
    if token.extra.get("child") is not None:
        run.effects.abandoned.append(token.extra["child"])
    if "waits" in token.extra:
        tokens.tell(run, "cancelled", token)
    tokens.done_waiting(run, token, cancelled=True)
    token.cancel()
    # Its listeners stand in its own scope; its elements, where it has several, may rest.
    for other in list(run.tokens.values()) if _has_elements(token) else run.awake():
        if token.id in (other.host, other.body):
            activity(run, other)
    scopes.drop(run, token.local)
    tokens.remove(run, token)


def scope(run: Run, scope_id: int, *, but: Token | None = None) -> None:
    """Cancel everything that stands in a scope, listeners included, except one token."""
    for token in list(run.inside(scope_id)):
        if token is not but:
            activity(run, token)


def everything(run: Run) -> None:
    """Cancel the whole instance; it has ended afterwards."""
    scope(run, ROOT)
    run.ready.clear()
    run.ended = True


def _inside(run: Run, token: Token) -> None:
    around = list(run.scopes.values()) if _has_elements(token) else run.awake_scopes()
    for inner in [s for s in around if s.owner == token.id]:
        scope(run, inner.id)
        scopes.drop(run, inner.id)


def _has_elements(token: Token) -> bool:
    return token.node.loop is not None and token.body is None
