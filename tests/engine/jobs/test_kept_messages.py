"""Messages kept for who will wait for them: taken once, whatever happens at the same moment, and let go in the end."""

from datetime import timedelta

import pytest

from engine import due, jobs, operations, queries
from engine.actors import SYSTEM
from engine.commands import expire
from engine.commands.deliver_message import deliver_kept
from engine.models import InstanceEvent, Message, MessageExpiry
from tests.engine.building import bundle, flows, message, message_event, node, user
from tests.engine.jobs.conftest import at_once

ANSWER = node("intermediateCatchEvent", "answer", message_event("m"))
ASKING = bundle(
    "asking",
    node("startEvent", "s"),
    user("first"),
    ANSWER,
    user("heard"),
    flows("s -> first -> answer -> heard"),
    top=message("m", "answered", "=order"),
)


def send(case, key="A", **more):
    return operations.deliver_message(name="answered", key=key, data={"x": 1}, by=case.by, now=case.now, **more)


@pytest.mark.django_db
def test_a_message_is_kept_for_its_time_and_no_longer(case):
    case.deploy(ASKING)
    case.start("asking", order="A")
    assert send(case, time_to_live=timedelta(hours=1)).buffered
    case.now += timedelta(minutes=59)
    case.complete("first")
    assert jobs.run_due(case.now) == 1
    assert case.open == ["heard"]
    case.start("asking", order="B")
    send(case, "B", time_to_live=timedelta(hours=1))
    case.now += timedelta(minutes=61)
    case.complete("first")
    assert jobs.run_due(case.now) == 0
    assert case.open == ["heard"], "that of A; B waits in vain"


@pytest.mark.django_db
def test_messages_past_their_time_go_in_batches_and_are_counted(case):
    for number in range(5):
        send(case, f"K{number}", time_to_live=timedelta(hours=1))
    send(case, "named", time_to_live=timedelta(hours=1), message_id="n-1")
    send(case, "young", time_to_live=timedelta(days=9))
    assert operations.sweep_messages(now=case.now) == 0
    case.now += timedelta(hours=2)
    assert [operations.sweep_messages(now=case.now, limit=4) for _ in range(3)] == [4, 2, 0]
    assert set(Message.objects.values_list("key", "is_open")) == {("named", False), ("young", True)}
    (line,) = MessageExpiry.objects.all()
    assert (line.name, line.day, line.count) == ("answered", case.now.date(), 6)
    assert queries.expired_messages(since=case.now.date()) == {"answered": 6}


@pytest.mark.django_db
def test_an_id_is_known_for_a_month_after_its_end(case):
    case.deploy(ASKING)
    send(case, time_to_live=timedelta(hours=1), message_id="once")
    case.now += timedelta(days=29)
    operations.sweep_messages(now=case.now)
    case.start("asking", order="A")
    case.complete("first")
    assert send(case, message_id="once").correlated == 0
    case.now += expire.IDS_KEPT
    assert operations.sweep_messages(now=case.now) == 1
    assert not Message.objects.exists()
    assert send(case, message_id="once").correlated == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_message_twice_at_once_goes_on_once(case):
    case.deploy(ASKING)
    for order in "ABCDE":
        case.start("asking", order=order)
        case.complete("first")
        again = [lambda order=order: send(case, order, message_id=f"id-{order}")] * 3
        assert sorted(found.correlated for found in at_once(*again)) == [0, 0, 1]
    assert case.open == ["heard"] * 5
    assert InstanceEvent.objects.filter(kind="message").count() == 5


@pytest.mark.django_db(transaction=True)
def test_two_messages_at_once_to_one_wait_are_one_correlation_and_one_kept(case):
    case.deploy(ASKING)
    case.start("asking", order="A")
    case.complete("first")
    found = at_once(*[lambda: send(case, time_to_live=timedelta(hours=1))] * 2)
    assert sorted((one.correlated, one.buffered) for one in found) == [(0, True), (1, False)]
    assert case.open == ["heard"]


@pytest.mark.django_db(transaction=True)
def test_a_kept_message_found_by_two_workers_is_delivered_once(case):
    case.deploy(ASKING)
    send(case, time_to_live=timedelta(hours=1))
    for _ in range(2):
        case.start("asking", order="A")
        case.complete("first")
    ((message_id, task_id, instance_id),) = due.kept(case.now, 5)
    give = {"message_id": message_id, "waiting": (task_id, instance_id), "by": SYSTEM, "now": case.now}
    assert sorted(at_once(*[lambda: deliver_kept(**give)] * 3)) == [False, False, True]
    assert jobs.run_due(case.now) == 0
    assert sum(len(queries.variables(i).keys() & {"x"}) for i in set(case.work.place.values())) == 1
