"""Outside services that are slow, fail, or answer nothing: each effect once, and what cannot be done is an incident."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections

from engine import clock, handlers, jobs, operations, verification
from engine.actors import SYSTEM
from engine.commands.run_job import claim, run_job
from engine.handlers import Call
from engine.models import Incident, InstanceEvent, Job, ProcessInstance
from tests.engine.building import bundle, flows, node, service, user
from tests.faults import outer_world
from tests.faults.outer_world import Order, Receipt
from tests.tasks.conftest import filled, real_world  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
SHOP = bundle(
    "shop",
    node("startEvent", "s"),
    service("pay", "faults.shop"),
    node("parallelGateway", "fork"),
    user("a"),
    node("endEvent", "e"),
    node("endEvent", "paid"),
    flows("s -> fork -> a -> e", "fork -> pay -> paid"),
)


class Shop:
    """An outside service whose manners a test chooses; it notes the key of each call."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.refuses: Exception | None = None
        self.entered, self.may_go_on = threading.Event(), threading.Event()
        self.slow = False

    def call(self, call: Call, inputs: Order) -> Receipt:
        self.keys.append(call.idempotency_key)
        self.entered.set()
        if self.slow:
            assert self.may_go_on.wait(30)
        if self.refuses is not None:
            raise self.refuses
        return Receipt("R1")


@pytest.fixture
def shop(real_world):  # noqa: F811
    made, before = Shop(), dict(handlers._registry)
    outer_world.make_table()
    handlers.outside("faults.shop", apply=outer_world.paid)(made.call)
    operations.deploy(bundle=SHOP, by=SYSTEM, now=clock.now())
    yield made
    made.may_go_on.set()
    handlers._registry.clear()
    handlers._registry.update(before)


def begin() -> ProcessInstance:
    facts = operations.start(process_id="shop", variables={}, participants=(), by=SYSTEM, now=clock.now())
    return ProcessInstance.objects.get(pk=facts.id)


def effects(case: ProcessInstance) -> int:
    return outer_world.effects("paid").count(str(case.pk))


def done(case: ProcessInstance) -> int:
    return InstanceEvent.objects.filter(instance_id=case.pk, kind="handler_done", element_id="pay").count()


def healthy() -> bool:
    found = list(map(str, verification.verify()))
    assert found == []
    return True


def run_in_thread(job: Job) -> threading.Thread:
    def run() -> None:
        try:
            run_job(job=job, now=clock.now())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_while_a_service_is_slow_people_go_on_and_nothing_is_locked(shop):
    shop.slow = True
    case = begin()
    thread = run_in_thread(claim(limit=1, now=clock.now())[0])
    assert shop.entered.wait(10)
    step = case.open_steps.get(kind="user")
    operations.complete(instance_id=case.pk, task_id=step.task_id, data={}, by=SYSTEM, now=clock.now())
    assert healthy()
    shop.may_go_on.set()
    thread.join(30)
    case.refresh_from_db()
    assert (case.status, effects(case), done(case)) == ("completed", 1, 1)
    assert healthy()


def test_a_service_slower_than_its_lease_is_called_again_with_the_same_key_and_has_one_effect(shop):
    shop.slow = True
    case = begin()
    slow = run_in_thread(claim(limit=1, now=clock.now(), lease=timedelta(seconds=0))[0])
    assert shop.entered.wait(10)
    second = claim(limit=1, now=clock.now())
    shop.slow = False
    assert run_job(job=second[0], now=clock.now())
    shop.may_go_on.set()
    slow.join(30)
    assert len(shop.keys) == 2
    assert len(set(shop.keys)) == 1
    assert (effects(case), done(case)) == (1, 1)
    assert healthy()


def test_a_case_cancelled_while_its_service_was_called_takes_no_result(shop):
    shop.slow = True
    case = begin()
    thread = run_in_thread(claim(limit=1, now=clock.now())[0])
    assert shop.entered.wait(10)
    operations.cancel(instance_id=case.pk, reason="withdrawn", by=SYSTEM, now=clock.now())
    shop.may_go_on.set()
    thread.join(30)
    case.refresh_from_db()
    assert (case.status, effects(case), done(case)) == ("cancelled", 0, 0)
    assert not Job.objects.exists()
    assert healthy()


@pytest.mark.parametrize("refusal", [ConnectionError("refused"), TimeoutError("no answer"), ValueError("nonsense")])
def test_a_failing_service_is_called_again_later_then_becomes_an_incident_that_a_retry_heals(shop, refusal):
    shop.refuses = refusal
    case, now = begin(), clock.now()
    for attempt in range(1, 4):
        assert len(shop.keys) == attempt - 1
        for job in claim(limit=5, now=now):
            run_job(job=job, now=now)
        assert claim(limit=5, now=now) == [], "the next attempt comes later, not at once"
        now += timedelta(days=1)
        assert healthy()
    incident = Incident.objects.get(resolved_at=None)
    assert (incident.instance_id, incident.element_id) == (case.pk, "pay")
    assert str(refusal) not in incident.message
    assert not Job.objects.exists()
    assert effects(case) == 0
    shop.refuses = None
    operations.retry(incident_id=incident.pk, by=SYSTEM, now=now)
    assert healthy()
    assert jobs.run_due(now) > 0
    assert (effects(case), done(case)) == (1, 1)
    assert len(set(shop.keys)) == 1
    assert not Incident.objects.filter(resolved_at=None).exists()
    assert healthy()


def test_a_service_that_fails_for_many_cases_loses_none_of_them(shop, rounds):
    shop.refuses = ConnectionError("refused")
    cases, now = [begin() for _ in range(10 * rounds)], clock.now()
    jobs.run_due(now, limit=1000)
    assert Job.objects.count() == len(cases)
    shop.refuses = None
    jobs.run_due(now + timedelta(days=1), limit=1000)
    assert not Job.objects.exists()
    assert sorted(outer_world.effects("paid")) == sorted(str(case.pk) for case in cases)
    assert healthy()


def test_the_second_half_fails_and_the_call_is_not_lost(shop, monkeypatch):
    """What came back cannot be written down: an incident, no effect; a retry calls again with the same key."""
    case, now = begin(), clock.now()
    table, outer_world_effect = "faults_nowhere", outer_world._effect
    monkeypatch.setattr(outer_world, "_effect", lambda kind, call: outer_world_effect(kind, call, table=table))
    for job in claim(limit=5, now=now):
        run_job(job=job, now=now)
    incident = Incident.objects.get(resolved_at=None)
    assert (effects(case), done(case)) == (0, 0)
    assert healthy()
    monkeypatch.undo()
    operations.retry(incident_id=incident.pk, by=SYSTEM, now=now)
    jobs.run_due(now)
    assert (effects(case), done(case)) == (1, 1)
    assert len(shop.keys) == 2
    assert len(set(shop.keys)) == 1
    assert healthy()
