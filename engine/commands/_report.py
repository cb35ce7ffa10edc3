"""Tells the work list what a step did; what it writes goes out with the step's own statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import ports
from engine.ports import TaskClosed, UserTask, WorkChange
from engine.prepared import Statement
from engine.spiff import people
from engine.spiff.run import READY, Token

if TYPE_CHECKING:
    from engine.commands._family import Family, Live


def report(family: Family, statement: Statement) -> None:
    """Report every instance in which a user task opened, closed or changed hands; without a work list, nothing."""
    if not ports.filled("worklist"):
        return
    for live in family.members.values():
        change = _change(family, live)
        if change is not None:
            ports.worklist().sync(change, statement)


def _change(family: Family, live: Live) -> WorkChange | None:
    effects = live.run.effects
    ended = {step.task_id for step in effects.closed if step.kind == "user"}
    begun = {task.id for task in effects.user_opened}
    opened = [task for task in effects.user_opened if task.id not in ended]
    closed = [
        TaskClosed(id=step.task_id, outcome=step.outcome, actor=live.completed.get(step.task_id), at=family.now)
        for step in effects.closed
        if step.kind == "user" and step.task_id not in begun
    ]
    updated = _updated(live, begun)
    repinned = _repinned(live, begun)
    ended_now = live.row.status != "running"
    if not (opened or closed or updated or repinned or ended_now):
        return None
    facts = live.row.facts(live.run.definition.version_number)
    return WorkChange(
        instance=facts,
        opened=opened,
        closed=closed,
        updated=updated,
        repinned=repinned,
        participants=dict(live.participants),
        now=family.now,
    )


def _updated(live: Live, begun: set[object]) -> list[UserTask]:
    if not live.changed_roles:
        return []
    waiting = [t for t in live.run.tokens.values() if open_for_people(t) and t.id not in begun]
    return [people.describe(live.run, t) for t in waiting if t.node.lane in live.changed_roles]


def _repinned(live: Live, begun: set[object]) -> list[UserTask]:
    if not live.repinned:
        return []
    waiting = [t for t in live.run.tokens.values() if open_for_people(t) and t.id not in begun]
    return [people.describe(live.run, t) for t in waiting]


def open_for_people(token: Token) -> bool:
    """Whether a token is a user task somebody may complete now."""
    return bool(token.extra.get("waits") == "user" and token.state == READY and not token.stuck)
