"""An instance's state against its rows: each waiting token has its row, and no row is without its token."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.spiff.run import Run, Token
from engine.verification.findings import Difference
from engine.verification.subjects import Kind, Places, Subject

MOST_NAMES = 5
_LISTENERS = frozenset({"intermediateCatchEvent", "receiveTask", "boundaryEvent", "startEvent"})


def check(subject: Subject) -> Iterator[Difference]:
    """Compare one instance with its rows."""
    yield from (subject.differs("rows", sentence) for sentence in _sentences(subject))


def _sentences(subject: Subject) -> Iterator[str]:
    if subject.ended:
        yield from _left_over(subject)
    elif subject.run is None:
        yield f"its state cannot be read ({subject.unreadable})"
    else:
        yield from _waiting(subject, subject.run)


def _left_over(subject: Subject) -> Iterator[str]:
    if subject.row.ended_at is None:
        yield "it has ended, but no time says when"
    for kind, rows in subject.rows.items():
        if rows:
            yield f"it has ended, but holds {kind}: {_named(rows)}"


def _waiting(subject: Subject, run: Run) -> Iterator[str]:
    if not any(not token.listening for token in run.tokens.values()):
        yield "it runs, but holds no token"
    if subject.row.ended_at is not None:
        yield "it runs, but a time says when it ended"
    wanted: dict[Kind, Places] = {kind: _places(run, holds) for kind, holds in _EXPECTED.items()}
    wanted["called instances"] = {
        token.extra["child"]: token.node.id for token in run.tokens.values() if token.extra.get("child")
    }
    for kind, expected in wanted.items():
        yield from _compare(kind, expected, subject.rows[kind])


def _compare(kind: str, expected: Places, found: Places) -> Iterator[str]:
    missing = {key: expected[key] for key in expected.keys() - found.keys()}
    too_many = {key: found[key] for key in found.keys() - expected.keys()}
    if missing or too_many:
        names = "; ".join(_named(rows) for rows in (missing, too_many) if rows)
        yield f"{kind}: {len(missing)} missing, {len(too_many)} too many ({names})"
    strayed = {key: at for key, at in found.items() if key in expected and expected[key] != at}
    if strayed and kind != "called instances":
        yield f"{kind}: {len(strayed)} at another element than their step ({_named(strayed)})"


def _named(rows: Places) -> str:
    """The elements of some rows, a few of them."""
    names = sorted(set(rows.values()))
    return ", ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else "")


def _places(run: Run, holds: Callable[[Token], bool]) -> Places:
    return {token.id: token.node.id for token in run.tokens.values() if holds(token)}


def _has_timer(token: Token) -> bool:
    return token.node.trigger.kind == "timer" and not token.stuck


def _has_subscription(token: Token) -> bool:
    kind = token.node.trigger.kind
    return kind in {"message", "signal"} and token.node.kind in _LISTENERS and not token.stuck


_EXPECTED: dict[Kind, Callable[[Token], bool]] = {
    "open steps": lambda token: "waits" in token.extra,
    "timers": _has_timer,
    "subscriptions": _has_subscription,
    "jobs": lambda token: token.extra.get("waits") == "job",
    "incidents": lambda token: token.stuck,
}
