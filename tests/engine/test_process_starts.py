"""What starts a process beside a person: messages, signals, times, and several starts side by side."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from engine import checks, jobs, operations
from engine.models import ProcessInstance, StartTimer
from tests.engine.building import (
    bundle,
    flows,
    message,
    message_event,
    node,
    timer,
    user,
)

pytestmark = pytest.mark.django_db
SIGNAL = '<bpmn:signal id="sig" name="month_closed"/>'
SIGNALLED = '<bpmn:signalEventDefinition signalRef="sig"/>'


def at(kind: str, text: str):
    return bundle("timed", node("startEvent", "s", timer(kind, text)), user("t"), flows("s -> t"))


def refused(*parts: str, top: str = "") -> set[str | None]:
    return {f.element_id for f in checks.check(bundle("p", *parts, top=top)) if f.severity == "error"}


def test_a_signal_starts_the_newest_version_and_reaches_those_who_wait(case):
    parts = (node("startEvent", "s", SIGNALLED), user("t"), flows("s -> t"))
    case.deploy(bundle("p", *parts, top=SIGNAL), bundle("p", *parts, node("task", "x"), flows("t -> x"), top=SIGNAL))
    waiting = (node("startEvent", "s"), node("intermediateCatchEvent", "w", SIGNALLED), user("u"), flows("s -> w -> u"))
    case.deploy(bundle("q", *waiting, top=SIGNAL))
    case.start("q")
    assert operations.throw_signal(name="month_closed", data={"month": "2026-02"}, by=case.by, now=case.now) == 2
    assert case.open == ["t", "u"]
    [started] = ProcessInstance.objects.filter(process_id="p")
    assert started.version.number == 2


def test_several_starts_each_begin_their_own_path(case):
    parts = (
        node("startEvent", "hand"),
        node("startEvent", "post", message_event("m") + SIGNALLED),
        user("a"),
        user("b"),
        flows("hand -> a", "post -> b"),
    )
    case.deploy(bundle("p", *parts, top=message("m", "filed", None) + SIGNAL))
    case.start("p")
    assert case.open == ["a"]
    assert len(operations.deliver_message(name="filed", key=None, data={}, by=case.by, now=case.now).started) == 1
    operations.throw_signal(name="month_closed", data={}, by=case.by, now=case.now)
    assert case.open == ["a", "b", "b"]


def test_a_date_starts_one_case_and_not_again_with_the_next_version(case):
    case.deploy(at("timeDate", "2026-03-03T08:00"))
    assert jobs.run_due(case.now) == 0
    jobs.run_due(case.now + timedelta(days=1))
    assert case.open == ["t"]
    assert not StartTimer.objects.exists()
    case.now += timedelta(days=2)
    case.deploy(
        bundle("timed", node("startEvent", "s", timer("timeDate", "2026-03-03T08:00")), user("u"), flows("s -> u"))
    )
    jobs.run_due(case.now)
    assert case.open == ["t"]


def test_a_cycle_starts_as_often_as_it_says_and_belongs_to_the_newest_version(case):
    case.deploy(at("timeCycle", "R3/PT1H"))
    jobs.run_due(case.now + timedelta(hours=1))
    case.deploy(at("timeCycle", "R2/PT1H"))
    for hours in range(1, 6):
        jobs.run_due(case.now + timedelta(hours=hours))
    numbers = [instance.version.number for instance in ProcessInstance.objects.order_by("started_at", "id")]
    assert sorted(numbers) == [1, 2, 2]


def test_working_days_by_cron(case):
    case.deploy(at("timeCycle", "0 0 9 * * MON-FRI"))
    for day in range(1, 8):
        jobs.run_due(case.now + timedelta(days=day))
    assert len(case.open) == 5


def test_nobody_starts_by_hand_what_only_events_start(case):
    case.deploy(at("timeDuration", "PT1H"))
    with pytest.raises(operations.NoSuchProcess):
        case.start("timed")


def test_a_time_that_needs_a_case_is_refused_at_deployment(case):
    with pytest.raises(operations.DeploymentRefused) as refusal:
        case.deploy(at("timeDuration", "=patience"))
    assert refusal.value.findings[0].element_id == "s"


def test_a_receive_task_and_an_event_gateway_instantiate(case):
    top = message("m", "filed", None) + message("n", "phoned", None)
    task = node("receiveTask", "r", messageRef="m", instantiate="true")
    case.deploy(bundle("p", task, user("t"), flows("r -> t"), top=top))
    gateway = (
        node("eventBasedGateway", "g", instantiate="true"),
        node("intermediateCatchEvent", "a", message_event("n")),
        node("intermediateCatchEvent", "b", SIGNALLED),
        user("u"),
        user("v"),
        flows("g -> a -> u", "g -> b -> v"),
    )
    case.deploy(bundle("q", *gateway, top=top + SIGNAL))
    operations.deliver_message(name="filed", key=None, data={"from": "post"}, by=case.by, now=case.now)
    assert case.open == ["t"]
    operations.deliver_message(name="phoned", key=None, data={}, by=case.by, now=case.now)
    operations.throw_signal(name="month_closed", data={}, by=case.by, now=case.now)
    assert case.open == ["t", "u", "v"]
    with pytest.raises(operations.NoSuchProcess):
        case.start("p")


def test_what_cannot_start_a_process_is_refused_by_name():
    start = (node("startEvent", "s"), user("t"), flows("s -> t"))
    condition = "<bpmn:conditionalEventDefinition><bpmn:condition>=a</bpmn:condition></bpmn:conditionalEventDefinition>"
    top = message("m", "filed", None)
    assert "c" in refused(*start, node("startEvent", "c", condition), flows("c -> t"))
    assert "x" in refused(*start, node("startEvent", "x"), flows("x -> t"))
    assert "e" in refused(*start, node("startEvent", "e", "<bpmn:errorEventDefinition/>"), flows("e -> t"))
    late = node("receiveTask", "r", messageRef="m", instantiate="true")
    assert "r" in refused(*start, late, flows("t -> r"), top=top)
    member = node("intermediateCatchEvent", "w", timer("timeDuration", "PT1H"))
    assert "w" in refused(node("eventBasedGateway", "g", instantiate="true"), member, user("t"), flows("g -> w -> t"))


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_start_one_case(case):
    case.deploy(at("timeDuration", "PT1H"))
    due, barrier = case.now + timedelta(hours=1), threading.Barrier(2)

    def work() -> None:
        barrier.wait()
        jobs.run_due(due)
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert ProcessInstance.objects.count() == 1
