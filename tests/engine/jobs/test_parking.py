"""What fails for reasons of one case: the others go on, nobody tries in a loop, in the end a supervisor is asked."""

from datetime import timedelta

import pytest

from engine import backoff, jobs, operations
from engine.models import Incident, InstanceEvent, Job, Message, ProcessVersion, StartTimer, Timer
from tests.engine.building import bundle, flows, message, message_event, node, timer, user
from tests.engine.jobs.conftest import NAPPING, PAYING, Unreadable

pytestmark = pytest.mark.django_db
ANSWER = node("intermediateCatchEvent", "answer", message_event("m"))
ASKING = bundle(
    "asking",
    node("startEvent", "s"),
    ANSWER,
    user("heard"),
    flows("s -> answer -> heard"),
    top=message("m", "answered"),
)


def until_parked(case, rounds=20):
    """Days go by; gives in how many rounds something was tried."""
    for _ in range(rounds):
        case.now += timedelta(days=1)
        assert jobs.run_due(case.now) == 0


def test_timers_that_cannot_fire_hold_no_other_up(case):
    case.deploy(NAPPING)
    bad = [Unreadable.make(case.start("napping").instance_id) for _ in range(4)]
    case.now += timedelta(minutes=1)
    case.start("napping")
    case.now += timedelta(days=1)
    rounds = [jobs.run_due(case.now, limit=2) for _ in range(3)]
    assert sum(rounds) == 1
    assert case.open == ["woken"]
    assert set(Timer.objects.values_list("attempts", flat=True)) == {1}
    assert [jobs.run_due(case.now, limit=2) for _ in range(3)] == [0, 0, 0]
    assert set(Timer.objects.values_list("attempts", flat=True)) == {1}, "not tried again before its time"
    for one in bad:
        one.mend()


def test_a_timer_that_fails_again_and_again_becomes_an_incident_that_a_retry_heals(case):
    case.deploy(NAPPING)
    bad = Unreadable.make(case.start("napping").instance_id)
    until_parked(case)
    incident = Incident.objects.get()
    assert (incident.kind, incident.element_id, incident.resolved_at) == ("timer", "wait", None)
    assert Timer.objects.get().attempts == 5
    bad.mend()
    assert jobs.run_due(case.now) == 0
    operations.retry(incident_id=incident.id, by=case.by, now=case.now)
    assert jobs.run_due(case.now) == 1
    assert case.open == ["woken"]
    incident.refresh_from_db()
    assert incident.resolved_at is not None
    kinds = InstanceEvent.objects.filter(kind__in=["incident", "retried", "timer_fired"]).order_by("at", "id")
    assert list(kinds.values_list("kind", flat=True)) == ["incident", "retried", "timer_fired"]
    with pytest.raises(operations.IncidentNotOpen):
        operations.retry(incident_id=incident.id, by=case.by, now=case.now)


def test_a_retry_before_the_cause_is_mended_asks_the_supervisor_again(case):
    case.deploy(NAPPING)
    bad = Unreadable.make(case.start("napping").instance_id)
    until_parked(case)
    operations.retry(incident_id=Incident.objects.get().id, by=case.by, now=case.now)
    until_parked(case)
    assert Incident.objects.count() == 2
    assert Incident.objects.filter(resolved_at=None).count() == 1
    bad.mend()


def test_the_incident_of_a_parked_timer_goes_with_its_case(case):
    case.deploy(NAPPING)
    bad = Unreadable.make(case.start("napping").instance_id)
    until_parked(case)
    bad.mend()
    operations.cancel(instance_id=case.instance_id, reason="over", by=case.by, now=case.now)
    assert not Incident.objects.filter(resolved_at=None).exists()


def test_a_supervisor_who_sets_a_parked_timer_anew_lets_it_fire(case):
    case.deploy(NAPPING)
    bad = Unreadable.make(case.start("napping").instance_id)
    until_parked(case)
    bad.mend()
    timer_id = Timer.objects.get().pk
    operations.change_timer(timer_id=timer_id, due_at=case.now, reason="now", by=case.by, now=case.now)
    assert jobs.run_due(case.now) == 1
    assert case.open == ["woken"]
    assert not Incident.objects.filter(resolved_at=None).exists()


def test_a_message_to_a_case_that_cannot_be_read_is_kept_for_it(case):
    case.deploy(ASKING)
    bad = Unreadable.make(case.start("asking").instance_id)
    number = case.row.case_number
    said = {"name": "answered", "key": number, "data": {"x": 1}, "by": case.by}
    result = operations.deliver_message(**said, now=case.now)
    assert (result.correlated, result.buffered) == (0, True)
    until_parked(case)
    incident = Incident.objects.get()
    assert (incident.kind, incident.element_id) == ("message", "answer")
    bad.mend()
    operations.retry(incident_id=incident.id, by=case.by, now=case.now)
    assert jobs.run_due(case.now) == 1
    assert case.open == ["heard"]
    assert not Incident.objects.filter(resolved_at=None).exists()


def test_kept_messages_that_fail_hold_no_other_up(case):
    case.deploy(ASKING)
    bad = []
    for _ in range(4):
        bad.append(Unreadable.make(case.start("asking").instance_id))
        said = {"name": "answered", "key": case.row.case_number, "data": {}, "by": case.by, "now": case.now}
        operations.deliver_message(**said)
    prefix, _, number = case.row.case_number.rpartition("-")
    said = {"name": "answered", "key": f"{prefix}-{int(number) + 1:06d}", "data": {}, "by": case.by, "now": case.now}
    operations.deliver_message(**said, time_to_live=timedelta(hours=1))
    case.start("asking")
    assert sum(jobs.run_due(case.now, limit=2) for _ in range(3)) == 1
    assert case.open == ["heard"]
    assert sorted(Message.objects.filter(is_open=True).values_list("attempts", flat=True)) == [1, 1, 1, 1]
    for one in bad:
        one.mend()


def test_a_signal_reaches_the_others_where_one_case_cannot_be_read(case):
    catch = node("intermediateCatchEvent", "catch", '<bpmn:signalEventDefinition signalRef="sig"/>')
    top = '<bpmn:signal id="sig" name="alarm"/>'
    case.deploy(bundle("p", node("startEvent", "s"), catch, user("t"), flows("s -> catch -> t"), top=top))
    bad = Unreadable.make(case.start("p").instance_id)
    case.start("p")
    assert operations.throw_signal(name="alarm", data={}, by=case.by, now=case.now) == 1
    assert case.open == ["t"]
    bad.mend()
    assert jobs.run_due(case.now) == 1
    assert case.open == ["t", "t"]


def test_a_thrown_message_that_cannot_be_delivered_is_a_dead_letter_not_lost(case):
    """It would start a version that rests: tried again later, then an incident of the case that threw it."""
    top = message("m", "go", None)
    throw = node("intermediateThrowEvent", "tell", message_event("m"))
    case.deploy(bundle("sender", node("startEvent", "s"), throw, user("t"), flows("s -> tell -> t"), top=top))
    begin = node("startEvent", "begin", message_event("m"))
    case.deploy(bundle("receiver", begin, user("received"), flows("begin -> received"), top=top))
    ProcessVersion.objects.filter(process_id="receiver").update(suspended_at=case.now)
    case.start("sender")
    until_parked(case)
    incident = Incident.objects.get()
    assert (incident.kind, incident.instance_id) == ("job", case.instance_id)
    assert Job.objects.get().parked
    ProcessVersion.objects.filter(process_id="receiver").update(suspended_at=None)
    assert jobs.run_due(case.now) == 0
    operations.retry(incident_id=incident.id, by=case.by, now=case.now)
    assert jobs.run_due(case.now) == 1
    assert case.open == ["received", "t"]
    assert not Incident.objects.filter(resolved_at=None).exists()


def test_a_job_of_a_case_that_cannot_be_read_is_put_off_then_parked(case, bank):
    case.deploy(PAYING)
    bad = Unreadable.make(case.start("paying", amount=1).instance_id)
    until_parked(case)
    assert len(bank.calls) == 3
    incident = Incident.objects.get()
    assert (incident.kind, incident.element_id) == ("job", "pay")
    bad.mend()
    operations.retry(incident_id=incident.id, by=case.by, now=case.now)
    assert jobs.run_due(case.now) == 1
    assert case.open == ["after"]
    assert len(set(bank.calls)) == 1


def test_back_off_grows_and_has_jitter():
    for failures, seconds in ((1, 10), (2, 20), (3, 40), (10, 5120), (60, 12 * 3600)):
        found = {backoff.pause(failures).total_seconds() for _ in range(50)}
        assert len(found) > 10
        assert 0.8 * seconds <= min(found) <= max(found) <= 1.2 * seconds


def test_a_start_by_the_clock_that_fails_is_put_off_and_holds_no_other_up(case):
    for name in ("one", "two"):
        start = node("startEvent", "tick", timer("timeCycle", "R/PT1H"))
        case.deploy(bundle(name, start, user(f"do_{name}"), flows(f"tick -> do_{name}")))
    StartTimer.objects.filter(version__process_id="one").update(element_id="nowhere")
    case.now += timedelta(hours=1)
    assert jobs.run_due(case.now, limit=1) + jobs.run_due(case.now, limit=1) == 1
    assert case.open == ["do_two"]
    bad = StartTimer.objects.get(version__process_id="one")
    assert bad.attempts == 1
    assert bad.retry_at > case.now
    StartTimer.objects.filter(version__process_id="one").update(element_id="tick")
    case.now += timedelta(minutes=30)
    assert jobs.run_due(case.now) == 1
    assert case.open == ["do_one", "do_two"]
