"""A lease is renewed while a call lasts, given back behind a slow one, and whoever lost it ends nothing."""

import time
from datetime import timedelta

import pytest
from django.db import connection

from engine import backoff, jobs, leases
from engine.commands.run_job import claim, run_job
from engine.models import InstanceEvent, Job
from tests.engine.jobs.conftest import PAYING, at_once, in_thread

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def short(settings):
    settings.ENGINE_LEASE_SECONDS = 0.6
    settings.ENGINE_WAKES = False


def test_a_call_may_last_longer_than_its_lease_and_stays_with_who_makes_it(case, bank, short):
    case.deploy(PAYING)
    case.start("paying", amount=5)
    bank.door.clear()
    worker = in_thread(lambda: jobs.run_due(case.now))
    assert bank.entered.wait(10)
    until = time.monotonic() + 3
    while time.monotonic() < until:
        assert claim(limit=5, now=case.now) == []
        time.sleep(0.1)
    bank.door.set()
    worker.join(30)
    assert case.open == ["after"]
    assert len(bank.calls) == 1


def test_a_call_that_lasts_longer_than_any_may_is_taken_for_dead(case, bank, short, settings):
    settings.ENGINE_CALL_SECONDS = 0.5
    case.deploy(PAYING)
    case.start("paying", amount=5)
    bank.door.clear()
    worker = in_thread(lambda: jobs.run_due(case.now))
    assert bank.entered.wait(10)
    until, taken = time.monotonic() + 10, []
    while not taken and time.monotonic() < until:
        taken = claim(limit=5, now=case.now)
        time.sleep(0.1)
    bank.door.set()
    worker.join(30)
    assert run_job(job=taken[0], now=case.now)
    assert case.open == ["after"]
    assert len(set(bank.calls)) == 1
    assert InstanceEvent.objects.filter(kind="handler_done").count() == 1


def test_jobs_behind_a_slow_call_are_given_to_others(case, bank, short):
    case.deploy(PAYING)
    for _ in range(4):
        case.start("paying", amount=5)
    bank.door.clear()
    worker = in_thread(lambda: jobs.run_due(case.now))
    assert bank.entered.wait(10)
    assert claim(limit=5, now=case.now) == []
    until, taken = time.monotonic() + 10, []
    while not taken and time.monotonic() < until:
        time.sleep(0.05)
        taken = claim(limit=5, now=case.now, lease=timedelta(seconds=30))
    assert len(taken) == 3
    assert {job.attempts for job in taken} == {1}
    bank.door.set()
    worker.join(30)
    for job in taken:
        assert run_job(job=job, now=case.now)
    assert case.open == ["after"] * 4
    assert len(bank.calls) == len(set(bank.calls)) == 4


def test_jobs_behind_a_slow_call_wait_a_second_however_long_the_lease(case, bank, settings):
    settings.ENGINE_WAKES = False
    assert leases.length() == timedelta(seconds=15)
    case.deploy(PAYING)
    for _ in range(2):
        case.start("paying", amount=5)
    bank.door.clear()
    worker = in_thread(lambda: jobs.run_due(case.now))
    assert bank.entered.wait(10)
    began, taken = time.monotonic(), []
    while not taken and time.monotonic() < began + 10:
        time.sleep(0.05)
        taken = claim(limit=5, now=case.now)
    assert 0.5 < time.monotonic() - began < 3
    bank.door.set()
    worker.join(30)
    assert run_job(job=taken[0], now=case.now)
    assert case.open == ["after"] * 2
    assert len(set(bank.calls)) == len(bank.calls) == 2


def slow(bank, case) -> None:
    """The bank keeps its caller waiting for more than a second."""
    bank.door.clear()
    worker = in_thread(lambda: jobs.run_due(case.now))
    assert bank.entered.wait(10)
    time.sleep(1.3)
    bank.door.set()
    worker.join(30)


def test_the_back_off_of_a_slow_failure_begins_at_its_end(case, bank, monkeypatch):
    monkeypatch.setattr(backoff, "FIRST_SECONDS", 0)
    bank.fails = True
    case.deploy(PAYING)
    case.start("paying", amount=5)
    slow(bank, case)
    assert Job.objects.get().due_at - case.now >= timedelta(seconds=1)
    assert claim(limit=5, now=case.now) == []


def test_history_tells_the_end_of_a_slow_call(case, bank):
    case.deploy(PAYING)
    case.start("paying", amount=5)
    slow(bank, case)
    assert InstanceEvent.objects.get(kind="handler_done").at - case.now >= timedelta(seconds=1)


def test_many_workers_at_once_never_hold_the_same_job(case, bank):
    case.deploy(PAYING)
    for _ in range(40):
        case.start("paying", amount=5)
    taken = at_once(*[lambda: claim(limit=15, now=case.now)] * 4)
    keys = [job.id for jobs_ in taken for job in jobs_]
    assert len(keys) == len(set(keys)) == 40


def test_a_job_somebody_died_over_is_taken_alone(case, bank):
    case.deploy(PAYING)
    for _ in range(3):
        case.start("paying", amount=5)
    first = claim(limit=2, now=case.now)
    Job.objects.filter(pk__in=[job.pk for job in first]).update(lease_ends_at="2000-01-01T00:00Z")
    assert [len(claim(limit=5, now=case.now)) for _ in range(4)] == [1, 1, 1, 0]


def test_a_job_over_which_workers_die_again_and_again_becomes_an_incident(case, bank):
    case.deploy(PAYING)
    case.start("paying", amount=5)
    deaths = 0
    while Job.objects.exists():
        (job,) = claim(limit=1, now=case.now)
        if job.attempts <= 6:
            deaths += 1
            Job.objects.update(lease_ends_at="2000-01-01T00:00Z")
        else:
            assert not run_job(job=job, now=case.now)
    assert deaths == 6
    assert bank.calls == []
    assert case.row.incidents.get(resolved_at=None).element_id == "pay"


def test_renewing_waits_for_nobody(case, bank, short):
    """A row that is locked is being finished at this moment: the thread that renews must not hang on it."""
    case.deploy(PAYING)
    case.start("paying", amount=5)
    batch = leases.Batch(claim(limit=5, now=case.now))
    held = threading_lock(case)
    try:
        begun = time.monotonic()
        leases.renew([batch])
        assert time.monotonic() - begun < 2
    finally:
        held.rollback()
        held.close()


def threading_lock(case):
    """Another connection that has the job's row locked."""
    other = connection.copy()
    other.set_autocommit(autocommit=False)
    with other.cursor() as cursor:
        cursor.execute("SELECT 1 FROM engine_job FOR UPDATE")
    return other
