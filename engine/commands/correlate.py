"""Giving a message by hand to one very wait, or to a process that such a message starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from engine import feel
from engine.actors import Actor
from engine.commands import _advance, _children
from engine.commands._advance import StepResult
from engine.commands._family import Family
from engine.commands.start import NoSuchProcess
from engine.feel import Value
from engine.models import Message, ProcessVersion, Subscription
from engine.spiff import stepping, values
from engine.spiff.effects import Story


class NobodyWaits(Exception):
    """The wait a message was meant for is over."""


class MessageGone(Exception):
    """A kept message that was delivered meanwhile, or has expired."""


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """What is given and why: data typed in, or a kept message (its id), which is then used up."""

    reason: str
    data: Mapping[str, Value] = field(default_factory=dict)
    kept_id: UUID | None = None


@transaction.atomic
def correlate(*, task_id: UUID, message: ByHand, by: Actor, now: datetime) -> StepResult:
    """Let the message come that one step (by its task's id) waits for, whatever its correlation key.

    Raises:
        NobodyWaits: the step does not wait any more.
        MessageGone: the kept message is used up or has expired.
        InstanceNotActive, InstanceSuspended: the case has ended, or rests.
    """
    waiting = Subscription.objects.filter(pk=task_id, kind="message").first()
    if waiting is None:
        raise NobodyWaits(task_id)
    family = Family(by, now)
    live = family.lock(waiting.instance_id)
    payload = _payload(message, now)
    detail = {"reason": message.reason, "name": waiting.name}
    story = Story("correlated_by_hand", waiting.element_id, task_id, detail, data_names=tuple(sorted(payload)))
    live.run.effects.stories.append(story)
    if not stepping.happen(live.run, task_id, "message", payload):
        raise NobodyWaits(task_id)
    return _advance.finish(family, live)


@transaction.atomic
def start_by_message(  # noqa: PLR0913 - which start, with what
    *, process_id: str, element_id: str, message: ByHand, by: Actor, now: datetime
) -> UUID:
    """Start the live version of a process at one of its message start events; gives the new instance's id.

    Raises:
        NoSuchProcess: it is not deployed, or has no such start event.
        MessageGone: the kept message is used up or has expired.
    """
    version = ProcessVersion.objects.filter(process_id=process_id, is_live=True, suspended_at=None).first()
    if version is None or element_id not in [element for _, element in version.start_messages]:
        raise NoSuchProcess(process_id)
    payload = _payload(message, now)
    family = Family(by, now)
    live = _children.adopt(family, _children.new_row(family, version.id))
    live.run.effects.stories.append(Story("correlated_by_hand", element_id, detail={"reason": message.reason}))
    _children.begin(live, payload, element_id)
    _advance.finish(family, live)
    return live.row.id


def _payload(message: ByHand, now: datetime) -> dict[str, Value]:
    """The data typed in, over those of the kept message; the message is used up with this transaction."""
    given: dict[str, Value] = feel.to_feel(dict(message.data))
    if message.kept_id is None:
        return given
    kept = Message.objects.select_for_update().filter(pk=message.kept_id, is_open=True, expires_at__gt=now).first()
    if kept is None:
        raise MessageGone(message.kept_id)
    Message.objects.filter(pk=kept.pk).update(is_open=False)
    found: dict[str, Value] = values.unpack(bytes(kept.payload))
    return {**found, **given}
