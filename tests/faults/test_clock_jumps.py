"""The clock is moved forward and back while timers and leases run: each timer fires as often as it was due."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command

from engine import clock, jobs, operations, verification
from engine.actors import SYSTEM
from engine.commands.run_job import claim, run_job
from engine.models import InstanceEvent, Job, ProcessInstance, Timer
from tests.engine.building import bundle, flows, node, service, timer, user
from tests.faults import outer_world
from tests.faults.test_at_the_same_moment import all_at_once
from tests.tasks.conftest import filled, real_world  # noqa: F401 - fixtures
from tests.tasks.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
TICKING = node("boundaryEvent", "tick", timer("timeCycle", "R/PT1H"), attachedToRef="a", cancelActivity="false")
LATE = node("boundaryEvent", "late", timer("timeDuration", "P3D"), attachedToRef="a")
TIMED = bundle(
    "timed",
    node("startEvent", "s"),
    user("a"),
    TICKING,
    LATE,
    node("endEvent", "ticked"),
    user("b"),
    node("endEvent", "e"),
    flows("s -> a -> b -> e", "tick -> ticked", "late -> b"),
)


@pytest.fixture
def timed(real_world: World) -> World:  # noqa: F811
    operations.deploy(bundle=TIMED, by=SYSTEM, now=clock.now())
    return real_world


def begin() -> ProcessInstance:
    facts = operations.start(process_id="timed", variables={}, participants=(), by=SYSTEM, now=clock.now())
    return ProcessInstance.objects.get(pk=facts.id)


def work_off() -> None:
    """What the poller of a worker does: as long as something is due."""
    for _ in range(500):
        if not jobs.run_due(clock.now()):
            return
    raise AssertionError("the due work does not come to an end")


def fired(case: ProcessInstance) -> dict[str, int]:
    found = InstanceEvent.objects.filter(instance_id=case.pk, kind="timer_fired")
    return dict(Counter(found.values_list("element_id", flat=True)))


def move(*words: str) -> datetime:
    call_command("move_clock", *words)
    return clock.now()


def healthy() -> bool:
    return list(map(str, verification.verify())) == []


def test_a_jump_forward_fires_what_was_due_as_often_as_it_was_due_and_no_more(timed):
    case = begin()
    move("PT5H30M")
    work_off()
    assert fired(case) == {"tick": 5}
    work_off()
    assert fired(case) == {"tick": 5}
    assert healthy()


def test_a_jump_over_an_interrupting_timer_fires_it_once_and_takes_the_others_away(timed):
    case = begin()
    move("P90D")
    work_off()
    assert fired(case)["late"] == 1
    assert not Timer.objects.filter(instance=case).exists()
    assert healthy()


def test_a_jump_back_fires_nothing_again_and_nothing_early(timed):
    case = begin()
    move("PT2H30M")
    work_off()
    assert fired(case) == {"tick": 2}
    move("--back", "P10D")
    work_off()
    assert fired(case) == {"tick": 2}
    move("P10D")
    work_off()
    assert fired(case) == {"tick": 2}
    move("PT1H")
    work_off()
    assert fired(case) == {"tick": 3}
    assert healthy()


def test_cases_begun_and_completed_while_the_clock_stands_in_the_past_are_whole(timed):
    before = begin()
    move("--back", "P400D")  # a month for which the history has no partition
    case = begin()
    step = case.open_steps.get(kind="user")
    operations.complete(instance_id=case.pk, task_id=step.task_id, data={}, by=SYSTEM, now=clock.now())
    call_command("move_clock", "--reset")
    work_off()
    assert case.open_steps.get(kind="user").element_id == "b"
    assert fired(case) == {}
    assert fired(before) == {}
    assert healthy()


def test_workers_whose_clocks_are_apart_fire_each_timer_once(timed, rounds):
    """Two pollers ask with the time of before and after a jump, in the same moment."""
    for _ in range(3 * rounds):
        case, now = begin(), clock.now()
        times = (now + timedelta(days=4), now - timedelta(days=1), now + timedelta(days=4))
        acts = [lambda at=at: jobs.run_due(at) for at in times]
        all_at_once(*acts)
        all_at_once(*acts)
        assert fired(case)["late"] == 1
        assert case.open_steps.get(kind="user").element_id == "b"
    assert healthy()


def test_a_lease_runs_on_real_time_whatever_the_clock_shows(real_world, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setenv("FAULTS_LEDGER", str(tmp_path / "ledger"))
    outer_world.register()
    outer_world.make_table()
    made = bundle(
        "leased",
        node("startEvent", "s"),
        service("pay", "faults.charge"),
        node("endEvent", "e"),
        flows("s -> pay -> e"),
    )
    operations.deploy(bundle=made, by=SYSTEM, now=clock.now())
    operations.start(process_id="leased", variables={}, participants=(), by=SYSTEM, now=clock.now())
    held = claim(limit=5, now=clock.now())
    assert len(held) == 1
    for jump in (["P30D"], ["--back", "P60D"], ["P31D"]):
        assert claim(limit=5, now=move(*jump)) == []
    assert run_job(job=held[0], now=clock.now())
    assert not Job.objects.exists()
    assert len(outer_world.effects("paid")) == 1
    assert healthy()
