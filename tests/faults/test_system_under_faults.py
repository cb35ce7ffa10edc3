"""Parts of the running system die, hang or vanish while people work: nothing is lost, nothing is doubled."""

from __future__ import annotations

import logging
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Model, QuerySet

from config.embedded import postgres
from engine import clock, operations, verification
from engine.actors import SYSTEM
from engine.models import (
    Incident,
    InstanceEvent,
    Job,
    Message,
    OpenStep,
    ProcessInstance,
    ProcessVersion,
    StartTimer,
    Timer,
)
from tasks.models import WorkItem
from tests.faults import outer_world
from tests.faults.conftest import FaultSite
from tests.faults.load import DIED, DONE, Load, wait_for
from tests.faults.office import TICKS, Office
from tests.faults.private import PrivateServers

pytestmark = pytest.mark.faults
#: Completions between two faults, so that each fault meets work.
AT_LEAST = 4
log = logging.getLogger("faults")
FAULTS = (
    "web",
    "worker",
    "beat",
    "postgres",
    "backend",
    "redis_killed",
    "redis_hanging",
    "redis_flushed",
    "worker_without_redis",
    "disk_full",
    "files_cannot_grow",
    "deployment",
    "migration",
    "clock_jumps",
)


@dataclass
class Scene:
    """Everything a fault may touch."""

    site: FaultSite
    servers: PrivateServers
    office: Office
    chance: random.Random

    def web(self) -> None:
        self.site.kill_web()
        self.site.start_web()

    def worker(self) -> None:
        self.site.kill_worker()
        time.sleep(self.chance.random())
        self.site.start_worker()

    def beat(self) -> None:
        self.site.kill_beat()
        self.site.start_beat()

    def postgres(self) -> None:
        self.servers.kill_postgres()
        time.sleep(self.chance.random())
        self.servers.start_postgres()

    def backend(self) -> None:
        wait_for(self.servers.kill_a_backend, 10, "a connection to kill")

    def redis_killed(self) -> None:
        self.servers.kill_valkey()
        time.sleep(1 + self.chance.random())
        self.servers.start_valkey()

    def worker_without_redis(self) -> None:
        """A worker that is started while Redis is away does its work all the same."""
        self.servers.kill_valkey()
        self.site.kill_worker()
        before = InstanceEvent.objects.filter(kind="timer_fired").count()
        self.site.start_worker()
        fired = InstanceEvent.objects.filter(kind="timer_fired")
        try:
            wait_for(lambda: fired.count() > before, 30, "a timer fires without Redis")
        finally:
            self.servers.start_valkey()

    def redis_hanging(self) -> None:
        with self.servers.frozen_valkey():
            time.sleep(2 + self.chance.random())

    def redis_flushed(self) -> None:
        self.servers.flush_valkey()

    def deployment(self) -> None:
        self.office.deploy()

    def migration(self) -> None:
        """Rehearse, take every running case along to the next edition, bring each third back that has not moved."""
        old = ProcessVersion.objects.get(process_id="faulty", is_live=True)
        running = ProcessInstance.objects.filter(version=old, status="running")
        wait_for(lambda: running.count() > 3, 30, "cases that can be migrated")
        self.office.deploy()
        new = ProcessVersion.objects.get(process_id="faulty", is_live=True)
        ends = {f"e{old.number}": f"e{new.number}"}
        plan = operations.MigrationPlan(from_version=old.pk, to_version=new.pk, mapping=ends)
        assert all(told.is_ok for told in operations.rehearse(plan=plan, by=SYSTEM, now=clock.now()))
        taken = [pk for pk in ids(running) if self.take(pk, plan)]
        assert taken, "nothing ran that could be migrated"
        for instance_id in taken[::3]:
            with suppress(operations.MovedOn, operations.InstanceNotActive):
                operations.undo_migration(
                    instance_id=instance_id, why=operations.Why(reason="back"), by=SYSTEM, now=clock.now()
                )

    def take(self, instance_id: UUID, plan: operations.MigrationPlan) -> bool:
        """Migrate one case; False where it ended meanwhile."""
        try:
            why = operations.Why(reason="taken along")
            operations.migrate(instance_id=instance_id, plan=plan, why=why, by=SYSTEM, now=clock.now())
        except operations.InstanceNotActive:
            return False
        return True

    def clock_jumps(self) -> None:
        """An hour back, and two on."""
        call_command("move_clock", "--back", "PT1H")
        time.sleep(self.chance.random())
        call_command("move_clock", "PT2H")

    def disk_full(self) -> None:
        self.write_until_refused(self.servers.full_disk())

    def files_cannot_grow(self) -> None:
        self.write_until_refused(self.servers.files_that_cannot_grow())

    def write_until_refused(self, no_room: AbstractContextManager[None]) -> None:
        """Write beside the people at work until there is no room (that nobody noticed would prove nothing), and let
        them meet it for a while.
        """
        with postgres.connect(self.servers.places, self.servers.database) as link, no_room:
            with pytest.raises(psycopg.Error):
                write_ballast(link)
            time.sleep(1 + self.chance.random())
        with postgres.connect(self.servers.places, self.servers.database) as link:
            link.execute("TRUNCATE faults_ballast")

    def all_faults(self) -> list[Callable[[], None]]:
        return [getattr(self, name) for name in FAULTS]


@pytest.fixture
def scene(site: FaultSite, private: PrivateServers, office: Office, chance: random.Random) -> Scene:
    return Scene(site=site, servers=private, office=office, chance=chance)


def write_ballast(link: psycopg.Connection) -> None:
    """Some 640 MB, more than there is room for."""
    for _ in range(200):
        link.execute("INSERT INTO faults_ballast SELECT repeat(md5(n::text), 200) FROM generate_series(1, 500) n")


def ids(rows: QuerySet[Model]) -> list[UUID]:
    return list(rows.values_list("pk", flat=True))


def completions() -> int:
    return InstanceEvent.objects.filter(kind="task_completed").count()


def differences() -> list[str]:
    """What the checker says as soon as PostgreSQL is there to be asked."""
    found: list[str] = []

    def ask() -> bool:
        found[:] = map(str, verification.verify())
        return True

    wait_for(ask, 30, "PostgreSQL answers")
    return found


def test_nothing_is_lost_or_doubled_while_parts_of_the_system_die_at_random(scene, seed, rounds):
    with Load(scene.office, scene.site.url, seed, most_cases=2_000 * rounds) as load:
        for number in range(rounds):
            faults = scene.all_faults()
            scene.chance.shuffle(faults)
            for fault in faults:
                some_work(load)
                time.sleep(scene.chance.random() / 5)
                log.warning("round %s: %s after %s completions", number, fault.__name__, completions())
                fault()
                assert differences() == [], fault.__name__
        drain(load)
    all_is_done_once(load)


def some_work(load: Load) -> None:
    """Wait until people got on with their work, so that the next fault meets some."""
    before = completions()
    went_on = lambda: load.trouble or completions() >= before + AT_LEAST  # noqa: E731
    wait_for(went_on, 60, lambda: f"people get on with their work ({load.last_answers()})")
    assert not load.trouble, load.trouble


def drain(load: Load) -> None:
    """Work off what has begun; the leases of dead workers run out at once, as they would in a minute."""
    load.finish_begun()
    time.sleep(1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE engine_job SET lease_ends_at = clock_timestamp() WHERE lease_ends_at IS NOT NULL")
    wait_for(all_have_ended, 120, lambda: f"every case ends ({what_is_left()})")


def all_have_ended() -> bool:
    """Whether nothing runs any more; a step whose handler met the full disk is tried again, as a supervisor would."""
    for incident in Incident.objects.filter(resolved_at=None):
        with suppress(operations.IncidentNotOpen, operations.InstanceNotActive):
            operations.retry(incident_id=incident.pk, by=SYSTEM, now=clock.now())
    return not ProcessInstance.objects.filter(status="running").exists() and not StartTimer.objects.exists()


def what_is_left() -> str:
    """For the message of a test that fails: what the cases that have not ended wait for."""
    now = clock.now()
    steps = Counter(OpenStep.objects.values_list("process_id", "element_id"))
    jobs = Job.objects.values_list("type", "attempts", "parked", "due_at", "lease_ends_at", "last_error")[:5]
    timers = Timer.objects.filter(due_at__lte=now).values_list("element_id", "attempts", "parked", "retry_at")[:5]
    starts = StartTimer.objects.values_list("due_at", "attempts", "retry_at")
    incidents = Incident.objects.filter(resolved_at=None).values_list("element_id", "message")[:5]
    kept = Message.objects.filter(is_open=True).values_list("name", "attempts", "parked", "retry_at")[:5]
    return f"at {now}: {steps}, {[*map(list, (jobs, timers, starts, incidents, kept))]}"


def all_is_done_once(load: Load) -> None:
    assert differences() == []
    begun = list(map(str, load.begun))
    ended = ProcessInstance.objects.filter(status="completed")
    cases, ticks = (set(map(str, ids(ended.filter(process_id=name)))) for name in ("faulty", "ticking"))
    # A case whose beginning was committed while the answer was lost is there, though the beginner never heard of it.
    assert set(begun) <= cases
    assert not Incident.objects.filter(resolved_at=None).exists()
    assert not WorkItem.objects.filter(state="open").exists()
    assert sorted(outer_world.effects("paid")) == sorted(cases)
    assert sorted(outer_world.effects("marked")) == sorted(cases | ticks)
    assert len(ticks) == TICKS
    calls = Path(os.environ["FAULTS_LEDGER"]).read_text().split()
    assert len(set(calls)) == len(cases)
    done = Counter(InstanceEvent.objects.filter(kind="task_completed").values_list("instance_id", "element_id"))
    assert set(done.values()) == {1}
    assert len(done) == 2 * len(cases)
    heard = Counter(InstanceEvent.objects.filter(kind="message").values_list("instance_id", flat=True))
    assert sorted(map(str, heard.elements())) == sorted(cases)
    enough_was_done(load)


def enough_was_done(load: Load) -> None:
    """A run over nothing proves nothing."""
    assert len(load.begun) >= 15, load.answers
    assert load.answers[DONE] >= 30, load.answers
    assert load.doubles, "nothing was posted twice at the same moment"
    unexpected = set(load.answers) - {DONE, DIED, 403, 404, 409, 410, 422, 500, 503}
    assert not unexpected, load.answers
