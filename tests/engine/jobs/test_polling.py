"""The poller and the bell: nothing costs nothing, no round chases the next, and one wake-up lies in Redis at a time."""

import threading
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

import pytest
import redis
from celery import current_app
from django.conf import settings
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from engine import clock, due, jobs, rounds, waking
from engine import polling as polling_module
from engine.commands.run_job import claim
from engine.models import Job
from tests.engine.jobs.conftest import NAPPING, PAYING, Unreadable

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def looks(monkeypatch):
    """How often the database was looked at, and how often somebody tried something."""
    counts, look, guarded = Counter(), due.look, rounds._guarded

    def counted_look(*now):
        counts["looks"] += 1
        return look(*now)

    def counted_guarded(*acts):
        counts["tries"] += 1
        return guarded(*acts)

    monkeypatch.setattr(due, "look", counted_look)
    monkeypatch.setattr(rounds, "_guarded", counted_guarded)
    return counts


def poll_for(seconds: float) -> None:
    stop = threading.Event()
    poller = threading.Thread(target=jobs.poll, args=(stop,))
    poller.start()
    time.sleep(seconds)
    stop.set()
    poller.join(20)
    connections.close_all()


def test_an_idle_round_is_one_statement(case):
    case.deploy(NAPPING)
    case.start("napping")
    with CaptureQueriesContext(connection) as caught:
        assert jobs.run_due(case.now) == 0
    assert len(caught.captured_queries) == 1


def test_an_idle_poller_looks_once_in_three_seconds(case, looks):
    poll_for(3)
    assert looks == {"looks": 1}


def test_while_leases_are_out_the_poller_looks_each_second(case, bank, looks):
    case.now = clock.now() - timedelta(minutes=1)
    case.deploy(PAYING)
    case.start("paying", amount=1)
    assert len(claim(limit=1, now=case.now, lease=timedelta(seconds=60))) == 1
    poll_for(3.5)
    assert 3 <= looks["looks"] <= 4
    assert looks["tries"] == 0


def test_what_fails_is_not_chased(case, looks):
    case.now = clock.now() - timedelta(hours=2)
    case.deploy(NAPPING)
    bad = Unreadable.make(case.start("napping").instance_id)
    poll_for(3)
    assert looks["tries"] == 1
    assert looks["looks"] <= 2
    bad.mend()


def test_a_worker_that_died_is_followed_within_its_lease_and_a_second(case, bank):
    case.now = clock.now() - timedelta(minutes=1)
    case.deploy(PAYING)
    case.start("paying", amount=1)
    claim(limit=1, now=case.now, lease=timedelta(seconds=2))
    began = time.monotonic()
    stop = threading.Event()
    poller = threading.Thread(target=jobs.poll, args=(stop,))
    poller.start()
    while Job.objects.exists() and time.monotonic() - began < 10:
        time.sleep(0.05)
    took = time.monotonic() - began
    stop.set()
    poller.join(20)
    assert case.open == ["after"]
    assert 1.5 < took < 3


@contextmanager
def polling():
    stop = threading.Event()
    poller = threading.Thread(target=jobs.poll, args=(stop,))
    poller.start()
    try:
        yield
    finally:
        stop.set()
        poller.join(20)
        connections.close_all()


def within(seconds: float, true) -> bool:
    until = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def test_who_watches_wakes_others_while_its_own_hand_is_in_a_long_call(case, bank, settings):
    case.now = clock.now() - timedelta(minutes=1)
    case.deploy(PAYING)
    settings.ENGINE_WAKES = False
    case.start("paying", amount=1)
    bank.door.clear()
    with polling():
        assert bank.entered.wait(10)
        case.start("paying", amount=2)
        waking.heard()
        before = wake_ups()
        settings.ENGINE_WAKES = True
        assert within(4, lambda: wake_ups() > before)
        bank.door.set()
        assert within(10, lambda: not Job.objects.exists())
    assert case.open == ["after", "after"]
    assert len(bank.calls) == 2


def test_a_poller_whose_connection_is_cut_goes_on(case, monkeypatch):
    monkeypatch.setattr(polling_module, "IDLE_SECONDS", 0.3)
    case.now = clock.now() - timedelta(hours=2)
    case.deploy(NAPPING)
    with polling():
        time.sleep(0.5)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%engine_timer%'"
            )
            assert cursor.fetchone()[0] == 1
        case.start("napping")
        assert within(10, lambda: case.open == ["woken"])


def test_one_job_that_fails_does_not_end_the_round_for_the_others(case, bank):
    """A small round may consist of failures alone; what is due behind them must not wait for the next wake-up."""
    case.deploy(PAYING)
    bad = [Unreadable.make(case.start("paying", amount=1).instance_id) for _ in range(4)]
    case.start("paying", amount=1)
    found = rounds.work_off(due.look(case.now), lambda: False)
    assert not found.jobs
    assert case.open == ["after"]
    for one in bad:
        one.mend()


def wake_ups() -> int:
    prefix = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"]
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        return client.llen(f"{prefix}{current_app.conf.task_default_queue}")


def test_many_commits_leave_one_wake_up_in_redis(case):
    waking.heard()
    before = wake_ups()
    for _ in range(20):
        with transaction.atomic():
            waking.after_commit()
    assert wake_ups() == before + 1
    waking.heard()
    waking.ring()
    assert wake_ups() == before + 2
