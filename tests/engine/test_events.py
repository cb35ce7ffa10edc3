"""Timers, messages, boundary events, event sub-processes, event-based gateways."""

from datetime import timedelta

import pytest

from engine import jobs, operations
from engine.models import InstanceEvent, Subscription, Timer
from tests.engine.building import (
    bundle,
    flows,
    message,
    message_event,
    node,
    script,
    timer,
    user,
)

pytestmark = pytest.mark.django_db


def later(case, **span) -> None:
    case.now += timedelta(**span)
    while jobs.run_due(case.now):
        continue


def send(case, name, key=None, **data):
    key = key or case.row.case_number
    return operations.deliver_message(name=name, key=key, data=data, by=case.by, now=case.now)


def visited(case) -> list[str]:
    lines = InstanceEvent.objects.filter(instance_id=case.instance_id, detail__has_key="path").order_by("id")
    return [element for line in lines for element in line.detail["path"]]


WITHDRAW = message("m_withdraw", "withdraw")


def withdrawal(interrupting: str = "true", event: str = message_event("m_withdraw")) -> str:
    inside = (
        node("startEvent", "asked", event, isInterrupting=interrupting)
        + script("note", '="yes"', "withdrawn")
        + node("endEvent", "withdrawn_end")
        + flows("asked -> note -> withdrawn_end")
    )
    return node("subProcess", "withdrawal", inside, triggeredByEvent="true")


def test_a_timer_event_lets_the_case_go_on_when_it_is_due(case):
    wait = node("intermediateCatchEvent", "wait", timer("timeDuration", "PT48H"))
    case.deploy(bundle("p", node("startEvent", "s"), wait, user("t"), flows("s -> wait -> t")))
    case.start("p")
    later(case, hours=47)
    assert case.open == []
    later(case, hours=2)
    assert case.open == ["t"]
    assert not Timer.objects.exists()


def test_an_interrupting_timer_takes_the_task_away(case):
    late = node("boundaryEvent", "late", timer("timeDuration", "=duration(&quot;P2D&quot;)"), attachedToRef="t")
    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            user("t"),
            late,
            user("chase"),
            user("next"),
            flows("s -> t -> next", "late -> chase"),
        )
    )
    case.start("p")
    later(case, days=3)
    assert case.open == ["chase"]
    assert not Timer.objects.exists()


def test_a_reminder_comes_again_without_taking_the_task_away(case):
    remind = node("boundaryEvent", "remind", timer("timeCycle", "R3/P1D"), attachedToRef="t", cancelActivity="false")
    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            user("t"),
            remind,
            script("count_it", "=if n = null then 1 else n + 1", "n"),
            flows("s -> t", "remind -> count_it"),
        )
    )
    case.start("p")
    later(case, days=1, minutes=1)
    later(case, days=1)
    later(case, days=1)
    later(case, days=5)
    assert case.open == ["t"]
    assert visited(case).count("count_it") == 3
    case.complete("t")
    assert case.row.status == "completed"


def test_a_withdrawal_ends_everything_at_once(case):
    case.deploy(bundle("p", node("startEvent", "s"), user("t"), withdrawal(), flows("s -> t"), top=WITHDRAW))
    case.start("p")
    assert send(case, "withdraw", reason="x").correlated == 1
    assert case.open == []
    assert (case.row.status, case.row.end_event) == ("completed", "withdrawn_end")
    assert not Subscription.objects.exists()


def test_an_event_process_that_does_not_interrupt_runs_beside_and_again(case):
    case.deploy(bundle("p", node("startEvent", "s"), user("t"), withdrawal("false"), flows("s -> t"), top=WITHDRAW))
    case.start("p")
    assert send(case, "withdraw").correlated == 1
    assert send(case, "withdraw").correlated == 1
    assert case.open == ["t"]
    assert visited(case).count("note") == 2
    case.complete("t")
    assert (case.row.status, case.row.end_event) == ("completed", "withdrawn_end")


def test_a_timer_of_an_event_process_does_not_keep_the_case_open(case):
    watch = withdrawal("false", timer("timeDuration", "P60D"))
    case.deploy(bundle("p", node("startEvent", "s"), user("t"), node("endEvent", "e"), watch, flows("s -> t -> e")))
    case.start("p")
    case.complete("t")
    assert (case.row.status, case.row.end_event) == ("completed", "e")
    assert not Timer.objects.exists()


def test_an_event_process_inside_a_sub_process_interrupts_only_that(case):
    inner = node("startEvent", "is") + user("it") + withdrawal() + flows("is -> it")
    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            node("subProcess", "part", inner),
            user("after"),
            flows("s -> part -> after"),
            top=WITHDRAW,
        )
    )
    case.start("p")
    send(case, "withdraw")
    assert case.open == ["after"]


def test_a_message_without_a_listener_is_kept_for_its_time_to_live(case):
    catch = node("intermediateCatchEvent", "got", message_event("m"))
    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            user("t"),
            catch,
            user("after"),
            flows("s -> t -> got -> after"),
            top=message("m", "paid", "=order"),
        )
    )
    sent = {"name": "paid", "key": "A1", "data": {"amount": 5}, "by": case.by}
    assert operations.deliver_message(**sent, now=case.now, time_to_live=timedelta(hours=1), message_id="m1").buffered
    again = operations.deliver_message(**sent, now=case.now, time_to_live=timedelta(hours=1), message_id="m1")
    assert (again.correlated, again.buffered) == (0, False)
    case.start("p", order="A1")
    case.complete("t")
    later(case, minutes=1)
    assert case.open == ["after"]


def test_a_kept_message_expires(case):
    catch = node("intermediateCatchEvent", "got", message_event("m"))
    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            catch,
            user("after"),
            flows("s -> got -> after"),
            top=message("m", "paid", "=order"),
        )
    )
    operations.deliver_message(
        name="paid", key="A1", data={}, by=case.by, now=case.now, time_to_live=timedelta(hours=1)
    )
    case.now += timedelta(hours=2)
    case.start("p", order="A1")
    later(case, minutes=1)
    assert case.open == []


def test_of_two_cases_that_wait_one_gets_the_message(case):
    catch = node("intermediateCatchEvent", "got", message_event("m"))
    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            catch,
            user("after"),
            flows("s -> got -> after"),
            top=message("m", "paid", "=order"),
        )
    )
    case.start("p", order="A1")
    case.start("p", order="A1")
    assert operations.deliver_message(name="paid", key="A1", data={}, by=case.by, now=case.now).correlated == 1
    assert case.open == ["after"]


def test_the_first_event_decides_an_event_gateway(case):
    parts = (
        node("eventBasedGateway", "either"),
        node("intermediateCatchEvent", "answer", message_event("m_withdraw")),
        node("intermediateCatchEvent", "silence", timer("timeDuration", "P60D")),
        user("answered"),
        user("silent"),
    )
    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            *parts,
            flows("s -> either", "either -> answer -> answered", "either -> silence -> silent"),
            top=WITHDRAW,
        )
    )
    case.start("p")
    send(case, "withdraw")
    assert case.open == ["answered"]
    assert not Timer.objects.exists()
    case.start("p")
    later(case, days=61)
    assert case.open == ["answered", "silent"]


def test_a_message_starts_a_case(case):
    start = node("startEvent", "ask", message_event("m"))
    case.deploy(bundle("p", start, user("t"), flows("ask -> t"), top=message("m", "application", None)))
    result = operations.deliver_message(name="application", key=None, data={"a": 1}, by=case.by, now=case.now)
    assert len(result.started) == 1
    assert case.open == ["t"]


def test_a_repeating_boundary_message_is_caught_each_time(case):
    hint = node("boundaryEvent", "hint", message_event("m_withdraw"), attachedToRef="t", cancelActivity="false")
    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            user("t"),
            hint,
            script("note", "=1", "x"),
            flows("s -> t", "hint -> note"),
            top=WITHDRAW,
        )
    )
    case.start("p")
    assert send(case, "withdraw").correlated == 1
    assert send(case, "withdraw").correlated == 1
    assert visited(case).count("note") == 2


def test_a_signal_reaches_all_who_wait(case):
    catch = node("intermediateCatchEvent", "hear", '<bpmn:signalEventDefinition signalRef="sig"/>')
    top = '<bpmn:signal id="sig" name="month_closed"/>'
    case.deploy(bundle("p", node("startEvent", "s"), catch, user("t"), flows("s -> hear -> t"), top=top))
    case.start("p")
    case.start("p")
    assert operations.throw_signal(name="month_closed", data={}, by=case.by, now=case.now) == 2
    assert case.open == ["t", "t"]


def test_two_thousand_turns_of_a_loop_leave_the_case_small(case):
    parts = (
        node("exclusiveGateway", "back"),
        script("count_it", "=n + 1", "n"),
        node("exclusiveGateway", "again", default="f_again_t"),
        user("t"),
    )
    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            *parts,
            flows("s -> back -> count_it -> again", "again -> back: =n &lt; 2000".replace("&lt;", "<"), "again -> t"),
        )
    )
    case.start("p", n=0)
    assert case.open == ["t"]
    assert len(case.row.state) < 1000
