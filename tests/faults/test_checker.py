"""The checker itself: each kind of damage is done by hand to a healthy store, and has its sentence."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection, connections

from engine import metrics, operations, verification
from engine.actors import SYSTEM
from engine.models import (
    Incident,
    InstanceEvent,
    Job,
    OpenStep,
    ProcessInstance,
    ProcessVersion,
    StartTimer,
    StepDaily,
    StepDelta,
    Subscription,
    Timer,
)
from engine.verification import walking
from tasks.models import ItemState, OpenCountDelta, WorkItem
from tests.engine.building import bundle, extension, flows, message, message_event, node, service, timer, user
from tests.tasks.conftest import filled, real_world, world  # noqa: F401 - fixtures
from tests.tasks.forms.building import NOW
from tests.tasks.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.faults]

EXTERNAL = '<zeebe:taskHeaders><zeebe:header key="external" value="true"/></zeebe:taskHeaders>'
CALL = node("callActivity", "call", extension('<zeebe:calledElement processId="inner"/>'))
HEARD = node("intermediateCatchEvent", "heard", message_event("m"))
WAITING = (
    user("a"),
    node("boundaryEvent", "late", timer("timeDuration", "P9D"), attachedToRef="a"),
    node("exclusiveGateway", "met"),
    HEARD,
    service("away", "faults.away", EXTERNAL),
    service("broken", "=nobody"),
    CALL,
)
PATHS = flows(
    "s -> fork",
    "fork -> a -> met -> join",
    *(f"fork -> {name} -> join" for name in ("heard", "away", "broken", "call")),
)
INNER = bundle("inner", node("startEvent", "s"), user("x"), node("endEvent", "e"), flows("s -> x -> e"))
OUTER = bundle(
    "outer",
    node("startEvent", "s"),
    node("parallelGateway", "fork"),
    *WAITING,
    node("parallelGateway", "join"),
    node("endEvent", "e"),
    PATHS + flows("join -> e", "late -> met"),
    top=message("m", "called"),
)


@pytest.fixture
def store(world: World) -> World:  # noqa: F811
    """A case that waits in every way there is, one in the middle with a completed task, and one that has ended."""
    for made in (INNER, OUTER):
        operations.deploy(bundle=made, by=SYSTEM, now=NOW)
    operations.start(process_id="outer", variables={}, participants=(), by=SYSTEM, now=NOW)
    world.up_to("approve")
    world.complete(world.item(world.up_to("read")), world.worker, seen="true")
    return world


def said(**narrowed: object) -> list[str]:
    return [str(found) for found in verification.verify(**narrowed)]


def outer() -> ProcessInstance:
    return ProcessInstance.objects.get(process_id="outer")


def ended() -> ProcessInstance:
    return ProcessInstance.objects.get(status="completed")


def test_a_healthy_store_has_every_kind_of_row_and_no_difference(store):
    rows = (OpenStep, Timer, Subscription, Job, Incident, WorkItem, StepDelta, OpenCountDelta)
    assert all(kept.objects.exists() for kept in rows)
    assert ProcessInstance.objects.filter(status="completed").count() == 1
    assert said() == []


def lose(kept: type, **which: object):
    return lambda: kept.objects.filter(**which).delete()


def too_many_steps():
    OpenStep.objects.create(
        task_id=uuid4(), instance=outer(), process_id="outer", element_id="a", kind="user", opened_at=NOW
    )


def too_many_timers():
    Timer.objects.create(task_id=uuid4(), instance=outer(), element_id="late", due_at=NOW)


def a_job_of_an_ended_case():
    job = Job.objects.get()
    Job.objects.filter(pk=job.pk).update(instance_id=ended().pk)


def events(**which: object):
    return InstanceEvent.objects.filter(**which)


def again(**which: object):
    def tell():
        line = events(**which).order_by("id").first()
        with connection.cursor() as cursor:
            columns = "at, root_id, instance_id, version_id, kind, element_id, task_id, actor_kind, actor_id, "
            columns += "on_behalf_of, capacity, form_id, data_names, detail"
            cursor.execute(
                f"INSERT INTO engine_instanceevent ({columns}) "
                f"SELECT {columns} FROM engine_instanceevent WHERE id = %s",
                [line.pk],
            )

    return tell


def an_effect_twice():
    line = events(kind="task_completed").first()
    events(pk=line.pk).update(kind="handler_done")
    again(pk=line.pk)()


def end(status: str):
    return lambda: ProcessInstance.objects.filter(pk=outer().pk).update(status=status, ended_at=NOW)


def unreadable():
    ProcessInstance.objects.filter(pk=outer().pk).update(state=b"nothing")


def an_old_state():
    case = ProcessInstance.objects.filter(process_id="small", status="running").get()
    before = bytes(case.state)
    item = WorkItem.objects.get(instance_id=case.pk, state=ItemState.OPEN)
    operations.complete(instance_id=case.pk, task_id=item.pk, data={"decision": "yes"}, by=SYSTEM, now=NOW)
    ProcessInstance.objects.filter(pk=case.pk).update(state=before)


def an_item_without_its_token():
    WorkItem.objects.filter(state=ItemState.COMPLETED, element_id="read").update(state=ItemState.OPEN)


def a_completed_item_taken_back():
    WorkItem.objects.filter(state=ItemState.COMPLETED, element_id="check").update(state=ItemState.CANCELLED)


def a_time_of(process_id: str):
    def arm():
        version = ProcessVersion.objects.get(process_id=process_id)
        for _ in range(2):
            StartTimer.objects.create(version=version, element_id="begin", due_at=NOW)

    return arm


def a_time_of_an_old_version():
    a_time_of("small")()
    ProcessVersion.objects.filter(process_id="small").update(is_live=False)
    StartTimer.objects.first().delete()


DAMAGE = {
    "open step lost": (lose(OpenStep, element_id="a"), "open steps: 1 missing, 0 too many (a)"),
    "open step doubled": (too_many_steps, "open steps: 0 missing, 1 too many (a)"),
    "timer lost": (lose(Timer), "timers: 1 missing, 0 too many (late)"),
    "timer doubled": (too_many_timers, "timers: 0 missing, 1 too many (late)"),
    "subscription lost": (lose(Subscription, element_id="heard"), "subscriptions: 1 missing, 0 too many (heard)"),
    "job lost": (lose(Job), "jobs: 1 missing, 0 too many (away)"),
    "job of an ended case": (a_job_of_an_ended_case, "it has ended, but holds jobs: away"),
    "incident lost": (lose(Incident), "incidents: 1 missing, 0 too many (broken)"),
    "instance ended by hand": (end("cancelled"), "it has ended, but holds timers: late"),
    "ended without its event": (end("completed"), "its history has 0 ends and 0 cancellations"),
    "state unreadable": (unreadable, "its state cannot be read (ZstdError)"),
    "state of before": (an_old_state, "approve stands open, but its history does not say so"),
    "work item lost": (lose(WorkItem, element_id="a"), "a stands open, but has no work item"),
    "work item without token": (an_item_without_its_token, "a work item of read lies in the inbox, but no token"),
    "completion lost in the inbox": (a_completed_item_taken_back, "work items are completed, but its history has"),
    "task completed twice": (again(kind="task_completed", element_id="check"), "check was completed 2 times"),
    "task opened twice": (again(kind="task_opened", element_id="a"), "a was opened 2 times"),
    "effect twice": (an_effect_twice, "was had its effect 2 times"),
    "started twice": (again(kind="started"), "it was started 2 times"),
    "ended twice": (again(kind="ended"), "its history has 2 ends"),
    "history without the opening": (
        lambda: events(kind="task_opened", element_id="a").delete(),
        "a stands open, but its history does not say so",
    ),
    "history of an end while it runs": (
        lambda: events(kind="started", instance_id=outer().pk).update(kind="ended"),
        "it runs, but its history says that it ended",
    ),
    "start doubled": (a_time_of("small"), "small waits 2 times for the time of begin"),
    "start of an old version": (a_time_of_an_old_version, "version 1 is not live, but waits for the time of begin"),
    "figure lost": (lose(StepDelta, element_id="check"), "figures of small check on 2026-03-02: 0 counted, 2"),
    "counter of the inbox lost": (lose(OpenCountDelta, change=1), "open items of"),
}


@pytest.mark.parametrize("name", sorted(DAMAGE))
def test_damage_has_its_sentence(store, name):
    damage, sentence = DAMAGE[name]
    assert said() == []
    damage()
    assert any(sentence in found for found in said()), said()


def test_a_called_instance_that_vanished_is_missed(store):
    inner = ProcessInstance.objects.get(process_id="inner")
    ProcessInstance.objects.filter(pk=inner.pk).update(status="cancelled", ended_at=NOW)
    found = said()
    assert f"{outer().case_number}: called instances: 1 missing, 0 too many (call)" in found
    assert any(line.startswith(f"{inner.case_number}: it has ended") for line in found)


def test_figures_that_were_folded_still_add_up(store):
    assert metrics.fold() > 0
    assert said() == []
    StepDaily.objects.filter(element_id="check").update(count=9)
    assert said() == ["figures of small check on 2026-03-02: 9 counted, 2 completed"]


def test_a_history_whose_beginning_was_let_go_is_no_damage(store):
    later = NOW + timedelta(days=60)
    facts = store.start(now=later)
    store.complete(store.item(facts), store.clerk, outcome="accept", now=later)
    events(at__lt=later).delete()
    assert said() == []


def test_the_command_names_the_case_and_ends_with_one(store):
    case = outer()
    Timer.objects.all().delete()
    out = StringIO()
    with pytest.raises(SystemExit) as end_:
        call_command("verify_instances", stdout=out)
    assert end_.value.code == 1
    assert out.getvalue().splitlines() == [
        f"{case.case_number}: timers: 1 missing, 0 too many (late)",
        "4 instances, 1 differences",
    ]


def test_the_command_looks_at_one_family_or_one_process_and_speaks_json(store):
    Timer.objects.all().delete()
    out = StringIO()
    call_command("verify_instances", "--process", "small", "--json", stdout=out)
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [{"instances": 2, "differences": 0}]
    out, inner = StringIO(), ProcessInstance.objects.get(process_id="inner")
    with pytest.raises(SystemExit):
        call_command("verify_instances", "--case", inner.case_number, "--json", stdout=out)
    found, sums = [json.loads(line) for line in out.getvalue().splitlines()]
    assert (found["check"], found["case"], found["process"]) == ("rows", outer().case_number, "outer")
    assert sums == {"instances": 2, "differences": 1}


@pytest.mark.parametrize("words", [("--case", "XX-2026-000001"), ("--process", "nothing")])
def test_the_command_refuses_what_does_not_exist_with_two(store, words):
    with pytest.raises(CommandError) as refused:
        call_command("verify_instances", *words)
    assert refused.value.returncode == 2


def test_a_store_larger_than_a_batch_is_read_in_a_bounded_number_of_statements(store, django_assert_max_num_queries):
    for _ in range(10):
        operations.start(process_id="outer", variables={}, participants=(), by=SYSTEM, now=NOW)
    assert said() == []
    with django_assert_max_num_queries(30):
        assert said() == []


def test_what_is_found_is_said_before_everything_was_read(store, monkeypatch):
    """Memory and patience are bounded by a batch, not by the store."""
    for _ in range(9):
        operations.start(process_id="outer", variables={}, participants=(), by=SYSTEM, now=NOW)
    Timer.objects.all().delete()
    monkeypatch.setattr(walking, "BATCH", 2)
    looked_at: list[int] = []
    found = verification.verify(progress=looked_at.append)
    assert "timers" in str(next(found))
    assert sum(looked_at) < 6
    assert len(list(found)) == 9
    assert sum(looked_at) == ProcessInstance.objects.count()
    assert max(looked_at) == 2


@pytest.mark.django_db(transaction=True)
def test_a_batch_is_seen_at_one_moment_while_others_step(real_world):  # noqa: F811
    """A completion that commits between two reads of the checker is no difference."""
    facts = real_world.start()
    item = real_world.item(facts)

    def meanwhile(batch):
        with ThreadPoolExecutor(1) as pool:
            pool.submit(complete).result(30)
        return iter(())

    def complete():
        try:
            real_world.complete(item, real_world.clerk, outcome="accept")
        finally:
            connections.close_all()

    before = dict(walking._of_batch)
    walking._of_batch.clear()
    walking._of_batch.update({"meanwhile": meanwhile, **before})
    try:
        assert list(map(str, verification.verify([facts.id]))) == []
    finally:
        walking._of_batch.clear()
        walking._of_batch.update(before)
    item.refresh_from_db()
    assert item.state == ItemState.COMPLETED
    assert said() == []


@pytest.mark.django_db(transaction=True)
def test_the_checker_may_not_write(real_world):  # noqa: F811
    real_world.start()

    def write(batch):
        WorkItem.objects.update(priority=1)
        return iter(())

    verification.register("tests.writer", write)
    try:
        with pytest.raises(InternalError, match="read-only"):
            said()
    finally:
        del walking._of_batch["tests.writer"]
