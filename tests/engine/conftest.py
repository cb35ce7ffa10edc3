"""An engine with a work list that remembers, a calendar of weekends only, and one case at hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from engine import definitions, handlers, operations, ports, verification
from engine.actors import Actor
from engine.bundle import Bundle
from engine.models import ProcessInstance
from engine.participants import ParticipantSpec
from engine.prepared import Statement
from tests.engine.building import PERSON

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Seoul"))


@dataclass
class RememberedWork:
    """The work list of these tests: what is open, and all that was ever reported."""

    open: dict[UUID, ports.UserTask] = field(default_factory=dict)
    place: dict[UUID, UUID] = field(default_factory=dict)
    changes: list[ports.WorkChange] = field(default_factory=list)

    def sync(self, change: ports.WorkChange, statement: Statement) -> None:
        self.changes.append(change)
        for task in (*change.opened, *change.updated, *change.repinned):
            self.open[task.id] = task
            self.place[task.id] = change.instance.id
        for closed in change.closed:
            del self.open[closed.id]

    def names(self) -> list[str]:
        return sorted(task.element_id for task in self.open.values())


class Weekends:
    def is_holiday(self, day, /) -> bool:
        return False


@dataclass
class Bench:
    """One case and the verbs of these tests."""

    work: RememberedWork
    now: datetime = NOW
    by: Actor = field(default_factory=lambda: Actor(kind="person", id=PERSON))
    instance_id: UUID | None = None

    def deploy(self, *bundles: Bundle) -> None:
        for bundle in bundles:
            operations.deploy(bundle=bundle, by=self.by, now=self.now)

    def start(self, process_id: str, participants: tuple[ParticipantSpec, ...] = (), **variables: object) -> "Bench":
        facts = operations.start(
            process_id=process_id, variables=variables, participants=participants, by=self.by, now=self.now
        )
        self.instance_id = facts.id
        return self

    def task(self, element_id: str, which: int = 0) -> ports.UserTask:
        return sorted((t for t in self.work.open.values() if t.element_id == element_id), key=lambda t: t.opened_at)[
            which
        ]

    def complete(self, element_id: str, which: int = 0, **data: object) -> None:
        task = self.task(element_id, which)
        operations.complete(instance_id=self.work.place[task.id], task_id=task.id, data=data, by=self.by, now=self.now)

    @property
    def open(self) -> list[str]:
        return self.work.names()

    @property
    def row(self) -> ProcessInstance:
        return ProcessInstance.objects.get(pk=self.instance_id)


@pytest.fixture
def work() -> Iterator[RememberedWork]:
    remembered = RememberedWork()
    before = dict(ports._filled)
    ports.install(worklist=remembered, calendar=Weekends(), rates=None)
    definitions.forget()
    yield remembered
    ports._filled.clear()
    ports._filled.update(before)


@pytest.fixture
def case(db: None, work: RememberedWork) -> Iterator[Bench]:
    """A case; whatever a test did with it, the checker finds nothing wrong afterwards."""
    yield Bench(work)
    if not connection.needs_rollback:
        assert list(map(str, verification.verify())) == []


@pytest.fixture
def handle() -> Iterator[Callable[..., None]]:
    """Register handlers for one test."""
    before = dict(handlers._registry)
    yield handlers.handler
    handlers._registry.clear()
    handlers._registry.update(before)
