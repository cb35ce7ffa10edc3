"""kill -9 in the middle of a completion and of a job."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from uuid import UUID

import pytest
from django.db import connection

from engine import definitions, operations, ports, queries, verification
from engine.actors import SYSTEM
from engine.models import InstanceEvent, Job, OpenStep, ProcessInstance
from tests.engine.building import bundle, extension, flows, io, node, script, timer, user
from tests.faults import actions

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]

PAY = node(
    "serviceTask",
    "pay",
    extension('<zeebe:taskDefinition type="faults.pay"/>' + io("in =n -> amount", "out =number -> receipt")),
)
LATE = node("boundaryEvent", "late", timer("timeDuration", "P9D"), attachedToRef="b")


@pytest.fixture
def begun(tmp_path):
    """Cases of a small process: task a, task b under a timer, then an outside payment."""
    before = dict(ports._filled)
    ports.install(worklist=None, calendar=None, rates=None)
    definitions.forget()
    os.environ["FAULTS_LEDGER"] = str(tmp_path / "ledger")
    (tmp_path / "ledger").touch()
    actions.register()
    parts = (
        user("a"),
        script("calc", "=n + 1", "m"),
        user("b"),
        LATE,
        node("endEvent", "missed"),
        PAY,
        node("endEvent", "e"),
    )
    made = bundle("killed", node("startEvent", "s"), *parts, flows("s -> a -> calc -> b -> pay -> e", "late -> missed"))
    operations.deploy(bundle=made, by=SYSTEM, now=actions.NOW)

    def start() -> UUID:
        return operations.start(process_id="killed", variables={}, participants=(), by=SYSTEM, now=actions.NOW).id

    yield start
    ports._filled.clear()
    ports._filled.update(before)
    definitions.forget()


def run(*words: str, failpoint: str = "", **more) -> subprocess.Popen:
    environment = {**os.environ, "ENGINE_FAILPOINT": failpoint}
    return subprocess.Popen([sys.executable, "-m", "tests.faults.actions", *words], env=environment, **more)


def killed(process: subprocess.Popen) -> bool:
    return process.wait(timeout=60) == -signal.SIGKILL


def task(instance_id: UUID, element_id: str) -> OpenStep:
    return OpenStep.objects.get(instance_id=instance_id, element_id=element_id)


@pytest.mark.parametrize("place", ["before_write", "after_write", "before_commit"])
def test_a_completion_killed_before_the_commit_never_happened(begun, place):
    instance_id = begun()
    step = task(instance_id, "a")
    assert killed(run("complete", str(instance_id), str(step.task_id), failpoint=f"kill:{place}"))
    assert task(instance_id, "a").task_id == step.task_id
    assert list(verification.verify()) == []
    assert not InstanceEvent.objects.filter(kind="task_completed").exists()
    actions.complete(str(instance_id), str(step.task_id))
    assert task(instance_id, "b")


def test_a_completion_killed_after_the_commit_happened_once(begun):
    instance_id = begun()
    step = task(instance_id, "a")
    assert killed(run("complete", str(instance_id), str(step.task_id), failpoint="kill:after_commit"))
    assert task(instance_id, "b")
    with pytest.raises(operations.TaskNotOpen):
        actions.complete(str(instance_id), str(step.task_id))
    assert InstanceEvent.objects.filter(kind="task_completed").count() == 1


@pytest.mark.parametrize("place", ["job_claimed", "job_called", "job_applied"])
def test_a_job_whose_worker_dies_is_done_by_the_next_after_the_lease(begun, place, tmp_path):
    instance_id = begun()
    for element_id in ("a", "b"):
        actions.complete(str(instance_id), str(task(instance_id, element_id).task_id))
    assert killed(run("work", failpoint=f"kill:{place}"))
    assert Job.objects.count() == 1
    deadline = time.monotonic() + 20
    while Job.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.3)
        actions.work()
    assert ProcessInstance.objects.get(pk=instance_id).status == "completed"
    assert queries.variables(instance_id)["receipt"] == "R1"
    assert InstanceEvent.objects.filter(kind="handler_done", element_id="pay").count() == 1
    assert len(set((tmp_path / "ledger").read_text().split())) == 1


@pytest.fixture
def notes(begun):
    """Fifty pieces of work in the background, each of which writes a line into a table without any uniqueness."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE faults_note (key text)")
    work = {f"n{number:02}": {} for number in range(50)}
    operations.enqueue(type="faults.note", work=work, due_at=actions.NOW)

    def written() -> Counter[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT key FROM faults_note")
            return Counter(row[0] for row in cursor.fetchall())

    yield written
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE faults_note")


def test_work_whose_worker_dies_before_the_commit_is_done_once_by_the_next_after_the_lease(notes):
    assert killed(run("background", failpoint="kill:background_done"))
    assert notes() == {}
    assert Job.objects.filter(lease_id=None).count() == 30
    assert Job.objects.exclude(lease_id=None).count() == 20
    died = time.monotonic()
    assert run("background").wait(timeout=60) == 0
    while Job.objects.exists() and time.monotonic() < died + 20:
        time.sleep(0.2)
        assert run("background").wait(timeout=60) == 0
    assert set(notes().values()) == {1}
    assert len(notes()) == 50


def test_workers_killed_at_random_in_the_background_lose_and_double_nothing(notes, chance, rounds):
    for number in range(4 + rounds):
        work = {f"r{number}-{piece}": {} for piece in range(300)}
        operations.enqueue(type="faults.note", work=work, due_at=actions.NOW)
        before = sum(notes().values())
        worker = run("background")
        while sum(notes().values()) == before and worker.poll() is None:
            time.sleep(0.001)
        time.sleep(chance.random() / 20)
        worker.kill()
        worker.wait(timeout=30)
    Job.objects.update(lease_ends_at=None, lease_id=None)
    assert run("background").wait(timeout=60) == 0
    assert not Job.objects.exists()
    assert set(notes().values()) == {1}
    assert len(notes()) == 50 + 300 * (4 + rounds)


def test_processes_killed_at_random_lose_and_double_nothing(begun, chance, seed, rounds):
    deaths = 4 + rounds
    # More than they can do until the last of them dies, also where the machine is slow to kill.
    cases = [begun() for _ in range(60 * deaths)]
    for number in range(deaths):
        process = run("toil", str(seed + number), stdout=subprocess.PIPE)
        for _ in range(3):
            assert process.stdout.readline() == b"done\n"
        time.sleep(chance.random() / 20)
        process.kill()
        process.communicate(timeout=30)
        assert list(verification.verify(cases)) == []
    # A run over nothing proves nothing: something must have been done before each death.
    assert 3 * deaths <= InstanceEvent.objects.filter(kind="task_completed").count() < 2 * len(cases)
    Job.objects.update(lease_ends_at=None, lease_id=None)
    assert run("toil", str(seed), stdout=subprocess.DEVNULL).wait(timeout=120) == 0
    actions.work()
    done = Counter(InstanceEvent.objects.filter(kind="task_completed").values_list("instance_id", "element_id"))
    assert set(done.values()) == {1}
    assert len(done) == 2 * len(cases)
    assert ProcessInstance.objects.filter(status="completed").count() == len(cases)
