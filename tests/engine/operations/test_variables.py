"""A supervisor changes variables: seen before, recorded with both values, never in the history."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from engine import operations, queries
from engine.models import Incident, InstanceEvent, VariableChange
from engine.operations import Change, Edit, Mark
from engine.spiff import values
from engine.verification import verify
from tests.engine.building import bundle, flows, io, node, script, user

pytestmark = pytest.mark.django_db


def simple():
    return bundle("p", node("startEvent", "s"), user("a"), user("b"), flows("s -> a -> b"))


def edit(case, *changes, task_id=None):
    return operations.set_variables(
        instance_id=case.instance_id,
        edit=Edit(changes=changes, reason="a slip of the pen", task_id=task_id),
        by=case.by,
        now=case.now,
    )


def test_a_value_changes_and_keeps_its_kind(case):
    case.deploy(simple())
    case.start("p", x=1, gone="a")
    changed = edit(
        case,
        Change(name="x", old=1, new=Decimal("2.50")),
        Change(name="day", old=Mark.ABSENT, new=date(2026, 3, 2)),
        Change(name="gone", new=Mark.ABSENT),
    )
    assert changed == 3
    assert queries.variables(case.instance_id) == {"x": Decimal("2.50"), "day": date(2026, 3, 2)}
    assert list(verify()) == []


def test_both_values_are_recorded_and_the_history_holds_names_only(case):
    case.deploy(simple())
    case.start("p", secret="old words")
    edit(case, Change(name="secret", new="new words"))
    kept = VariableChange.objects.get()
    assert (values.unpack(bytes(kept.old)), values.unpack(bytes(kept.new))) == ("old words", "new words")
    assert (kept.by_id, kept.reason) == (case.by.id, "a slip of the pen")
    (told,) = queries.variable_changes(case.instance_id)
    assert (told.old, told.new, told.was_there, told.is_there) == ("old words", "new words", True, True)
    line = InstanceEvent.objects.get(kind="variables_changed")
    assert (line.data_names, line.detail) == (["secret"], {"reason": "a slip of the pen"})
    case.complete("a")
    case.complete("b")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM engine_processinstance WHERE id = %s", [case.instance_id])
    assert not VariableChange.objects.exists()


def test_a_value_that_changed_meanwhile_is_refused_and_nothing_changes(case):
    case.deploy(simple())
    case.start("p", x=1, y=1)
    with pytest.raises(operations.VariableChanged) as refused:
        edit(case, Change(name="y", old=1, new=2), Change(name="x", old=7, new=8))
    assert refused.value.name == "x"
    assert queries.variables(case.instance_id) == {"x": 1, "y": 1}
    assert not VariableChange.objects.exists()


def test_the_same_change_twice_is_stale_the_second_time(case):
    case.deploy(simple())
    case.start("p", x=1)
    edit(case, Change(name="x", old=1, new=2))
    with pytest.raises(operations.VariableChanged):
        edit(case, Change(name="x", old=1, new=2))
    assert edit(case, Change(name="x", new=2)) == 0
    assert VariableChange.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "new"), [("", 1), ("a.b", 1), ("instance", 1), ("x", Mark.ANY), ("x", object()), ("x", "y" * 1_100_000)]
)
def test_names_and_values_that_cannot_be_are_refused(case, name, new):
    case.deploy(simple())
    case.start("p", x=1)
    with pytest.raises(operations.VariableRefused):
        edit(case, Change(name=name, new=new))


def test_a_case_cannot_grow_over_its_limit(case, monkeypatch):
    case.deploy(simple())
    case.start("p", x=1)
    monkeypatch.setattr("engine.limits.STATE_BYTES", 5000)
    with pytest.raises(operations.VariableRefused):
        edit(case, Change(name="x", new="y" * 6000))
    assert queries.variables(case.instance_id) == {"x": 1}


def test_a_step_changes_its_own_variable_and_sees_the_cases(case):
    case.deploy(
        bundle("p", node("startEvent", "s"), user("a", io("in =x + 1 -> mine")), user("b"), flows("s -> a -> b"))
    )
    case.start("p", x=1)
    task_id = case.task("a").id
    edit(case, Change(name="mine", old=2, new=9), Change(name="x", new=5), Change(name="fresh", new=1), task_id=task_id)
    assert queries.variables(case.instance_id) == {"x": 5}
    assert queries.variables(case.instance_id, task_id) == {"x": 5, "mine": 9, "fresh": 1}


def test_a_step_that_is_gone_cannot_be_edited(case):
    case.deploy(simple())
    case.start("p", x=1)
    task_id = case.task("a").id
    case.complete("a")
    with pytest.raises(operations.TaskNotOpen):
        edit(case, Change(name="x", new=2), task_id=task_id)


def test_a_resting_case_can_be_put_right(case):
    case.deploy(simple())
    case.start("p", x=1)
    operations.suspend(instance_id=case.instance_id, reason="", by=case.by, now=case.now)
    edit(case, Change(name="x", new=2))
    assert queries.variables(case.instance_id) == {"x": 2}


def test_an_incident_is_resolved_with_other_data_or_stays_as_it_was(case):
    gate = node("exclusiveGateway", "which")
    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            script("make", "=n", "x"),
            gate,
            user("one"),
            user("two"),
            flows("s -> make -> which", "which -> one: =x = 1", "which -> two: =x = 2"),
        )
    )
    case.start("p", n=3)
    incident = Incident.objects.get()

    def resolve(*changes):
        said = Edit(changes=changes, reason="typed wrongly")
        operations.resolve(incident_id=incident.id, edit=said, by=case.by, now=case.now)

    with pytest.raises(operations.VariableChanged):
        resolve(Change(name="x", old=4, new=2))
    assert Incident.objects.filter(resolved_at=None).exists()
    resolve(Change(name="x", old=3, new=2))
    assert case.open == ["two"]
    assert list(verify()) == []
    with pytest.raises(operations.IncidentNotOpen):
        resolve(Change(name="x", new=1))
