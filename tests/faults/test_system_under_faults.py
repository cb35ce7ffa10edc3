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

import psycopg
import pytest
from django.db import connection

from config.embedded import postgres
from engine import clock, operations, verification
from engine.actors import SYSTEM
from engine.models import Incident, InstanceEvent, ProcessInstance
from tasks.models import WorkItem
from tests.faults import outer_world
from tests.faults.conftest import FaultSite
from tests.faults.load import DIED, DONE, Load, wait_for
from tests.faults.office import Office
from tests.faults.private import PrivateServers

pytestmark = pytest.mark.faults
#: Completions between two faults, so that each fault meets work.
AT_LEAST = 4
log = logging.getLogger("faults")


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

    def redis_hanging(self) -> None:
        with self.servers.frozen_valkey():
            time.sleep(2 + self.chance.random())

    def redis_flushed(self) -> None:
        self.servers.flush_valkey()

    def deployment(self) -> None:
        self.office.deploy()

    def disk_full(self) -> None:
        self.write_until_refused(self.servers.full_disk())

    def files_cannot_grow(self) -> None:
        self.write_until_refused(self.servers.files_that_cannot_grow())

    def write_until_refused(self, no_room: AbstractContextManager[None]) -> None:
        """Write beside the people at work until there is no room (that nobody noticed would prove nothing), and let
        them meet it for a while.
        """
        ballast = "INSERT INTO faults_ballast SELECT repeat(md5(n::text), 200) FROM generate_series(1, 500) n"
        with postgres.connect(self.servers.places, self.servers.database) as link, no_room:
            with pytest.raises(psycopg.Error):
                link.cursor().executemany(ballast, [()] * 200)
            time.sleep(1 + self.chance.random())
        with postgres.connect(self.servers.places, self.servers.database) as link:
            link.execute("TRUNCATE faults_ballast")

    def all_faults(self) -> list[Callable[[], None]]:
        named = ("web", "worker", "beat", "postgres", "backend", "redis_killed", "redis_hanging", "redis_flushed")
        return [getattr(self, name) for name in (*named, "disk_full", "files_cannot_grow", "deployment")]


@pytest.fixture
def scene(site: FaultSite, private: PrivateServers, office: Office, chance: random.Random) -> Scene:
    return Scene(site=site, servers=private, office=office, chance=chance)


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
    with Load(scene.office, scene.site.url, seed, most_cases=2000) as load:
        for number in range(rounds):
            faults = scene.all_faults()
            scene.chance.shuffle(faults)
            for fault in faults:
                before = completions()
                wait_for(lambda before=before: completions() >= before + AT_LEAST, 60, "work before the fault")
                time.sleep(scene.chance.random() / 5)
                log.warning("round %s: %s after %s completions", number, fault.__name__, completions())
                fault()
                assert differences() == [], fault.__name__
        drain(load)
    all_is_done_once(load)


def drain(load: Load) -> None:
    """Work off what has begun; the leases of dead workers run out at once, as they would in a minute."""
    load.finish_begun()
    time.sleep(1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE engine_job SET lease_ends_at = clock_timestamp() WHERE lease_ends_at IS NOT NULL")
    wait_for(all_have_ended, 120, "every case ends")


def all_have_ended() -> bool:
    """Whether nothing runs any more; a step whose handler met the full disk is tried again, as a supervisor would."""
    for incident in Incident.objects.filter(resolved_at=None):
        with suppress(operations.IncidentNotOpen, operations.InstanceNotActive):
            operations.retry(incident_id=incident.pk, by=SYSTEM, now=clock.now())
    return not ProcessInstance.objects.filter(status="running").exists()


def all_is_done_once(load: Load) -> None:
    assert differences() == []
    begun = list(map(str, load.begun))
    cases = set(map(str, ProcessInstance.objects.filter(status="completed").values_list("id", flat=True)))
    # A case whose beginning was committed while the answer was lost is there, though the beginner never heard of it.
    assert set(begun) <= cases
    assert not Incident.objects.filter(resolved_at=None).exists()
    assert not WorkItem.objects.filter(state="open").exists()
    assert sorted(outer_world.effects("paid")) == sorted(outer_world.effects("marked")) == sorted(cases)
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
