"""Making, cancelling and undoing an operation over many instances; ``engine.batches.working`` does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from engine import waking
from engine.actors import Actor
from engine.batches import kinds
from engine.batches.selecting import InstanceQuery, select
from engine.migration import plan as planning
from engine.migration.plan import MigrationPlan
from engine.models import Batch, BatchItem, ProcessInstance, ProcessVersion
from engine.spiff import values


class BatchUnknown(Exception):
    """There is no such batch, or no such kind of one."""


class BatchEnded(Exception):
    """A batch that is over takes no orders, and only a done migration can be undone."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to do (a name of ``engine.batches.kinds.KINDS``), why, and with what; a rehearsal only tries it."""

    kind: str
    reason: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    rehearsal: bool = False


@transaction.atomic
def create_batch(*, query: InstanceQuery, wanted: Wanted, by: Actor, now: datetime) -> UUID:
    """Note an operation over all instances a query means at this moment; workers begin once this is committed.

    Raises:
        BatchUnknown: no such kind.
        QueryTooWide: the query names neither process, version nor cases.
        NotMigratable: a migration's plan does not fit by itself.
    """
    if wanted.kind not in kinds.KINDS:
        raise BatchUnknown(wanted.kind)
    if wanted.kind == "migrate":
        planning.survey(kinds.plan_of(wanted.parameters))
    batch = _make(wanted, by, now)
    _fill(batch, list(select(query).values_list("id", "case_number")))
    return batch.id


def rehearse_all(*, plan: MigrationPlan, reason: str, by: Actor, now: datetime) -> UUID:
    """Rehearse a migration on every running instance of the plan's first version, as a batch that changes nothing.

    Raises:
        NotMigratable: the plan does not fit by itself.
    """
    wanted = Wanted(kind="migrate", reason=reason, parameters=kinds.migration(plan), rehearsal=True)
    return create_batch(query=InstanceQuery(version_id=plan.from_version), wanted=wanted, by=by, now=now)


def carry_out(*, batch_id: UUID, reason: str, by: Actor, now: datetime) -> UUID:
    """Migrate for real what a batch has rehearsed: all that run the first version now.

    Raises:
        BatchUnknown: there is no such rehearsal.
        BatchEnded: the rehearsal is not over yet.
    """
    rehearsal = Batch.objects.filter(pk=batch_id, kind="migrate", is_rehearsal=True).first()
    if rehearsal is None:
        raise BatchUnknown(batch_id)
    if rehearsal.state != Batch.State.DONE:
        raise BatchEnded(rehearsal.state)
    parameters = values.unpack(bytes(rehearsal.parameters))
    wanted = Wanted(kind="migrate", reason=reason, parameters=parameters)
    return create_batch(query=InstanceQuery(version_id=parameters["from"]), wanted=wanted, by=by, now=now)


@transaction.atomic
def cancel_batch(*, batch_id: UUID, by: Actor, now: datetime) -> int:
    """Leave the instances alone that a batch has not come to; gives how many. What is done stays done.

    Raises:
        BatchUnknown: there is none.
        BatchEnded: it is over.
    """
    batch = Batch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise BatchUnknown(batch_id)
    if batch.state != Batch.State.RUNNING:
        raise BatchEnded(batch.state)
    left = BatchItem.objects.filter(batch=batch, state=BatchItem.State.WAITING)
    left_alone = left.update(state=BatchItem.State.CANCELLED, problem="cancelled", detail=str(by.id), at=now)
    batch.state, batch.ended_at = Batch.State.CANCELLED, now
    if batch.kind == "variables":
        batch.parameters = b""
    batch.save(update_fields=["state", "ended_at", "parameters"])
    return left_alone


@transaction.atomic
def undo_batch(*, batch_id: UUID, reason: str, by: Actor, now: datetime) -> UUID:
    """Bring back all a batch has migrated, as a batch of its own; those that moved on since are listed as failed.

    Raises:
        BatchUnknown: there is none.
        BatchEnded: it still runs, migrated nothing, or is undone already.
    """
    batch = Batch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise BatchUnknown(batch_id)
    undone = Batch.objects.filter(undoes=batch).exists()
    if batch.kind != "migrate" or batch.is_rehearsal or batch.state == Batch.State.RUNNING or undone:
        raise BatchEnded(batch.state)
    wanted = Wanted(kind="undo_migration", reason=reason, parameters={"batch": batch.id})
    back = _make(wanted, by, now, undoes=batch)
    done = BatchItem.objects.filter(batch=batch, state=BatchItem.State.DONE).order_by("id")
    _fill(back, list(done.values_list("instance_id", "case_number")))
    return back.id


@transaction.atomic
def suspend_version(*, version_id: UUID, reason: str, by: Actor, now: datetime) -> UUID:
    """Let nothing of a version start any more, and suspend every family in which it runs, as a batch.

    Raises:
        BatchUnknown: there is no such version.
        BatchEnded: it is suspended already.
    """
    _mark(version_id, now)
    return _families(version_id, Wanted(kind="suspend", reason=reason), by, now)


@transaction.atomic
def resume_version(*, version_id: UUID, reason: str, by: Actor, now: datetime) -> UUID:
    """Let a version start again, and every family go on in which it runs, as a batch.

    Raises:
        BatchUnknown: there is no such version.
        BatchEnded: it is not suspended.
    """
    _mark(version_id, None)
    return _families(version_id, Wanted(kind="resume", reason=reason), by, now)


def _mark(version_id: UUID, since: datetime | None) -> None:
    version = ProcessVersion.objects.select_for_update().filter(pk=version_id).first()
    if version is None:
        raise BatchUnknown(version_id)
    if (version.suspended_at is None) == (since is None):
        raise BatchEnded("suspended" if since else "running")
    version.suspended_at = since
    version.save(update_fields=["suspended_at"])


def _families(version_id: UUID, wanted: Wanted, by: Actor, now: datetime) -> UUID:
    roots = ProcessInstance.objects.filter(version_id=version_id, status="running").values("root_id")
    batch = _make(wanted, by, now)
    outermost = ProcessInstance.objects.filter(pk__in=roots).order_by("started_at", "id")
    _fill(batch, list(outermost.values_list("id", "case_number")))
    return batch.id


def _make(wanted: Wanted, by: Actor, now: datetime, undoes: Batch | None = None) -> Batch:
    waking.after_commit()
    return Batch.objects.create(
        kind=wanted.kind,
        parameters=values.pack(dict(wanted.parameters)),
        is_rehearsal=wanted.rehearsal,
        undoes=undoes,
        reason=wanted.reason,
        made_at=now,
        made_by_kind=by.kind,
        made_by=by.id,
    )


def _fill(batch: Batch, instances: list[tuple[UUID, str]]) -> None:
    """One statement for however many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO engine_batchitem (batch_id, instance_id, case_number, state, problem, detail) "
            "SELECT %s, i.id, i.number, 'waiting', '', '' "
            "FROM unnest(%s::uuid[], %s::text[]) WITH ORDINALITY AS i (id, number, place) ORDER BY place",
            [batch.id, [one for one, _ in instances], [number for _, number in instances]],
        )
