"""The world a scenario runs in: its clock, its people, a work list in memory, and who may do what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import QuerySet

from engine.actors import Actor
from engine.models import ProcessInstance, StartTimer
from engine.participants import ParticipantSpec
from engine.ports import UserTask, WorkChange
from engine.prepared import Statement
from engine.scenarios import dues


class Failed(Exception):
    """An expectation that did not hold, in words."""


class NotThere(Failed):
    """What a step is about is not there: no job, no incident, no case."""


class NotOpen(Exception):
    """A task that is to be completed is not open."""


class NotAllowed(Exception):
    """Somebody of this role may not complete this task."""


def person(role: str) -> UUID:
    """The id of a person of a role: ``role`` is the first, ``role#2`` the second."""
    plain = role.removesuffix("#1")
    return uuid5(NAMESPACE_URL, f"scenario:{plain}")


@dataclass
class Work:
    """Open user tasks in the order they opened."""

    open: dict[UUID, UserTask] = field(default_factory=dict)
    place: dict[UUID, UUID] = field(default_factory=dict)

    def sync(self, change: WorkChange, statement: Statement) -> None:
        """Keep what is open."""
        for task in (*change.opened, *change.updated):
            self.open[task.id] = task
            self.place[task.id] = change.instance.id
        for closed in change.closed:
            self.open.pop(closed.id, None)


@dataclass
class World:
    """One scenario under way; ``top`` is its instance once there is one."""

    now: datetime
    process_id: str = ""
    work: Work = field(default_factory=Work)
    top: UUID | None = None
    roots: list[UUID] = field(default_factory=list)
    versions: list[UUID] = field(default_factory=list)
    path: list[str] = field(default_factory=list)

    def mine(self) -> list[UUID]:
        """All instances of this scenario: a busy database beside must not move."""
        return list(ProcessInstance.objects.filter(root_id__in=self.roots).values_list("id", flat=True))

    def began(self, process_id: str, instance_id: UUID) -> None:
        """Note an instance that was made, whatever started it; the first of the scenario's process is its own."""
        self.roots.append(instance_id)
        if self.top is None and process_id == self.process_id:
            self.top = instance_id

    def passed(self, element_id: str) -> None:
        """Note an element that a token went through, in whichever instance."""
        self.path.append(element_id)

    def starting(self) -> QuerySet[StartTimer]:
        """The start timers of the processes this scenario deployed, in the order they are due."""
        return StartTimer.objects.filter(version_id__in=self.versions, version__is_live=True).order_by("due_at", "id")

    def due(self) -> dues.Dues:
        """What of ours is due now."""
        return dues.now(self.roots, self.versions, self.now)

    def next_due(self, until: datetime) -> datetime | None:
        """When the next timer or job of ours is due, at the latest at a moment."""
        moment = dues.next_after(self.roots, self.versions, self.now)
        return moment if moment is not None and moment <= until else None


def actor_for(task: UserTask, wanted: str | None) -> Actor:
    """Who completes a task: somebody of the role, or anybody who may.

    Raises:
        NotAllowed: the role, or this person of it, may not.
    """
    if wanted is None:
        role = _natural_role(task)
        for number in ("", *(f"#{n}" for n in range(2, 50))):
            candidate = person(f"{role}{number}")
            if candidate not in task.not_by:
                return Actor(kind="person", id=candidate)
        raise NotAllowed(role)
    role = wanted.partition("#")[0]
    chosen = person(wanted)
    if chosen in task.not_by or not _may(task, role, chosen):
        raise NotAllowed(wanted)
    return Actor(kind="person", id=chosen)


def holders(roles: Any) -> list[ParticipantSpec]:  # noqa: ANN401 - any iterable of names
    """A first person for each role."""
    return [ParticipantSpec(role=role, kind="person", ref=person(role)) for role in roles]


def _natural_role(task: UserTask) -> str:
    if task.candidate_groups:
        return task.candidate_groups[0].rpartition(":")[2]
    return task.role or "anybody"


def _may(task: UserTask, role: str, chosen: UUID) -> bool:
    """An assignment definition overrides the lane; without either everybody may."""
    if task.assignee is not None:
        return task.assignee in {role, str(chosen)}
    if task.candidate_groups or task.candidate_users:
        groups = {group.rpartition(":")[2] for group in task.candidate_groups}
        return role in groups or role in task.candidate_users or str(chosen) in task.candidate_users
    return task.role is None or task.role == role
