"""The instances one step touches, locked and stepped together: a case, those it called, those that called it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from engine import definitions, environment, prepared
from engine.actors import Actor
from engine.commands import _rows, _services, _watching
from engine.commands._rows import Row
from engine.direct import Query, Record
from engine.feel import Environment, Value
from engine.participants import ParticipantSpec
from engine.spiff import codec, stepping
from engine.spiff.host import ServiceReply, ServiceRequest
from engine.spiff.run import Run

_ACTORS = (
    "SELECT DISTINCT actor_id FROM engine_instanceevent "
    "WHERE root_id = %s AND kind = 'task_completed' AND element_id = ANY(%s)"
)


@dataclass
class Live:
    """An instance being stepped: its row, its run, and what is reported beside the run's effects."""

    row: Row
    run: Run
    participants: dict[str, ParticipantSpec] = field(default_factory=dict)
    changed_roles: set[str] = field(default_factory=set)
    completed: dict[UUID, Actor] = field(default_factory=dict)
    told: int = 0
    #: Its open user tasks are to be pinned to the version it has now.
    repinned: bool = False


@dataclass
class Family:
    """All that one transaction has loaded; ``by`` caused the step, at ``now``; ``supervising`` may touch what rests;
    with ``ends_transaction`` the step's write is the transaction's last, as far as the command knows.
    """

    by: Actor
    now: datetime
    members: dict[UUID, Live] = field(default_factory=dict)
    supervising: bool = False
    ends_transaction: bool = False

    def live(self, instance_id: UUID) -> Live:
        """An instance of the family, loaded and locked once."""
        found = self.members.get(instance_id)
        return found or self._load(_rows.read(instance_id))

    def lock(self, instance_id: UUID) -> Live:
        """Begin with an instance: its root is locked first.

        Raises:
            InstanceNotFound: there is none.
            InstanceNotActive: it has ended.
            InstanceSuspended: it rests, and this is no supervisor's operation.
        """
        if instance_id in self.members:
            return self.members[instance_id]
        rows = _rows.lock(instance_id)
        return self._begin(rows, next(row for row in rows if row.id == instance_id))

    def lock_of_task(self, task_id: UUID, then: Query) -> tuple[Live | None, list[Record]]:
        """Begin with the instance at which a task is open, None where it is open nowhere, and what ``then`` finds under
        the lock; raises as ``lock``.
        """
        rows, seen = _rows.lock_of_task(task_id, then)
        # The outermost comes first; of a case that nobody called there is one row.
        return (self._begin(rows, rows[-1]) if rows else None), seen

    def _begin(self, rows: list[Row], own: Row) -> Live:
        if own.status != "running":
            raise _rows.InstanceNotActive(own.id, own.status)
        if rows[0].suspended_at is not None and not self.supervising:
            raise _rows.InstanceSuspended(own.id, rows[0].case_number)
        return self._load(own)

    def _load(self, row: Row) -> Live:
        host = Circumstances(self, row.id)
        run = codec.decode(row.state, definitions.get(row.version_id), host)
        live = self.adopt(row, run)
        for role, (kind, ref) in run.memory.get("roles", {}).items():
            live.participants[role] = ParticipantSpec(role=role, kind=kind, ref=ref)
        return live

    def adopt(self, row: Row, run: Run) -> Live:
        """Take in an instance that has just been made."""
        if (watcher := _watching.watcher()) is not None:
            run.effects.path = _watching.WatchedPath(watcher)
        self.members[row.id] = Live(row, run)
        return self.members[row.id]

    def hold(self, live: Live, participant: ParticipantSpec) -> None:
        """Let somebody hold a role from now on."""
        live.participants[participant.role] = participant
        live.changed_roles.add(participant.role)
        live.run.memory.setdefault("roles", {})[participant.role] = [participant.kind, participant.ref]


class Circumstances:
    """The host of one instance during one step (see ``engine.spiff.host``)."""

    def __init__(self, family: Family, instance_id: UUID) -> None:
        """Stand for one instance of the family."""
        self._family = family
        self._id = instance_id

    @property
    def now(self) -> datetime:
        """The step's time."""
        return self._family.now

    @property
    def environment(self) -> Environment:
        """The world at the step's time."""
        return environment.at(self._family.now)

    @property
    def names(self) -> Mapping[str, Value]:
        """``instance`` and ``participants`` as every expression may read them."""
        live = self._family.members.get(self._id)
        return {} if live is None else names_of(live)

    def service(self, request: ServiceRequest) -> ServiceReply:
        """Run a handler under a savepoint, or write a Job for it."""
        return _services.carry_out(self._family, self._family.members[self._id], request)

    def actors_of(self, element_ids: tuple[str, ...]) -> tuple[UUID, ...]:
        """Who completed these tasks in the family: from the history, and in this very step."""
        root_id = self._family.members[self._id].row.root_id
        found = {row[0] for row in prepared.fetch(_ACTORS, [root_id, list(element_ids)])}
        return tuple(sorted(found | self._just_now(element_ids)))

    def caller_catches(self, code: str | None) -> bool:
        """Ask the instance that called this one, and the one that called that."""
        row = self._family.members[self._id].row
        if row.parent_id is None or row.parent_task_id is None:
            return False
        return stepping.catches(self._family.live(row.parent_id).run, row.parent_task_id, code)

    def _just_now(self, element_ids: tuple[str, ...]) -> set[UUID]:
        stories = (story for live in self._family.members.values() for story in live.run.effects.stories)
        done = any(story.kind == "task_completed" and story.element_id in element_ids for story in stories)
        return {self._family.by.id} if done else set()


def names_of(live: Live) -> dict[str, Any]:
    """The read-only names an expression of this instance may use."""
    row = live.row
    return {
        "instance.id": str(row.id),
        "instance.rootId": str(row.root_id),
        "instance.parentId": None if row.parent_id is None else str(row.parent_id),
        "instance.caseNumber": row.case_number,
        "instance.title": row.title,
        "instance.startedAt": row.started_at,
        "participants": {role: str(held.ref) for role, held in live.participants.items()},
    }
