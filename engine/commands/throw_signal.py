"""Throwing a signal: everybody who waits for it goes on."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from engine import definitions, feel
from engine.actors import Actor
from engine.commands import _advance, held, process_starts
from engine.commands._family import Family
from engine.commands._rows import InstanceNotActive, InstanceSuspended
from engine.feel import Value
from engine.models import Subscription
from engine.spiff import stepping

log = logging.getLogger("engine.messages")


@transaction.atomic
def throw_signal(  # noqa: PLR0913 - a door's own names, and what has had it
    *, name: str, data: Mapping[str, Value], by: Actor, now: datetime, but: Collection[UUID] = ()
) -> int:
    """Let a signal reach all that wait for it at this moment, and start what it starts; gives how many did. The
    subscriptions in ``but`` have had it.

    Signals are never kept, but for cases that rest or cannot be read: those take it later, and are not counted.
    """
    payload = feel.to_feel(dict(data))
    family = Family(by, now)
    reached = 0
    waiting = Subscription.objects.filter(kind="signal", name=name).exclude(task_id__in=but).select_related("instance")
    # Families in one order everywhere, so that two signals at once cannot wait for each other.
    for row in sorted(waiting, key=lambda s: (str(s.instance.root_id), *_turn(s))):
        try:
            live = family.lock(row.instance_id)
        except InstanceNotActive:
            continue
        except InstanceSuspended:
            held.keep_signal(row, payload, now)
            continue
        except Exception as problem:
            if connection.needs_rollback or isinstance(problem, DatabaseError):
                raise
            # One case that cannot be read keeps the signal from nobody else.
            log.exception("a case cannot take a signal")
            held.keep_signal(row, payload, now)
            continue
        reached += stepping.happen(live.run, row.task_id, "signal", payload)
    reached += process_starts.by_signal(family, name, payload)
    if family.members:
        _advance.finish(family, next(iter(family.members.values())))
    return reached


def _turn(row: Subscription) -> tuple[bool, int, datetime, str]:
    """When a subscription of a family has its turn: what stands beside the flow (boundary events, starts of event
    sub-processes) first and from the outside in, for the flow it stands beside may end with this very signal.
    """
    beside, depth = False, 0
    try:
        nodes = definitions.get(row.instance.version_id).diagram.nodes
    except Exception:  # noqa: BLE001 - what cannot be read is told of when its turn comes
        nodes = {}
    if (node := nodes.get(row.element_id)) is not None:
        beside = node.kind in {"startEvent", "boundaryEvent"}
        while node.scope is not None:
            depth, node = depth + 1, nodes[node.scope]
    return not beside, depth, row.created_at, str(row.task_id)
