"""Moving tokens by hand: out of the wrong step, into the right one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from engine.actors import Actor
from engine.commands import _advance
from engine.commands import cancel as cancelling
from engine.commands._advance import StepResult
from engine.commands._family import Family, Live
from engine.spiff import placing
from engine.spiff.effects import Story
from engine.spiff.placing import Placement


@dataclass(frozen=True, kw_only=True)
class Modification:
    """Tokens to take (their task ids) and to put, and why; both together is a move.

    ``may_end``: whether the case may be cancelled by it where no token is left.
    """

    cancel: Sequence[UUID] = ()
    add: Sequence[Placement] = ()
    reason: str = ""
    may_end: bool = False


@transaction.atomic
def modify(*, instance_id: UUID, modification: Modification, by: Actor, now: datetime) -> StepResult:
    """Take tokens of a case away and put others, then let it run on to its next waits.

    Sub-processes around a new token are opened, those left empty are cancelled; what a cancelled step called is
    cancelled too.

    Raises:
        TaskNotOpen: a token to be taken is gone.
        NotPlaceable: a place where no token can be put.
        NothingWouldRemain: the case would be left without a token, and may not end.
        InstanceNotActive, InstanceSuspended: it has ended, or rests.
    """
    family = Family(by, now)
    live = family.lock(instance_id)
    detail = {
        "reason": modification.reason,
        "cancelled": [_element(live, task_id) for task_id in modification.cancel],
        "added": [f"{one.side} {one.element_id}" for one in modification.add],
    }
    live.run.effects.stories.append(Story("modified", detail=detail))
    if placing.modify(live.run, modification.cancel, modification.add):
        if not modification.may_end:
            raise placing.NothingWouldRemain
        _advance.cancel_live(family, live, modification.reason)
        cancelling.tell_caller(family, live)
    return _advance.finish(family, live)


def _element(live: Live, task_id: UUID) -> str:
    token = live.run.tokens.get(task_id)
    return "" if token is None else token.node.id
