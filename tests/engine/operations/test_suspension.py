"""A case that rests takes nothing, loses nothing, and does what became due once it goes on."""

from datetime import timedelta

import pytest

from engine import jobs, operations, queries
from engine.commands.run_job import claim, run_job
from engine.models import Incident, InstanceEvent, Job, Message, ProcessInstance, ProcessVersion, Subscription, Timer
from engine.verification import verify
from tests.engine.building import (
    bundle,
    extension,
    flows,
    io,
    message,
    message_event,
    node,
    timer,
    user,
)
from tests.engine.test_jobs import bank, paying  # noqa: F401 - the outside system of those tests

pytestmark = pytest.mark.django_db
HELLO = message("m", "hello", key=None)


def rest(case, instance_id=None):
    operations.suspend(instance_id=instance_id or case.instance_id, reason="a doubt", by=case.by, now=case.now)


def go_on(case):
    operations.resume(instance_id=case.instance_id, reason="cleared", by=case.by, now=case.now)


def waiting_for_answer():
    return bundle(
        "asks",
        node("startEvent", "s"),
        node("intermediateCatchEvent", "answer", message_event("m")),
        user("after"),
        flows("s -> answer -> after"),
        top=message("m", "answered"),
    )


def test_a_resting_case_refuses_a_completion_and_takes_it_once_it_goes_on(case):
    case.deploy(bundle("p", node("startEvent", "s"), user("a"), user("b"), flows("s -> a -> b")))
    case.start("p")
    rest(case)
    with pytest.raises(operations.InstanceSuspended) as refused:
        case.complete("a")
    assert refused.value.case_number == case.row.case_number
    assert queries.instance(case.instance_id).facts.suspended_at == case.now
    assert list(verify()) == []
    go_on(case)
    case.complete("a")
    assert case.open == ["b"]


def test_who_suspended_and_why_stands_in_the_history(case):
    case.deploy(bundle("p", node("startEvent", "s"), user("a"), flows("s -> a")))
    case.start("p")
    rest(case)
    go_on(case)
    told = InstanceEvent.objects.filter(kind__in=("suspended", "resumed")).order_by("id")
    assert [(line.kind, line.actor_id, line.detail) for line in told] == [
        ("suspended", case.by.id, {"reason": "a doubt"}),
        ("resumed", case.by.id, {"reason": "cleared"}),
    ]


def test_twice_the_same_is_refused(case):
    case.deploy(bundle("p", node("startEvent", "s"), user("a"), flows("s -> a")))
    case.start("p")
    with pytest.raises(operations.InstanceNotSuspended):
        go_on(case)
    rest(case)
    with pytest.raises(operations.InstanceSuspended):
        rest(case)


def test_a_timer_waits_and_fires_when_the_case_goes_on(case):
    wait = node("intermediateCatchEvent", "wait", timer("timeDuration", "PT1H"))
    case.deploy(bundle("p", node("startEvent", "s"), wait, user("after"), flows("s -> wait -> after")))
    case.start("p")
    rest(case)
    case.now += timedelta(days=1)
    assert jobs.run_due(case.now) == 0
    assert not operations.fire_timer(timer_id=Timer.objects.get().pk, now=case.now)
    assert Timer.objects.exists()
    go_on(case)
    jobs.run_due(case.now)
    assert case.open == ["after"]


def test_due_timers_of_resting_cases_leave_the_others_their_turn(case):
    wait = node("intermediateCatchEvent", "wait", timer("timeDuration", "PT1H"))
    case.deploy(bundle("p", node("startEvent", "s"), wait, user("after"), flows("s -> wait -> after")))
    for _ in range(3):
        case.start("p")
        rest(case)
    case.start("p")
    assert jobs.run_due(case.now + timedelta(days=1), limit=1) == 1
    assert case.open == ["after"]


def test_a_job_waits_without_losing_an_attempt(case, bank):  # noqa: F811
    case.deploy(paying())
    case.start("p", amount=5)
    rest(case)
    assert jobs.run_due(case.now) == 0
    assert (bank["calls"], Job.objects.get().attempts) == ([], 0)
    go_on(case)
    jobs.run_due(case.now)
    assert (case.open, len(bank["calls"])) == (["after"], 1)


def test_a_job_that_was_out_when_the_case_was_suspended_is_called_again_with_the_same_key(case, bank):  # noqa: F811
    case.deploy(paying())
    case.start("p", amount=5)
    (job,) = claim(limit=1, now=case.now)
    rest(case)
    assert not run_job(job=job, now=case.now)
    go_on(case)
    jobs.run_due(case.now)
    assert case.open == ["after"]
    assert len({key for key, _ in bank["calls"]}) == 1


@pytest.mark.parametrize("lives", [None, timedelta(minutes=5)])
def test_a_message_to_a_resting_case_is_kept_and_reaches_it_once(case, lives):
    case.deploy(waiting_for_answer())
    case.start("asks")
    rest(case)
    told = operations.deliver_message(
        name="answered", key=case.row.case_number, data={"x": 1}, by=case.by, now=case.now, time_to_live=lives
    )
    assert (told.correlated, told.buffered) == (0, True)
    case.now += timedelta(days=40)
    assert jobs.run_due(case.now) == 0
    go_on(case)
    assert jobs.run_due(case.now) == 1
    assert case.open == ["after"]
    assert queries.variables(case.instance_id)["x"] == 1
    assert not Message.objects.filter(is_open=True).exists()


def test_a_signal_to_a_resting_case_reaches_it_when_it_goes_on(case):
    catch = node("intermediateCatchEvent", "hear", '<bpmn:signalEventDefinition signalRef="g"/>')
    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            catch,
            user("after"),
            flows("s -> hear -> after"),
            top='<bpmn:signal id="g" name="stop"/>',
        )
    )
    case.start("p")
    rest(case)
    assert operations.throw_signal(name="stop", data={}, by=case.by, now=case.now) == 0
    assert Subscription.objects.exists()
    assert list(verify()) == []
    go_on(case)
    jobs.run_due(case.now)
    assert case.open == ["after"]


def test_caller_and_called_rest_together_and_go_on_together(case):
    called = '<zeebe:calledElement processId="inner"/>'
    case.deploy(
        bundle("inner", node("startEvent", "s"), user("deep"), flows("s -> deep")),
        bundle("outer", node("startEvent", "s"), node("callActivity", "call", extension(called)), flows("s -> call")),
    )
    case.start("outer")
    inner = ProcessInstance.objects.get(process_id="inner")
    rest(case, inner.id)
    assert ProcessInstance.objects.filter(suspended_at=None).count() == 0
    with pytest.raises(operations.InstanceSuspended) as refused:
        case.complete("deep")
    assert refused.value.case_number == case.row.case_number
    go_on(case)
    case.complete("deep")
    assert set(ProcessInstance.objects.values_list("status", flat=True)) == {"completed"}


def test_a_resting_case_can_be_cancelled(case):
    case.deploy(bundle("p", node("startEvent", "s"), user("a"), flows("s -> a")))
    case.start("p")
    rest(case)
    operations.cancel(instance_id=case.instance_id, reason="over", by=case.by, now=case.now)
    assert (case.row.status, case.row.suspended_at) == ("cancelled", None)


def test_an_ended_case_cannot_rest(case):
    case.deploy(bundle("p", node("startEvent", "s"), user("a", io("out =x -> y")), flows("s -> a")))
    case.start("p")
    case.complete("a", x=1)
    with pytest.raises(operations.InstanceNotActive):
        rest(case)


def test_nothing_starts_of_a_version_that_rests_and_nothing_is_used_up(case):
    called = node("callActivity", "call", extension('<zeebe:calledElement processId="inner"/>'))
    hello = node("startEvent", "come", message_event("m"))
    case.deploy(
        bundle("inner", node("startEvent", "s"), hello, user("deep"), flows("s -> deep", "come -> deep"), top=HELLO),
        bundle("outer", node("startEvent", "s"), called, flows("s -> call")),
    )
    version_id = ProcessVersion.objects.get(process_id="inner").id
    operations.suspend_version(version_id=version_id, reason="", by=case.by, now=case.now)

    def say():
        return operations.deliver_message(
            name="hello", key=None, data={}, by=case.by, now=case.now, message_id="once"
        ).started

    with pytest.raises(operations.VersionSuspended):
        say()
    case.start("outer")
    incident = Incident.objects.get()
    assert (incident.element_id, incident.kind) == ("call", "call")
    operations.resume_version(version_id=version_id, reason="", by=case.by, now=case.now)
    assert len(say()) == 1
    operations.retry(incident_id=incident.id, by=case.by, now=case.now)
    assert case.open == ["deep", "deep"]
