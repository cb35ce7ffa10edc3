"""Delivering a message to whoever waits for it, or keeping it for somebody who will."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from engine import due, feel, ids, waking
from engine.actors import Actor
from engine.commands import _advance, held, process_starts
from engine.commands._family import Family
from engine.commands._rows import InstanceNotActive, InstanceSuspended
from engine.feel import Value
from engine.models import Message, ProcessVersion
from engine.spiff import stepping, values

log = logging.getLogger("engine.messages")
#: task, instance and process of a subscription.
Waiting: TypeAlias = tuple[UUID, UUID, str]


@dataclass(frozen=True, kw_only=True)
class MessageResult:
    """How many instances went on with it, whether it is kept, and the instances it started."""

    correlated: int = 0
    buffered: bool = False
    started: list[UUID] = field(default_factory=list)


@transaction.atomic
def deliver_message(  # noqa: PLR0913 - the contract with webui and processes names these
    *,
    name: str,
    key: str | None,
    data: Mapping[str, Value],
    by: Actor,
    now: datetime,
    time_to_live: timedelta | None = None,
    message_id: str | None = None,
) -> MessageResult:
    """Give a message to at most one waiting instance of each process, else let it start one, else keep it for its
    time to live. A message that only resting cases wait for is kept until one goes on.

    The same ``message_id`` a second time does nothing.

    Raises:
        VersionSuspended: only a version that rests could have been started by it.
    """
    payload: dict[str, Value] = feel.to_feel(dict(data))
    message = Message(id=ids.new(), name=name, key=key, payload=values.pack(payload), sent_at=now)
    message.message_id = message_id
    kept = _keep(message, time_to_live)
    if message_id is not None and kept is None:
        return MessageResult()
    family = Family(by, now)
    reached, resting = _correlate(family, waiting_for(name, key), payload)
    started = _start(family, name, payload, reached | resting)
    if family.members:
        _advance.finish(family, next(iter(family.members.values())))
    used = bool(reached or started)
    if resting and not used:
        kept = held.keep_message(message, is_stored=kept is not None)
    if kept is not None and (used or kept.expires_at <= now):
        kept.is_open = False
        kept.save(update_fields=["is_open"])
    elif kept is not None:
        # Somebody may have begun to wait at this very moment, and neither saw the other.
        waking.after_commit()
    return MessageResult(correlated=len(reached), buffered=kept is not None and kept.is_open, started=started)


def _keep(message: Message, time_to_live: timedelta | None) -> Message | None:
    """Store a message that has an id or may have to wait; None where it needs no row or its id is known."""
    if message.message_id is None and not time_to_live:
        return None
    message.expires_at = message.sent_at + (time_to_live or timedelta())
    made = Message.objects.bulk_create([message], ignore_conflicts=True)
    return message if Message.objects.filter(pk=made[0].pk).exists() else None


def waiting_for(name: str, key: str | None) -> list[Waiting]:
    """The subscriptions a message fits, the earliest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.task_id, s.instance_id, i.process_id FROM engine_subscription s "
            "JOIN engine_processinstance i ON i.id = s.instance_id "
            "WHERE s.kind = 'message' AND s.name = %s AND s.key IS NOT DISTINCT FROM %s "
            "ORDER BY s.created_at, s.task_id",
            [name, key],
        )
        return list(cursor.fetchall())


def _correlate(family: Family, waiting: list[Waiting], payload: Mapping[str, Value]) -> tuple[set[str], set[str]]:
    """The processes that took the message, and those of which only cases wait for it that rest or cannot be read:
    it is kept for them, and what cannot be read becomes an incident by and by instead of the sender's failure.
    """
    reached: set[str] = set()
    resting: set[str] = set()
    for task_id, instance_id, process_id in waiting:
        if process_id in reached:
            continue
        try:
            live = family.lock(instance_id)
        except InstanceNotActive:
            continue
        except InstanceSuspended:
            resting.add(process_id)
            continue
        except Exception as problem:
            if connection.needs_rollback or isinstance(problem, DatabaseError):
                raise
            log.exception("a case cannot take a message")
            resting.add(process_id)
            continue
        if stepping.happen(live.run, task_id, "message", payload):
            reached.add(process_id)
    return reached, resting - reached


def _start(family: Family, name: str, payload: Mapping[str, Value], reached: set[str]) -> list[UUID]:
    started: list[UUID] = []
    resting: list[str] = []
    for version in (
        ProcessVersion.objects.filter(is_live=True).exclude(start_messages=[]).exclude(process_id__in=reached)
    ):
        for wanted, element_id in version.start_messages:
            if wanted == name and version.suspended_at is not None:
                resting.append(version.process_id)
            elif wanted == name:
                started.append(process_starts.begin(family, version.id, element_id, payload))
    if resting and not (started or reached):
        # Nobody could take it: the sender is told, and what it sent is not used up.
        raise process_starts.VersionSuspended(resting[0])
    return started


def deliver_kept(*, message_id: UUID, waiting: tuple[UUID, UUID], by: Actor, now: datetime) -> bool:
    """Give a kept message to a subscription (task, instance) that came later; False where either is gone by now."""
    task_id, instance_id = waiting
    with transaction.atomic():
        family = Family(by, now)
        try:
            live = family.lock(instance_id)
        except (InstanceNotActive, InstanceSuspended):
            return False
        message = Message.objects.select_for_update().filter(pk=message_id, is_open=True, expires_at__gt=now).first()
        if message is None or not stepping.happen(live.run, task_id, "message", values.unpack(bytes(message.payload))):
            return False
        Message.objects.filter(pk=message_id).update(is_open=False)
        _advance.finish(family, live)
        return True


def kept_and_wanted(limit: int, now: datetime) -> list[tuple[UUID, UUID, UUID]]:
    """Kept messages somebody waits for now: message, task, instance."""
    return due.kept(now, limit)
