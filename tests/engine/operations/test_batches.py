"""One operation over many cases: counted, shared by workers, cancelled, undone, and never half."""

import os
import threading
import traceback
from collections.abc import Callable

import pytest
from django.db import OperationalError, connection, connections, transaction

from engine import jobs, operations, queries
from engine.batches import kinds, working
from engine.models import Batch, BatchItem, Incident, ProcessInstance, ProcessVersion
from engine.operations import InstanceQuery, MigrationPlan, Wanted
from engine.queries import batches as reading
from engine.verification import verify
from tests.engine.building import bundle, flows, node, user

pytestmark = pytest.mark.django_db


def line(*ids):
    return bundle("p", node("startEvent", "s"), *[user(id) for id in ids], flows(" -> ".join(("s", *ids))))


def many(case, count=5, **variables):
    case.deploy(line("a", "b"))
    for _ in range(count):
        case.start("p", **variables)


def make(case, kind, *, query=None, rehearsal=False, **parameters):
    return operations.create_batch(
        query=query or InstanceQuery(process_id="p"),
        wanted=Wanted(kind=kind, reason="all of them", parameters=parameters, rehearsal=rehearsal),
        by=case.by,
        now=case.now,
    )


def states(batch_id):
    facts = reading.batch(batch_id)
    return {name: count for name in BatchItem.State.values if (count := getattr(facts, name))}


def to_second(case, *ids, **mapping):
    case.deploy(line(*ids))
    first, second = ProcessVersion.objects.filter(process_id="p").order_by("number")
    return MigrationPlan(from_version=first.id, to_version=second.id, mapping=mapping)


def test_all_that_a_query_means_are_done_and_counted(case):
    many(case)
    case.complete("a")
    batch_id = make(case, "suspend", query=InstanceQuery(process_id="p", element_id="a"))
    assert states(batch_id) == {"waiting": 4}
    assert working.work(case.now, 3) == 3
    assert states(batch_id) == {"waiting": 1, "done": 3}
    assert reading.batch(batch_id).state == "running"
    jobs.run_due(case.now)
    facts = reading.batch(batch_id)
    assert (facts.state, facts.done, facts.total, facts.ended_at) == ("done", 4, 4, case.now)
    assert ProcessInstance.objects.filter(suspended_at=None).count() == 1
    assert list(verify()) == []


def test_what_is_already_so_is_skipped_and_what_refuses_is_listed_while_the_others_go_on(case):
    many(case, 3)
    rows = list(ProcessInstance.objects.order_by("started_at", "case_number"))
    operations.suspend(instance_id=rows[0].id, reason="", by=case.by, now=case.now)
    batch_id = make(case, "suspend")
    jobs.run_due(case.now)
    assert states(batch_id) == {"done": 2, "skipped": 1}
    stopped = make(case, "retry")
    jobs.run_due(case.now)
    assert states(stopped) == {"skipped": 3}
    plan = kinds.migration(to_second(case, "z", a="z"))
    for expected in ("done", "skipped"):
        batch_id = make(case, "migrate", **plan)
        jobs.run_due(case.now)
        assert states(batch_id) == {expected: 3}


def test_a_migration_is_rehearsed_done_with_failures_listed_and_undone(case):
    many(case, 3)
    case.complete("a")
    plan = to_second(case, "b")
    rehearsal = make(case, "migrate", rehearsal=True, **kinds.migration(plan))
    jobs.run_due(case.now)
    assert states(rehearsal) == {"failed": 2, "done": 1}
    assert not ProcessInstance.objects.filter(version_id=plan.to_version).exists()
    batch_id = make(case, "migrate", **kinds.migration(plan))
    jobs.run_due(case.now)
    assert states(batch_id) == {"failed": 2, "done": 1}
    failed = reading.batch_items(batch_id, "failed")
    assert {(one.problem, one.detail) for one in failed} == {("NotMigratable", "a: no_target")}
    back = operations.undo_batch(batch_id=batch_id, reason="wrong", by=case.by, now=case.now)
    jobs.run_due(case.now)
    assert states(back) == {"done": 1}
    assert not ProcessInstance.objects.filter(version_id=plan.to_version).exists()
    assert list(verify()) == []
    with pytest.raises(operations.BatchEnded):
        operations.undo_batch(batch_id=batch_id, reason="twice", by=case.by, now=case.now)


def test_a_case_that_moved_on_fails_to_be_undone_and_the_others_are(case):
    many(case, 2)
    plan = to_second(case, "a", "c")
    batch_id = make(case, "migrate", **kinds.migration(plan))
    jobs.run_due(case.now)
    case.complete("a")
    back = operations.undo_batch(batch_id=batch_id, reason="wrong", by=case.by, now=case.now)
    jobs.run_due(case.now)
    assert states(back) == {"done": 1, "failed": 1}
    assert [one.problem for one in reading.batch_items(back, "failed")] == ["MovedOn"]


def test_variables_are_set_in_all_and_the_batch_forgets_the_values(case):
    many(case, 2, x=1, old=True)
    batch_id = make(case, "variables", **kinds.variables({"x": 2, "old": operations.Mark.ABSENT}))
    jobs.run_due(case.now)
    assert states(batch_id) == {"done": 2}
    assert {str(queries.variables(row.id)) for row in ProcessInstance.objects.all()} == {"{'x': Decimal('2')}"}
    assert bytes(Batch.objects.get().parameters) == b""


def test_incidents_are_tried_again_and_cases_cancelled_and_let_go_on(case):
    gate = node("exclusiveGateway", "g")
    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            gate,
            user("y"),
            user("n"),
            flows("s -> g", "g -> y: =x = 1", "g -> n: =x = 2"),
        )
    )
    case.start("p", x=3).start("p", x=3)
    make(case, "variables", **kinds.variables({"x": 1}))
    batch_id = make(case, "retry", query=InstanceQuery(process_id="p", incident_kind="no_flow"))
    jobs.run_due(case.now)
    assert (states(batch_id), case.open) == ({"done": 2}, ["y", "y"])
    assert not Incident.objects.filter(resolved_at=None).exists()
    make(case, "suspend")
    jobs.run_due(case.now)
    make(case, "resume", query=InstanceQuery(process_id="p", suspended=True))
    jobs.run_due(case.now)
    assert not ProcessInstance.objects.exclude(suspended_at=None).exists()
    make(case, "cancel")
    jobs.run_due(case.now)
    assert set(ProcessInstance.objects.values_list("status", flat=True)) == {"cancelled"}
    assert list(verify()) == []


def test_the_databases_own_trouble_with_one_case_lets_the_others_go_first_and_is_tried_again(case, monkeypatch):
    many(case, 3)
    first = ProcessInstance.objects.order_by("started_at", "id").first().id
    real, trouble = kinds.KINDS["suspend"], [True]

    def sometimes(instance_id, order):
        if instance_id == first and trouble:
            trouble.clear()
            raise OperationalError("deadlock detected")
        real(instance_id, order)

    monkeypatch.setitem(kinds.KINDS, "suspend", sometimes)
    batch_id = make(case, "suspend")
    assert working.work(case.now, 50) == 0
    assert states(batch_id) == {"waiting": 3}
    assert working.work(case.now, 2) == 2
    assert [one.case_number for one in reading.batch_items(batch_id, "waiting")] == [
        ProcessInstance.objects.get(pk=first).case_number
    ]
    working.work(case.now, 50)
    assert states(batch_id) == {"done": 3}


def test_a_cancelled_batch_leaves_the_rest_alone(case):
    many(case, 3)
    batch_id = make(case, "suspend")
    working.work(case.now, 1)
    assert operations.cancel_batch(batch_id=batch_id, by=case.by, now=case.now) == 2
    jobs.run_due(case.now)
    assert states(batch_id) == {"done": 1, "cancelled": 2}
    assert ProcessInstance.objects.exclude(suspended_at=None).count() == 1
    with pytest.raises(operations.BatchEnded):
        operations.cancel_batch(batch_id=batch_id, by=case.by, now=case.now)


def test_a_query_that_names_nothing_and_a_kind_that_is_none_are_refused(case):
    with pytest.raises(operations.QueryTooWide):
        make(case, "suspend", query=InstanceQuery())
    with pytest.raises(operations.BatchUnknown):
        make(case, "explode")
    assert not Batch.objects.exists()


def test_cases_are_picked_by_number_and_by_when_they_started(case):
    many(case, 2)
    numbers = list(ProcessInstance.objects.values_list("case_number", flat=True))
    one = make(case, "suspend", query=InstanceQuery(case_numbers=numbers[:1]))
    none = make(case, "suspend", query=InstanceQuery(process_id="p", started_until=case.now))
    both = make(case, "suspend", query=InstanceQuery(process_id="p", started_from=case.now))
    assert [reading.batch(batch_id).total for batch_id in (one, none, both)] == [1, 0, 2]


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_a_batch_and_each_case_is_done_once(case):
    many(case, 12)
    batch_id = make(case, "variables", **kinds.variables({"x": 1}))
    done = []

    def worker():
        done.append(working.work(case.now, 50))
        connection.close()

    workers = [threading.Thread(target=worker) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sum(done) == 12
    assert states(batch_id) == {"done": 12}
    told = [line for row in ProcessInstance.objects.all() for line in queries.history(row.id)]
    assert sum(line.kind == "variables_changed" for line in told) == 12


def killed_at(place: str, work: Callable[[], object]) -> bool:
    """Whether a child process that does the work is killed at the place; whatever happens, it never comes back here."""
    child = os.fork()
    if child == 0:
        try:
            # Django keeps connections by event loop, and a browser's loop does not go over into a child: what it
            # would find here may be long dead.
            connections.close_all()
            os.environ["ENGINE_FAILPOINT"] = f"kill:{place}"
            work()
        finally:
            traceback.print_exc()
            os._exit(1)
    _, how = os.waitpid(child, 0)
    return os.WIFSIGNALED(how)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", ["batch_item_taken", "batch_item_done"])
def test_a_worker_killed_in_the_middle_leaves_the_item_for_the_next(case, place):
    many(case, 3)
    batch_id = make(case, "variables", **kinds.variables({"x": 1}))
    connection.close()
    assert killed_at(place, lambda: working.work(case.now, 50))
    assert states(batch_id) == {"waiting": 3}
    working.work(case.now, 50)
    assert states(batch_id) == {"done": 3}
    assert list(verify()) == []


@pytest.mark.django_db(transaction=True)
def test_who_suspends_while_another_completes_is_told_or_comes_first(case):
    case.deploy(line("a", "b"))
    case.start("p")
    outcomes = []

    def suspending():
        try:
            operations.suspend(instance_id=case.instance_id, reason="", by=case.by, now=case.now)
            outcomes.append("rests")
        except operations.InstanceSuspended:
            outcomes.append("already")
        connection.close()

    both = [threading.Thread(target=suspending) for _ in range(2)]
    with transaction.atomic():
        operations.lock_instance(case.instance_id)
        for one in both:
            one.start()
    for one in both:
        one.join()
    assert sorted(outcomes) == ["already", "rests"]
    assert list(verify()) == []


def test_a_whole_version_rests_and_goes_on(case):
    many(case, 2)
    version_id = ProcessVersion.objects.get().id
    batch_id = operations.suspend_version(version_id=version_id, reason="a mistake", by=case.by, now=case.now)
    jobs.run_due(case.now)
    assert states(batch_id) == {"done": 2}
    with pytest.raises(operations.VersionSuspended):
        case.start("p")
    with pytest.raises(operations.BatchEnded):
        operations.suspend_version(version_id=version_id, reason="", by=case.by, now=case.now)
    operations.resume_version(version_id=version_id, reason="mended", by=case.by, now=case.now)
    jobs.run_due(case.now)
    assert not ProcessInstance.objects.exclude(suspended_at=None).exists()
    case.start("p")
