"""One instance onto another version of its process, there and back, for real or as a rehearsal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from engine import definitions
from engine.actors import Actor
from engine.commands import _advance
from engine.commands._family import Family, Live
from engine.commands._rows import InstanceNotActive
from engine.migration import plan as planning
from engine.migration import rows
from engine.migration.plan import MigrationPlan, NotMigratable, Obstacle
from engine.migration.retarget import retarget
from engine.models import MigrationUndo, ProcessInstance
from engine.spiff import codec, script, stepping
from engine.spiff.effects import Story
from engine.spiff.run import Run


class OtherVersion(Exception):
    """An instance that does not run the version a plan begins with; ``case_number`` says which."""

    def __init__(self, case_number: str) -> None:
        """Keep the case."""
        self.case_number = case_number
        super().__init__(case_number)


class MovedOn(Exception):
    """A migrated instance that did something since, or was migrated again: there is no way back."""

    def __init__(self, case_number: str) -> None:
        """Keep the case."""
        self.case_number = case_number
        super().__init__(case_number)


@dataclass(frozen=True, kw_only=True)
class Why:
    """The reason, and the batch a migration belongs to."""

    reason: str
    batch_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Rehearsed:
    """How the migration of one instance would go; ``obstacles`` is empty where it would succeed."""

    instance_id: UUID
    case_number: str
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def is_ok(self) -> bool:
        """Whether it would succeed."""
        return not self.obstacles


@transaction.atomic
def migrate(  # noqa: PLR0913 - which, where to, why
    *, instance_id: UUID, plan: MigrationPlan, why: Why, by: Actor, now: datetime
) -> None:
    """Let an instance go on under another version of its process; one that rests goes over too and rests on.

    Timers, waits, open steps and incidents stay, work items get the new version's form. Its former state is kept so
    that ``undo_migration`` can bring it back until it moves.

    Raises:
        NotMigratable: the plan or the instance does not fit the new version.
        OtherVersion: it does not run the version the plan begins with (any more).
        InstanceNotActive: it has ended.
    """
    atlas = planning.survey(plan)
    family = Family(by, now, supervising=True)
    live = family.lock(instance_id)
    if live.row.version_id != plan.from_version:
        raise OtherVersion(live.row.case_number)
    before, state, kept = rows.elements(live.run), live.row.state, rows.copy(instance_id)
    live.run = retarget(live.run, atlas)
    detail = {"from": atlas.old.version_number, "to": atlas.new.version_number, "reason": why.reason}
    live.run.effects.stories.append(Story("migrated", detail={**detail, "mapping": dict(plan.mapping)}))
    if live.row.suspended_at is None:
        stepping.settle(live.run)
    _require_calm(live.run)
    moved = bool(live.run.effects.path or live.run.effects.user_opened)
    _switch(family, live, plan.to_version)
    rows.follow(before, live.run)
    MigrationUndo.objects.filter(pk=instance_id).delete()
    if not moved:
        MigrationUndo.objects.create(
            instance_id=instance_id,
            from_version_id=plan.from_version,
            to_version_id=plan.to_version,
            batch_id=why.batch_id,
            state=state,
            rows=kept,
            after_digest=_digest(instance_id),
            at=now,
        )


@transaction.atomic
def undo_migration(*, instance_id: UUID, why: Why, by: Actor, now: datetime) -> None:
    """Bring a migrated instance back to the very state it had, if it has not moved since.

    Raises:
        MovedOn: it has, or it was migrated by another batch than ``why`` names, or never.
        InstanceNotActive: it has ended.
    """
    family = Family(by, now, supervising=True)
    live = family.lock(instance_id)
    undo = MigrationUndo.objects.filter(pk=instance_id).first()
    of_another = undo is not None and why.batch_id is not None and undo.batch_id != why.batch_id
    if undo is None or of_another or bytes(undo.after_digest) != _digest(instance_id):
        raise MovedOn(live.row.case_number)
    before = rows.elements(live.run)
    live.run = codec.decode(bytes(undo.state), definitions.get(undo.from_version_id), live.run.host)
    detail = {"to": live.run.definition.version_number, "reason": why.reason}
    live.run.effects.stories.append(Story("migration_undone", detail=detail))
    _switch(family, live, undo.from_version_id)
    rows.follow(before, live.run)
    rows.bring_back(instance_id, bytes(undo.rows))
    undo.delete()


def rehearse(*, plan: MigrationPlan, by: Actor, now: datetime) -> Iterator[Rehearsed]:
    """Migrate every running instance of the plan's first version, each in a transaction that is rolled back.

    No lock is held for longer than one instance takes; nothing of it can be seen outside.

    Raises:
        NotMigratable: the plan itself does not fit.
    """
    planning.survey(plan)
    running = ProcessInstance.objects.filter(version_id=plan.from_version, status="running")
    for instance_id, case_number in list(running.order_by("started_at", "id").values_list("id", "case_number")):
        found: tuple[Obstacle, ...] = ()
        try:
            with transaction.atomic():
                migrate(instance_id=instance_id, plan=plan, why=Why(reason=""), by=by, now=now)
                transaction.set_rollback(True)
        except NotMigratable as refused:
            found = refused.obstacles
        except (InstanceNotActive, OtherVersion):
            continue
        yield Rehearsed(instance_id=instance_id, case_number=case_number, obstacles=found)


def _switch(family: Family, live: Live, version_id: UUID) -> None:
    """Write the instance under its version, and tell the work list."""
    live.row.version_id, live.repinned = version_id, True
    try:
        _advance.finish(family, live)
    except script.Trouble as problem:
        raise NotMigratable([Obstacle(element_id="", why=problem.message)]) from problem
    ProcessInstance.objects.filter(pk=live.row.id).update(version_id=version_id)


def _require_calm(run: Run) -> None:
    """A migration that would leave something stuck is none."""
    troubles = [Obstacle(element_id=one.element_id or "", why=one.kind) for one in run.effects.troubles]
    if troubles:
        raise NotMigratable(troubles)


def _digest(instance_id: UUID) -> bytes:
    state = ProcessInstance.objects.values_list("state", flat=True).get(pk=instance_id)
    return hashlib.sha256(bytes(state)).digest()
