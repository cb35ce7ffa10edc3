"""Completing a user task."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from engine import failpoints, feel
from engine.actors import Actor
from engine.commands import _advance
from engine.commands._advance import StepResult
from engine.commands._family import Family
from engine.feel import Value
from engine.spiff import stepping


def complete(*, instance_id: UUID, task_id: UUID, data: Mapping[str, Value], by: Actor, now: datetime) -> StepResult:  # noqa: PLR0913
    """Finish an open user task with what was filled in and run on to the next waits, all in one transaction.

    A handler that fails on the way leaves an incident; the completion stays.

    Raises:
        TaskNotOpen: the task was completed or cancelled already, or never stood open here.
        InstanceNotActive: the case has ended.
    """
    with transaction.atomic():
        family = Family(by, now)
        live = family.lock(instance_id)
        live.completed[task_id] = by
        stepping.complete(live.run, task_id, feel.to_feel(dict(data)))
        result = _advance.finish(family, live)
        failpoints.reach("before_commit")
        # The caller's transaction may be the outer one: only on_commit knows when it is really over.
        transaction.on_commit(partial(failpoints.reach, "after_commit"))
    return result
