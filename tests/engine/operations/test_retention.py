"""Ended cases are let go after their term, with all that belongs to them; what is held, or too young, stays."""

from datetime import datetime, timedelta
from io import StringIO
from uuid import uuid4

import psycopg
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from engine import clock, metrics, operations, queries, retention, verification
from engine.actors import SYSTEM
from engine.jobs import make_partitions
from engine.models import (
    BatchItem,
    InstanceEvent,
    LegalHold,
    ProcessInstance,
    RetentionRule,
    RetentionRun,
    StepDaily,
    VariableChange,
)
from engine.retention import keepers, letting_go, months
from tasks.models import Draft, ItemEvent, StartSubmission, WorkItem
from tests.engine.building import bundle, extension, flows, node, user
from tests.engine.conftest import NOW, Bench
from tests.tasks.conftest import filled, world  # noqa: F401 - fixtures

CALL = node("callActivity", "call", extension('<zeebe:calledElement processId="inner"/>'))
INNER = bundle("inner", node("startEvent", "s"), user("x"), node("endEvent", "e"), flows("s -> x -> e"))
OUTER = bundle("outer", node("startEvent", "s"), CALL, node("endEvent", "e"), flows("s -> call -> e"))
PLAIN = bundle("plain", node("startEvent", "s"), user("t"), node("endEvent", "e"), flows("s -> t -> e"))
LATER = NOW + timedelta(days=31)


def rule(case, process_id: str, days: int | None) -> None:
    operations.set_retention(
        process_id=process_id, term=operations.Term(days=days, reason="기록물법"), by=case.by, now=case.now
    )


def ended(case, process_id: str = "plain", step: str = "t"):
    case.start(process_id)
    case.complete(step)
    return case.row


def months_made(first: datetime, ahead: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT engine_make_partitions(%s, %s)", [first, ahead])


def partitions() -> list[str]:
    return [month.name for month in months.past(LATER + timedelta(days=400))]


def rows_of(instance_id) -> dict[str, int]:
    """How many rows of each table speak of an instance, by every column there is for that."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND column_name IN ('instance_id', 'root_id', 'parent_id') AND table_name ~ '^(engine|tasks)_'"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [instance_id])
            found[f"{table}.{column}"] = cursor.fetchone()[0]
    return {name: count for name, count in found.items() if count}


def test_a_case_past_its_term_goes_and_a_younger_one_stays(case):
    case.deploy(PLAIN)
    rule(case, "plain", 30)
    old = ended(case)
    case.now = NOW + timedelta(days=2)
    young = ended(case)
    open_one = case.start("plain").row
    assert retention.apply(LATER) == retention.Outcome(families=1, instances=1, months=())
    assert set(ProcessInstance.objects.values_list("id", flat=True)) == {young.id, open_one.id}
    assert rows_of(old.id) == {}
    assert retention.apply(LATER).families == 0


def test_without_a_rule_or_with_one_that_says_for_ever_nothing_goes(case):
    case.deploy(PLAIN)
    ended(case)
    assert retention.apply(LATER + timedelta(days=9999)).families == 0
    rule(case, "plain", 1)
    rule(case, "plain", None)
    assert retention.apply(LATER + timedelta(days=9999)).families == 0
    assert [found.days for found in queries.retention_rules("plain")] == [None, 1]
    assert {found.set_by for found in queries.retention_rules("plain")} == {case.by.id}


def test_a_term_needs_a_day_and_a_process_that_was_deployed(case):
    case.deploy(PLAIN)
    with pytest.raises(operations.TermTooShort):
        rule(case, "plain", 0)
    with pytest.raises(operations.NoSuchProcess):
        rule(case, "nothing", 5)
    assert not RetentionRule.objects.exists()


@pytest.mark.parametrize(("of_inner", "gone"), [(None, True), (20, True), (60, False), ("for ever", False)], ids=str)
def test_a_family_goes_as_a_whole_when_the_last_of_its_terms_is_over(case, of_inner, gone):
    case.deploy(INNER)
    case.deploy(OUTER)
    rule(case, "outer", 30)
    if of_inner is not None:
        rule(case, "inner", None if of_inner == "for ever" else of_inner)
    ended(case, "outer", "x")
    assert retention.apply(LATER).instances == (2 if gone else 0)
    assert ProcessInstance.objects.count() == (0 if gone else 2)


def test_a_called_case_with_a_short_term_waits_for_its_caller(case):
    case.deploy(INNER)
    case.deploy(OUTER)
    rule(case, "inner", 1)
    ended(case, "outer", "x")
    assert retention.apply(LATER).families == 0


def test_what_is_still_to_be_sent_keeps_its_case(case):
    case.deploy(PLAIN)
    rule(case, "plain", 30)
    row = ended(case)
    job = row.jobs.create(kind="message", type="m", idempotency_key="k", payload=b"", due_at=NOW)
    assert retention.apply(LATER).families == 0
    job.delete()
    assert retention.apply(LATER).families == 1


def test_a_held_case_stays_with_its_family_until_the_hold_is_lifted(case):
    case.deploy(INNER)
    case.deploy(OUTER)
    rule(case, "outer", 30)
    ended(case, "outer", "x")
    inner = ProcessInstance.objects.get(process_id="inner")
    operations.set_hold(instance_id=inner.id, reason="소송", by=case.by, now=case.now)
    with pytest.raises(operations.AlreadyHeld):
        operations.set_hold(instance_id=inner.id, reason="again", by=case.by, now=case.now)
    assert retention.apply(LATER).families == 0
    operations.lift_hold(instance_id=inner.id, reason="끝", by=SYSTEM, now=LATER)
    with pytest.raises(operations.NotHeld):
        operations.lift_hold(instance_id=inner.id, reason="again", by=SYSTEM, now=LATER)
    [hold] = queries.holds(inner.root_id)
    assert (hold.reason, hold.set_by, hold.lift_reason, hold.lifted_at) == ("소송", case.by.id, "끝", LATER)
    told = [event for event in queries.history(inner.id) if event.kind.startswith("hold_")]
    assert [(event.kind, event.detail["reason"], event.actor.id) for event in told] == [
        ("hold_set", "소송", case.by.id),
        ("hold_lifted", "끝", SYSTEM.id),
    ]
    assert retention.apply(LATER).instances == 2
    assert not LegalHold.objects.exists()


def test_a_running_case_can_be_held_too(case):
    case.deploy(PLAIN)
    rule(case, "plain", 30)
    case.start("plain")
    operations.set_hold(instance_id=case.instance_id, reason="감사", by=case.by, now=case.now)
    case.complete("t")
    assert retention.apply(LATER).families == 0


def test_every_table_that_speaks_of_an_instance_is_thought_of():
    """A new table with an ``instance_id`` must be added to what retention deletes, or go with the instance's row."""
    cascading = {"engine_variablechange", "engine_migrationundo"}
    otherwise = {"engine_instanceevent", "engine_legalhold", "engine_job"}
    tables = {
        model._meta.db_table
        for model in apps.get_app_config("engine").get_models()
        if any(field.attname == "instance_id" for field in model._meta.concrete_fields)
    }
    assert tables == {*letting_go.TABLES, *cascading, *otherwise}


@pytest.mark.django_db
def test_everything_of_a_case_goes_inbox_and_batches_included(world):  # noqa: F811
    facts = world.up_to("approve")
    operations.set_variables(
        instance_id=facts.id,
        edit=operations.Edit(changes=(operations.Change(name="name", new="다른 이름"),), reason="오타"),
        by=SYSTEM,
        now=NOW,
    )
    item = world.item(facts)
    Draft.objects.create(subject=f"item:{item.pk}", owner_id=world.manager.pk, answers={}, saved_at=NOW)
    ItemEvent.objects.create(item=item, kind="claimed", at=NOW)
    StartSubmission.objects.create(id=uuid4(), process_id="small", instance_id=facts.id, by_id=world.worker.pk, at=NOW)
    wanted = operations.Wanted(kind="cancel", reason="그만둠")
    operations.create_batch(query=operations.InstanceQuery(process_id="small"), wanted=wanted, by=SYSTEM, now=NOW)
    operations.cancel(instance_id=facts.id, reason="취하", by=SYSTEM, now=NOW)
    other = world.up_to("read")
    assert VariableChange.objects.count() == BatchItem.objects.count() == 1
    before = figures()
    operations.set_retention(process_id="small", term=operations.Term(days=30, reason="법"), by=SYSTEM, now=NOW)
    assert retention.apply(LATER).instances == 1
    assert rows_of(facts.id) == {}
    assert not Draft.objects.exists()
    assert not ItemEvent.objects.exists()
    assert set(WorkItem.objects.values_list("root_id", flat=True)) == {other.id}
    assert figures() == before
    assert list(map(str, verification.verify())) == []


def figures() -> list[tuple[object, ...]]:
    durations = queries.step_durations("small")
    return [(one.element_id, one.outcome, one.count, one.average_seconds, one.histogram) for one in durations]


def test_figures_of_days_survive_and_can_still_be_made_anew(case):
    case.deploy(PLAIN)
    rule(case, "plain", 30)
    ended(case)
    metrics.fold()
    retention.apply(LATER)
    assert not InstanceEvent.objects.exists()
    assert StepDaily.objects.get().count == 1
    StepDaily.objects.all().delete()
    assert ["figures" in str(found) for found in verification.verify()] == [True]
    call_command("rebuild_figures", stdout=StringIO())
    assert StepDaily.objects.get().count == 1


def test_a_month_in_which_nothing_is_kept_is_dropped_whole(case):
    months_made(NOW, 2)
    case.deploy(PLAIN)
    rule(case, "plain", 30)
    case.start("plain")
    case.now = NOW + timedelta(days=20)
    case.complete("t")
    case.now = NOW + timedelta(days=40)
    young = ended(case)
    assert partitions() == [f"engine_instanceevent_2026_0{month}" for month in (3, 4, 5)]
    done = retention.apply(NOW + timedelta(days=65))
    assert done == retention.Outcome(families=1, instances=1, months=("engine_instanceevent_2026_03",))
    assert "engine_instanceevent_2026_03" not in partitions()
    assert set(InstanceEvent.objects.values_list("root_id", flat=True)) == {young.id}
    run = RetentionRun.objects.get()
    assert (run.families, run.by_process, run.dropped) == (1, {"plain": 1}, ["engine_instanceevent_2026_03"])


def test_a_month_with_a_held_case_stays_and_only_the_others_go_from_it(case):
    months_made(NOW, 2)
    case.deploy(PLAIN)
    rule(case, "plain", 30)
    ended(case)
    held = ended(case)
    operations.set_hold(instance_id=held.id, reason="소송", by=case.by, now=case.now)
    done = retention.apply(NOW + timedelta(days=65))
    assert (done.families, done.months) == (1, ())
    assert set(InstanceEvent.objects.values_list("root_id", flat=True)) == {held.id}


@pytest.mark.django_db(transaction=True)
def test_a_month_somebody_reads_for_long_is_emptied_instead_and_nobody_waits(work, monkeypatch):
    monkeypatch.setattr(months, "PATIENCE_MS", 200)
    case = Bench(work)
    months_made(NOW, 2)
    case.deploy(PLAIN)
    rule(case, "plain", 30)
    ended(case)
    parameters = connection.get_connection_params()
    words = {name: parameters[name] for name in ("user", "password", "host", "port", "dbname") if name in parameters}
    with psycopg.connect(**words) as reader:
        reader.execute("SELECT count(*) FROM engine_instanceevent")
        assert retention.apply(NOW + timedelta(days=65)) == retention.Outcome(families=1, instances=1, months=())
        assert not InstanceEvent.objects.exists()
    assert "engine_instanceevent_2026_03" in partitions()
    assert list(map(str, verification.verify())) == []


def test_what_an_interrupted_run_left_is_swept_by_the_next(case):
    months_made(NOW, 2)
    case.deploy(PLAIN)
    rule(case, "plain", 30)
    ended(case)
    whole = months.droppable(LATER + timedelta(days=30))
    letting_go.let_go(10, LATER + timedelta(days=30), whole)
    RetentionRun.objects.create(began_at=LATER, months=[month.name for month in whole])
    assert InstanceEvent.objects.exists()
    assert list(map(str, verification.verify())) == []
    rule(case, "plain", None)
    retention.apply(LATER + timedelta(days=31))
    assert not InstanceEvent.objects.exists()
    assert not RetentionRun.objects.filter(ended_at=None).exists()


def test_a_keeper_that_fails_keeps_the_whole_family(case, monkeypatch):
    case.deploy(PLAIN)
    rule(case, "plain", 30)
    row = ended(case)

    def fail(roots, members):
        raise RuntimeError("no")

    monkeypatch.setitem(keepers._keepers, "test", fail)
    with pytest.raises(RuntimeError):
        retention.apply(LATER)
    assert rows_of(row.id)


def test_a_missing_month_stops_nothing(case):
    """Events of a month without a partition go to the DEFAULT one; making the month later leaves them there."""
    case.now = datetime.fromisoformat("2031-07-05T09:00:00+09:00")
    case.deploy(PLAIN)
    ended(case)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM engine_instanceevent_default WHERE at > '2031-01-01'")
        assert cursor.fetchone()[0] > 0
        cursor.execute("SELECT engine_make_partitions(%s, 1)", [case.now])
        assert cursor.fetchone()[0] == 1
    case.now += timedelta(days=40)
    ended(case)
    assert queries.history(case.instance_id)
    make_partitions()
    rule(case, "plain", 1)
    assert retention.apply(case.now + timedelta(days=90)).families == 2
    assert not InstanceEvent.objects.exists()


def test_the_commands_set_show_and_apply(case, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: LATER)
    case.deploy(PLAIN)
    row = ended(case)
    out = StringIO()
    with pytest.raises(CommandError, match="--reason"):
        call_command("set_retention", "plain", "30", stdout=out)
    with pytest.raises(CommandError, match="ever deployed"):
        call_command("set_retention", "none", "30", reason="법", stdout=out)
    call_command("set_retention", "plain", "30", reason="법", by=case.by.id, stdout=out)
    assert f"by {case.by.id}: 30 days (법)" in out.getvalue()
    call_command("legal_hold", "set", row.case_number, reason="소송", stdout=out)
    out = StringIO()
    call_command("apply_retention", dry_run=True, stdout=out)
    assert "plain" not in out.getvalue()
    call_command("legal_hold", "lift", row.case_number, reason="끝", stdout=out)
    call_command("apply_retention", dry_run=True, stdout=out)
    assert "plain: 1 cases of 1 instances, the oldest ended 2026-03-02" in out.getvalue()
    assert ProcessInstance.objects.count() == 1
    call_command("apply_retention", stdout=out)
    assert "1 cases of 1 instances deleted" in out.getvalue()
    with pytest.raises(CommandError, match="no case"):
        call_command("legal_hold", "set", row.case_number, reason="x")
