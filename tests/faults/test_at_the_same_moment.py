"""The same thing at the same moment: one completion by two people, one message twice, a deployment between steps."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections

from engine import jobs, operations, verification
from engine.actors import SYSTEM
from engine.models import InstanceEvent, Message, ProcessInstance, ProcessVersion
from tasks import access, completion
from tasks.models import ItemState, WorkItem
from tests.engine.building import bundle, flows, message, message_event, node, user
from tests.tasks.conftest import filled, real_world  # noqa: F401 - fixtures
from tests.tasks.forms.building import NOW
from tests.tasks.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
TOGETHER = 4
REFUSED = (access.WorkItemClosed, access.WorkItemTaken)


def all_at_once(*acts):
    """What each act gave or raised, all begun at the same moment in threads of their own."""
    start = threading.Barrier(len(acts))

    def act(do):
        try:
            start.wait(10)
            return do()
        except Exception as problem:  # noqa: BLE001 - the answer is what is asked for
            return problem
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def completed(instance_id: UUID, element_id: str) -> int:
    found = InstanceEvent.objects.filter(instance_id=instance_id, kind="task_completed", element_id=element_id)
    return found.count()


def healthy() -> bool:
    found = list(map(str, verification.verify()))
    assert found == []
    return True


def test_one_person_who_posts_the_same_form_four_times_at_once_has_done_it_once(real_world: World, rounds):  # noqa: F811
    for _ in range(5 * rounds):
        facts = real_world.start()
        item = real_world.item(facts)
        post = lambda item=item: real_world.complete(item, real_world.clerk, outcome="accept")  # noqa: E731
        answers = all_at_once(*[post] * TOGETHER)
        assert Counter(answer.before for answer in answers) == {False: 1, True: TOGETHER - 1}
        assert completed(facts.id, "check") == 1
        assert real_world.item(facts).element_id == "approve"
    assert healthy()


def test_of_two_people_who_post_at_once_one_has_done_it_and_the_other_is_told(real_world: World, rounds):  # noqa: F811
    for _ in range(5 * rounds):
        facts = real_world.start()
        item = real_world.item(facts)
        people = (real_world.clerk, real_world.colleague)
        acts = [lambda item=item, who=who: real_world.complete(item, who, outcome="accept") for who in people]
        answers = all_at_once(*acts, *acts)
        done = [answer for answer in answers if isinstance(answer, completion.Completed) and not answer.before]
        told = [answer for answer in answers if isinstance(answer, REFUSED)]
        again = [answer for answer in answers if isinstance(answer, completion.Completed) and answer.before]
        assert (len(done), len(told), len(again)) == (1, 2, 1), answers
        item.refresh_from_db()
        assert item.state == ItemState.COMPLETED
        assert completed(facts.id, "check") == 1
    assert healthy()


LISTENING = bundle(
    "listening",
    node("startEvent", "s"),
    node("intermediateCatchEvent", "first", message_event("m")),
    user("between"),
    node("intermediateCatchEvent", "second", message_event("m")),
    node("endEvent", "e"),
    flows("s -> first -> between -> second -> e"),
    top=message("m", "paper"),
)


def send(case_number: str, message_id: str | None, now=NOW):
    return lambda: operations.deliver_message(
        name="paper",
        key=case_number,
        data={},
        by=SYSTEM,
        now=now,
        time_to_live=timedelta(hours=1),
        message_id=message_id,
    )


def test_the_same_message_sent_four_times_at_once_arrives_once(real_world: World, rounds):  # noqa: F811
    operations.deploy(bundle=LISTENING, by=SYSTEM, now=NOW)
    for number in range(3 * rounds):
        facts = operations.start(process_id="listening", variables={}, participants=(), by=SYSTEM, now=NOW)
        answers = all_at_once(*[send(facts.case_number, f"m{number}")] * TOGETHER)
        assert sorted(answer.correlated for answer in answers) == [0] * (TOGETHER - 1) + [1]
        between = real_world.item(facts)
        operations.complete(instance_id=facts.id, task_id=between.pk, data={}, by=SYSTEM, now=NOW)
        send(facts.case_number, f"m{number}")()  # once more, now that the second catch listens
        assert ProcessInstance.objects.get(pk=facts.id).status == "running"
        send(facts.case_number, f"other{number}")()
        assert ProcessInstance.objects.get(pk=facts.id).status == "completed"
    assert healthy()


def test_a_message_that_meets_its_listener_at_the_same_moment_is_neither_lost_nor_doubled(real_world, rounds):  # noqa: F811
    """One thread begins to wait while the other sends: delivered at once, or kept and delivered by the next poll."""
    operations.deploy(bundle=LISTENING, by=SYSTEM, now=NOW)
    for number in range(5 * rounds):
        facts = operations.start(process_id="listening", variables={}, participants=(), by=SYSTEM, now=NOW)
        send(facts.case_number, f"first{number}")()
        between = real_world.item(facts)

        def open_(facts=facts, between=between):
            operations.complete(instance_id=facts.id, task_id=between.pk, data={}, by=SYSTEM, now=NOW)

        answers = all_at_once(open_, send(facts.case_number, f"second{number}"))
        assert not [answer for answer in answers if isinstance(answer, Exception)]
        jobs.run_due(NOW)
        assert ProcessInstance.objects.get(pk=facts.id).status == "completed"
    assert not Message.objects.filter(is_open=True).exists()
    heard = Counter(InstanceEvent.objects.filter(kind="message").values_list("instance_id", "element_id"))
    assert set(heard.values()) == {1}
    assert len(heard) == 10 * rounds
    assert healthy()


def edition(number: int):
    paths = flows(f"s -> a -> b{number} -> e")
    return bundle("edited", node("startEvent", "s"), user("a"), user(f"b{number}"), node("endEvent", "e"), paths)


def test_a_case_goes_on_with_the_version_it_began_with_however_often_others_are_deployed(real_world: World, rounds):  # noqa: F811
    """Two begin and work off cases while a third deploys one edition after the other."""
    operations.deploy(bundle=edition(0), by=SYSTEM, now=NOW)

    def deploy():
        for number in range(1, 6 * rounds + 1):
            operations.deploy(bundle=edition(number), by=SYSTEM, now=NOW)

    def work():
        for _ in range(10 * rounds):
            facts = operations.start(process_id="edited", variables={}, participants=(), by=SYSTEM, now=NOW)
            for _ in range(2):
                item = WorkItem.objects.get(instance_id=facts.id, state=ItemState.OPEN)
                operations.complete(instance_id=facts.id, task_id=item.pk, data={}, by=SYSTEM, now=NOW)

    assert all_at_once(deploy, work, work) == [None, None, None]
    assert ProcessVersion.objects.filter(process_id="edited").count() == 6 * rounds + 1
    assert ProcessVersion.objects.filter(process_id="edited", is_live=True).count() == 1
    assert ProcessInstance.objects.filter(process_id="edited", status="completed").count() == 20 * rounds
    for item in WorkItem.objects.filter(process_id="edited").exclude(element_id="a"):
        assert item.element_id == f"b{item.version_number - 1}"
    assert healthy()
