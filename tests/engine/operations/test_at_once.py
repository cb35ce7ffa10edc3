"""Two people at once: one comes first, the other is told, and the case is as the first left it."""

import threading
from functools import partial

import pytest
from django.db import connection, transaction

from engine import operations, queries
from engine.models import MigrationUndo, ProcessVersion, Subscription, VariableChange
from engine.operations import ByHand, Change, Edit, MigrationPlan, Modification, Placement, Why
from engine.verification import verify
from tests.engine.building import bundle, flows, message, message_event, node, user

pytestmark = pytest.mark.django_db(transaction=True)


def both(case, *acts):
    """Let all act at the same moment (they wait for the case until everybody is there); how each ended."""
    outcomes = []

    def run(act):
        try:
            act()
            outcomes.append("done")
        except Exception as refused:  # noqa: BLE001 - the test names what it expects
            outcomes.append(type(refused).__name__)
        connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    with transaction.atomic():
        operations.lock_instance(case.instance_id)
        for one in threads:
            one.start()
        for one in threads:
            one.join(0.3)
    for one in threads:
        one.join(20)
    assert list(verify()) == []
    return sorted(outcomes)


def line(*ids):
    return bundle("p", node("startEvent", "s"), *[user(id) for id in ids], flows(" -> ".join(("s", *ids))))


def test_the_same_variable(case):
    case.deploy(line("a"))
    case.start("p", x=1)

    def change(new):
        edit = Edit(changes=[Change(name="x", old=1, new=new)], reason="")
        operations.set_variables(instance_id=case.instance_id, edit=edit, by=case.by, now=case.now)

    assert both(case, partial(change, 2), partial(change, 3)) == ["VariableChanged", "done"]
    assert queries.variables(case.instance_id)["x"] in {2, 3}
    assert VariableChange.objects.count() == 1


def test_a_completion_and_a_move_of_the_same_step(case):
    case.deploy(line("a", "b", "c"))
    case.start("p")
    task_id = case.task("a").id
    move = Modification(cancel=[task_id], add=[Placement(element_id="c")], reason="")
    outcomes = both(
        case,
        lambda: operations.complete(instance_id=case.instance_id, task_id=task_id, data={}, by=case.by, now=case.now),
        lambda: operations.modify(instance_id=case.instance_id, modification=move, by=case.by, now=case.now),
    )
    assert outcomes == ["TaskNotOpen", "done"]
    assert case.open in (["b"], ["c"])


def test_a_migration_twice_and_its_undo_twice(case):
    case.deploy(line("a", "b"))
    case.start("p")
    case.deploy(line("a", "c"))
    first, second = ProcessVersion.objects.order_by("number")
    plan = MigrationPlan(from_version=first.id, to_version=second.id)
    named = {"instance_id": case.instance_id, "why": Why(reason=""), "by": case.by, "now": case.now}
    go = partial(operations.migrate, plan=plan, **named)
    assert both(case, go, go) == ["OtherVersion", "done"]
    back = partial(operations.undo_migration, **named)
    assert both(case, back, back) == ["MovedOn", "done"]
    assert case.row.version_id == first.id
    assert not MigrationUndo.objects.exists()


def test_a_migration_and_a_completion(case):
    case.deploy(line("a", "b"))
    case.start("p")
    case.deploy(line("a", "c"))
    first, second = ProcessVersion.objects.order_by("number")
    plan = MigrationPlan(from_version=first.id, to_version=second.id, mapping={"b": "c"})
    outcomes = both(
        case,
        partial(case.complete, "a"),
        lambda: operations.migrate(
            instance_id=case.instance_id, plan=plan, why=Why(reason=""), by=case.by, now=case.now
        ),
    )
    assert outcomes == ["done", "done"]
    assert case.open == ["c"]


def test_a_message_by_hand_and_the_message_itself(case):
    wait = node("intermediateCatchEvent", "wait", message_event("m"))
    case.deploy(
        bundle("p", node("startEvent", "s"), wait, user("after"), flows("s -> wait -> after"), top=message("m", "hi"))
    )
    case.start("p")
    task_id, key = Subscription.objects.get().pk, case.row.case_number
    outcomes = both(
        case,
        lambda: operations.correlate(task_id=task_id, message=ByHand(reason=""), by=case.by, now=case.now),
        lambda: operations.deliver_message(name="hi", key=key, data={}, by=case.by, now=case.now),
    )
    assert outcomes in (["NobodyWaits", "done"], ["done", "done"])
    assert case.open == ["after"]
