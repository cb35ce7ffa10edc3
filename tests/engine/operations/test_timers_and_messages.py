"""A supervisor changes a timer's time and gives a message by hand."""

from datetime import timedelta

import pytest

from engine import jobs, operations, queries
from engine.models import InstanceEvent, Message, OpenStep, Timer
from engine.operations import ByHand
from engine.verification import verify
from tests.engine.building import bundle, flows, message, message_event, node, timer, user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def waiting():
    wait = node("intermediateCatchEvent", "wait", timer("timeDuration", "PT1H"))
    return bundle("p", node("startEvent", "s"), wait, user("after"), flows("s -> wait -> after"))


def change(case, due_at, seen=None):
    operations.change_timer(
        timer_id=Timer.objects.get().pk, due_at=due_at, seen_due_at=seen, reason="agreed", by=case.by, now=case.now
    )


def test_a_timer_fires_at_its_new_time_only(case):
    case.deploy(waiting())
    case.start("p")
    change(case, case.now + 3 * HOUR, seen=case.now + HOUR)
    assert OpenStep.objects.get().due_at == case.now + 3 * HOUR
    assert list(verify()) == []
    assert jobs.run_due(case.now + 2 * HOUR) == 0
    assert jobs.run_due(case.now + 3 * HOUR) == 1
    assert case.open == ["after"]


def test_now_fires_it_now_and_the_history_says_who_and_why(case):
    case.deploy(waiting())
    case.start("p")
    change(case, case.now - 5 * HOUR)
    jobs.run_due(case.now)
    assert case.open == ["after"]
    line = InstanceEvent.objects.get(kind="timer_changed")
    assert (line.actor_id, line.detail["reason"], line.element_id) == (case.by.id, "agreed", "wait")
    assert line.detail["old"] != line.detail["new"]


def test_a_timer_changed_by_two_is_refused_to_the_second(case):
    case.deploy(waiting())
    case.start("p")
    seen = case.now + HOUR
    change(case, case.now + 3 * HOUR, seen=seen)
    with pytest.raises(operations.TimerMoved) as refused:
        change(case, case.now + 4 * HOUR, seen=seen)
    assert refused.value.due_at == case.now + 3 * HOUR


def test_a_timer_that_fired_cannot_be_changed(case):
    case.deploy(waiting())
    case.start("p")
    timer_id = Timer.objects.get().pk
    jobs.run_due(case.now + HOUR)
    with pytest.raises(operations.TimerGone):
        operations.change_timer(timer_id=timer_id, due_at=case.now, reason="", by=case.by, now=case.now)


def asking():
    return bundle(
        "asks",
        node("startEvent", "s"),
        node("intermediateCatchEvent", "answer", message_event("m")),
        user("after"),
        flows("s -> answer -> after"),
        top=message("m", "answered"),
    )


def wait_of(case):
    return next(step.task_id for step in queries.instance(case.instance_id).open_tasks if step.kind == "event")


def test_a_message_given_by_hand_reaches_one_wait_whatever_its_key(case):
    case.deploy(asking())
    case.start("asks").start("asks")
    task_id = wait_of(case)
    by_hand = ByHand(reason="it came on paper", data={"x": 1})
    operations.correlate(task_id=task_id, message=by_hand, by=case.by, now=case.now)
    assert case.open == ["after"]
    assert queries.variables(case.instance_id) == {"x": 1}
    line = InstanceEvent.objects.get(kind="correlated_by_hand")
    assert line.detail.items() >= {"reason": "it came on paper", "name": "answered"}.items()
    assert line.data_names == ["x"]
    with pytest.raises(operations.NobodyWaits):
        operations.correlate(task_id=task_id, message=by_hand, by=case.by, now=case.now)


def test_a_kept_message_with_the_wrong_key_is_given_by_hand_and_used_up(case):
    case.deploy(asking())
    case.start("asks").start("asks")
    operations.deliver_message(
        name="answered", key="misspelt", data={"x": 7}, by=case.by, now=case.now, time_to_live=HOUR
    )
    kept = ByHand(reason="misspelt", kept_id=Message.objects.get().pk)
    operations.correlate(task_id=wait_of(case), message=kept, by=case.by, now=case.now)
    assert queries.variables(case.instance_id) == {"x": 7}
    case.start("asks")
    with pytest.raises(operations.MessageGone):
        operations.correlate(task_id=wait_of(case), message=kept, by=case.by, now=case.now)
    assert list(verify()) == []


def test_a_process_is_started_by_a_message_given_by_hand(case):
    start = node("startEvent", "come", message_event("m"))
    case.deploy(bundle("p", start, user("a"), flows("come -> a"), top=message("m", "hello", key=None)))

    def begin(element_id):
        return operations.start_by_message(
            process_id="p",
            element_id=element_id,
            message=ByHand(reason="by post", data={"x": 1}),
            by=case.by,
            now=case.now,
        )

    found = begin("come")
    assert queries.variables(found) == {"x": 1}
    assert case.open == ["a"]
    with pytest.raises(operations.NoSuchProcess):
        begin("elsewhere")
