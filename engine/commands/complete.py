"""Completing a user task."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeAlias
from uuid import UUID

from django.db import transaction

from engine import failpoints, feel
from engine.actors import SYSTEM, Actor
from engine.commands import _advance
from engine.commands._advance import StepResult
from engine.commands._family import Family, Live
from engine.direct import Query, Record
from engine.feel import Value
from engine.spiff import scopes, stepping


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What a task is completed with, and by whom."""

    data: Mapping[str, Value]
    by: Actor


#: Looks at the variables of a task and at the rows it asked for, and says what completes the task, or None.
Judge: TypeAlias = Callable[[Mapping[str, Value], list[Record]], Judged | None]


def complete(*, instance_id: UUID, task_id: UUID, data: Mapping[str, Value], by: Actor, now: datetime) -> StepResult:  # noqa: PLR0913
    """Finish an open user task with what was filled in and run on to the next waits, all in one transaction.

    A handler that fails on the way leaves an incident; the completion stays.

    Raises:
        TaskNotOpen: the task was completed or cancelled already, or never stood open here.
        InstanceNotActive: the case has ended.
    """
    with transaction.atomic():
        family = Family(by, now)
        return _finish(family, family.lock(instance_id), task_id, data)


def complete_judged(*, task_id: UUID, look: Query, judge: Judge, now: datetime) -> StepResult | None:
    """Finish an open user task with what ``judge`` gives, having seen under the lock what the task may read and what
    ``look`` finds.

    One lock, one reading of the state: what is judged is what the step goes on from. Where ``judge`` gives nothing,
    nothing happens, and so does where it raises.

    Raises:
        TaskNotOpen: the task was completed or cancelled already, or never stood open.
        InstanceNotActive: the case has ended.
        InstanceSuspended: the case rests.
    """
    # Without a savepoint of its own: whoever refuses within ends the caller's transaction too.
    with transaction.atomic(savepoint=False):
        family = Family(SYSTEM, now, ends_transaction=True)
        live, seen = family.lock_of_task(task_id, look)
        token = live.run.tokens.get(task_id) if live is not None else None
        if live is None or token is None:
            raise stepping.TaskNotOpen(task_id)
        judged = judge(scopes.variables(live.run, token.inner), seen)
        if judged is None:
            return None
        family.by = judged.by
        return _finish(family, live, task_id, judged.data)


def _finish(family: Family, live: Live, task_id: UUID, data: Mapping[str, Value]) -> StepResult:
    live.completed[task_id] = family.by
    stepping.complete(live.run, task_id, feel.to_feel(dict(data)))
    result = _advance.finish(family, live)
    failpoints.reach("before_commit")
    # The caller's transaction may be the outer one: only on_commit knows when it is really over.
    transaction.on_commit(partial(failpoints.reach, "after_commit"))
    return result
