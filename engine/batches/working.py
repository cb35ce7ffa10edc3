"""Works batches off: one instance, one transaction, in which the operation and the item's mark stand together.

Killed in between, the item is still waiting; killed after, it is done: never half, never twice. Several workers
share a batch (``SKIP LOCKED``). The item's lock is taken before the instance's, but nobody who holds an instance
ever waits for an item, so the order of locks holds.
"""

from __future__ import annotations

from datetime import datetime

from django.db import OperationalError, connection, transaction

from engine import failpoints
from engine.actors import Actor
from engine.batches import kinds
from engine.batches.kinds import Order
from engine.models import Batch, BatchItem
from engine.spiff import values

#: What ends a batch: nothing waits any more. Values a batch was to set are forgotten with its end.
_CLOSE = """
    UPDATE engine_batch b SET state = 'done', ended_at = %s,
        parameters = CASE WHEN kind = 'variables' THEN ''::bytea ELSE parameters END
    WHERE state = 'running'
    AND NOT EXISTS (SELECT 1 FROM engine_batchitem i WHERE i.batch_id = b.id AND i.state = 'waiting')
"""


def work(now: datetime, limit: int) -> int:
    """Do up to ``limit`` waiting items and close the batches that are through; gives how many were done."""
    done = 0
    while done < limit and _one(now):
        done += 1
    if Batch.objects.filter(state=Batch.State.RUNNING).exists():
        with connection.cursor() as cursor:
            cursor.execute(_CLOSE, [now])
    return done


def _one(now: datetime) -> bool:
    with transaction.atomic():
        waiting = BatchItem.objects.select_related("batch").filter(state=BatchItem.State.WAITING)
        free = waiting.select_for_update(skip_locked=True, of=("self",)).order_by("id")
        # What the database had trouble with (it has a time) comes after what nobody has tried.
        item = free.filter(at=None).first() or free.first()
        if item is None:
            return False
        failpoints.reach("batch_item_taken")
        item.state, item.problem, item.detail = _tried(item, now)
        item.at = now
        item.save(update_fields=["state", "problem", "detail", "at"])
        failpoints.reach("batch_item_done")
    return item.state != BatchItem.State.WAITING


def _tried(item: BatchItem, now: datetime) -> tuple[str, str, str]:
    """How one item went: its state, and the name and English text of what refused it."""
    batch = item.batch
    order = Order(
        parameters=values.unpack(bytes(batch.parameters)),
        reason=batch.reason,
        batch_id=batch.id,
        by=Actor(kind=batch.made_by_kind, id=batch.made_by),  # type: ignore[arg-type]
        now=now,
    )
    over: tuple[type[Exception], ...] = (*kinds.OVER, *kinds.SKIPPED.get(batch.kind, ()))
    try:
        with transaction.atomic():
            kinds.KINDS[batch.kind](item.instance_id, order)
            transaction.set_rollback(batch.is_rehearsal)
    except over as settled:
        return BatchItem.State.SKIPPED, type(settled).__name__, ""
    except OperationalError as trouble:
        # The database's own trouble (a deadlock, a lock that took too long): the item waits for its next turn.
        return BatchItem.State.WAITING, type(trouble).__name__, ""
    except Exception as refused:  # noqa: BLE001 - one case's refusal leaves the others alone
        known = type(refused).__module__.startswith("engine.")
        return BatchItem.State.FAILED, type(refused).__name__, str(refused) if known else ""
    return BatchItem.State.DONE, "", ""
