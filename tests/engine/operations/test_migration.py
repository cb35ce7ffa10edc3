"""Running cases go over to another version of their process: rehearsed, done, undone."""

from datetime import timedelta

import pytest

from engine import jobs, operations, queries
from engine.models import Incident, InstanceEvent, MigrationUndo, OpenStep, ProcessVersion, Subscription, Timer
from engine.operations import MigrationPlan, Why
from engine.verification import verify
from tests.engine.building import bundle, extension, flows, message, message_event, node, timer, user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def version(number):
    return ProcessVersion.objects.get(process_id="p", number=number).id


def plan(*, back=False, **mapping):
    there, here = version(2), version(1)
    return MigrationPlan(from_version=there if back else here, to_version=here if back else there, mapping=mapping)


def go(case, which=None, **mapping):
    operations.migrate(
        instance_id=which or case.instance_id,
        plan=plan(**mapping),
        why=Why(reason="a new rule"),
        by=case.by,
        now=case.now,
    )


def undo(case):
    operations.undo_migration(instance_id=case.instance_id, why=Why(reason="too early"), by=case.by, now=case.now)


def line(*ids, more="", top=""):
    path = " -> ".join(("s", *ids))
    return bundle("p", node("startEvent", "s"), *[user(id) for id in ids], flows(path), more, top=top)


def test_an_open_step_goes_on_as_the_new_version_says(case):
    case.deploy(line("a", "b"))
    case.start("p", x=1)
    case.deploy(line("a", "between", "b"))
    go(case)
    assert case.row.version_id == version(2)
    assert list(verify()) == []
    case.complete("a")
    assert case.open == ["between"]
    assert queries.variables(case.instance_id) == {"x": 1}


def test_a_renamed_step_takes_its_work_item_and_its_rows_along(case):
    case.deploy(line("a", "b"))
    case.start("p")
    task_id = case.task("a").id
    case.deploy(line("first", "b"))
    with pytest.raises(operations.NotMigratable) as refused:
        go(case)
    assert [(one.element_id, one.why) for one in refused.value.obstacles] == [("a", "no_target")]
    go(case, a="first")
    assert case.task("first").id == task_id
    assert OpenStep.objects.get().element_id == "first"
    assert list(verify()) == []
    case.complete("first")
    assert case.open == ["b"]


def test_the_history_says_who_from_where_to_where_and_why(case):
    case.deploy(line("a"))
    case.start("p")
    case.deploy(line("z"))
    go(case, a="z")
    told = InstanceEvent.objects.get(kind="migrated")
    assert (told.actor_id, told.version_id) == (case.by.id, version(2))
    assert told.detail == {"from": 1, "to": 2, "reason": "a new rule", "mapping": {"a": "z"}}


def bell(text, kind="timeDuration", id="bell"):
    event = node("boundaryEvent", id, timer(kind, text), attachedToRef="a", cancelActivity="false")
    return event + user(f"after_{id}") + flows(f"{id} -> after_{id}")


def test_a_timer_keeps_its_time_and_a_new_one_is_set(case):
    case.deploy(line("a", more=bell("PT1H")))
    case.start("p")
    due = Timer.objects.get().due_at
    case.now += timedelta(minutes=30)
    case.deploy(line("a", more=bell("PT5H") + bell("PT2H", id="second")))
    go(case)
    assert dict(Timer.objects.values_list("element_id", "due_at")) == {"bell": due, "second": case.now + 2 * HOUR}
    assert list(verify()) == []
    jobs.run_due(due)
    assert case.open == ["a", "after_bell"]


def test_an_event_the_new_version_does_not_have_goes_and_one_that_happened_does_not_come_again(case):
    case.deploy(line("a", more=bell("PT1H") + bell("PT2H", id="second")))
    case.start("p")
    case.now += HOUR
    jobs.run_due(case.now)
    case.complete("after_bell")
    case.deploy(line("a", more=bell("PT1H")))
    go(case)
    assert not Timer.objects.exists()
    assert list(verify()) == []


def waiting(name):
    return bundle(
        "p",
        node("startEvent", "s"),
        node("intermediateCatchEvent", "answer", message_event("m")),
        user("after"),
        flows("s -> answer -> after"),
        top=message("m", name),
    )


def test_a_message_with_a_new_name_is_waited_for_anew(case):
    case.deploy(waiting("old_name"))
    case.start("p")
    case.deploy(waiting("new_name"))
    go(case)
    assert Subscription.objects.get().name == "new_name"
    operations.deliver_message(name="new_name", key=case.row.case_number, data={}, by=case.by, now=case.now)
    assert case.open == ["after"]


def inside(sub, *steps):
    path = " -> ".join(("in", *steps))
    inner = node("startEvent", "in") + "".join(user(step) for step in steps) + flows(path)
    return bundle("p", node("startEvent", "s"), node("subProcess", sub, inner), user("z"), flows(f"s -> {sub} -> z"))


def test_a_step_inside_a_sub_process_goes_with_it_only(case):
    case.deploy(inside("sub", "x"))
    case.start("p")
    case.deploy(inside("other", "x", "y"))
    with pytest.raises(operations.NotMigratable):
        go(case)
    go(case, sub="other")
    assert list(verify()) == []
    case.complete("x")
    assert case.open == ["y"]
    case.complete("y")
    assert case.open == ["z"]


@pytest.mark.parametrize(
    ("mapping", "why"),
    [({"a": "s"}, "other_kind"), ({"a": "in"}, "no_target"), ({"nothing": "a"}, "unknown_element")],
)
def test_a_mapping_that_cannot_be_is_refused_before_any_case_is_touched(case, mapping, why):
    case.deploy(line("a", "b"))
    case.start("p")
    case.deploy(line("a", "b", "c"))
    with pytest.raises(operations.NotMigratable) as refused:
        list(operations.rehearse(plan=plan(**mapping), by=case.by, now=case.now))
    assert [one.why for one in refused.value.obstacles] == [why]


def test_a_stuck_case_is_mended_by_a_new_version(case):
    def gate(condition):
        return bundle(
            "p", node("startEvent", "s"), user("a"), node("exclusiveGateway", "which"), user("one"), user("two"),
            flows("s -> a -> which", "which -> one: =x = 1", f"which -> two: {condition}"),
        )  # fmt: skip

    case.deploy(gate("=x = 2"))
    case.start("p")
    case.complete("a", x=3)
    case.deploy(gate("=x > 1"))
    go(case)
    operations.retry(incident_id=Incident.objects.get().id, by=case.by, now=case.now)
    assert case.open == ["two"]
    assert list(verify()) == []


def test_a_rehearsal_tells_of_each_case_and_changes_nothing(case):
    case.deploy(line("a", "b", more=bell("PT1H")))
    case.start("p").start("p")
    case.complete("a")
    kept = list(Timer.objects.values_list("task_id", "due_at"))
    case.deploy(line("b"))
    told = list(operations.rehearse(plan=plan(), by=case.by, now=case.now))
    assert sorted(one.is_ok for one in told) == [False, True]
    (refused,) = [one for one in told if not one.is_ok]
    assert [(one.element_id, one.why) for one in refused.obstacles] == [("a", "no_target")]
    assert case.row.version_id == version(1)
    assert not InstanceEvent.objects.filter(kind="migrated").exists()
    assert list(Timer.objects.values_list("task_id", "due_at")) == kept
    assert not MigrationUndo.objects.exists()
    assert list(verify()) == []


def test_a_migration_is_undone_to_the_very_state_before(case):
    case.deploy(line("a", "b", more=bell("PT1H")))
    case.start("p")
    before, due = bytes(case.row.state), Timer.objects.get().due_at
    case.now += timedelta(minutes=10)
    case.deploy(line("first", "b"))
    go(case, a="first")
    assert not Timer.objects.exists()
    undo(case)
    assert (case.row.version_id, bytes(case.row.state)) == (version(1), before)
    assert (Timer.objects.get().due_at, case.open) == (due, ["a"])
    assert list(verify()) == []
    case.complete("a")
    assert case.open == ["b"]
    with pytest.raises(operations.MovedOn):
        undo(case)


def test_a_case_that_moved_on_cannot_go_back(case):
    case.deploy(line("a", "b", "c"))
    case.start("p")
    case.deploy(line("a", "b"))
    go(case)
    case.complete("a")
    with pytest.raises(operations.MovedOn):
        undo(case)
    assert case.row.version_id == version(2)


def test_twice_the_same_is_refused_the_second_time(case):
    case.deploy(line("a", "b", "c"))
    case.start("p")
    case.deploy(line("a", "b"))
    go(case)
    with pytest.raises(operations.OtherVersion):
        go(case)


def test_a_resting_case_goes_over_and_rests_on(case):
    case.deploy(line("a", "b"))
    case.start("p")
    operations.suspend(instance_id=case.instance_id, reason="", by=case.by, now=case.now)
    case.deploy(line("a", "c"))
    go(case)
    assert case.row.suspended_at is not None
    operations.resume(instance_id=case.instance_id, reason="", by=case.by, now=case.now)
    case.complete("a")
    assert case.open == ["c"]


def test_the_called_and_the_caller_go_over_each_by_itself(case):
    called = node("callActivity", "call", extension('<zeebe:calledElement processId="inner"/>'))
    case.deploy(
        bundle("inner", node("startEvent", "s"), user("deep"), flows("s -> deep")),
        bundle("p", node("startEvent", "s"), called, user("after"), flows("s -> call -> after")),
    )
    case.start("p")
    case.deploy(bundle("p", node("startEvent", "s"), called, user("other"), flows("s -> call -> other")))
    go(case)
    assert list(verify()) == []
    case.complete("deep")
    assert case.open == ["other"]


def test_a_multi_instance_goes_over_with_all_its_elements(case):
    def many(*after):
        loop = (
            "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
            '<zeebe:loopCharacteristics inputCollection="=items" inputElement="item"/>'
            "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
        )
        return bundle(
            "p", node("startEvent", "s"), user("each", inside=loop), *[user(id) for id in after],
            flows(" -> ".join(("s", "each", *after))),
        )  # fmt: skip

    case.deploy(many("a"))
    case.start("p", items=[1, 2, 3])
    case.complete("each")
    case.deploy(many("b"))
    go(case)
    assert list(verify()) == []
    case.complete("each")
    case.complete("each")
    assert case.open == ["b"]


def test_a_join_remembers_who_arrived(case):
    def fork(*last):
        return bundle(
            "p", node("startEvent", "s"), node("parallelGateway", "fork"), user("a"), user("b"),
            node("parallelGateway", "join"), *[user(id) for id in last],
            flows("s -> fork -> a -> join", "fork -> b -> join", " -> ".join(("join", *last))),
        )  # fmt: skip

    case.deploy(fork("old"))
    case.start("p")
    case.complete("a")
    case.deploy(fork("new"))
    go(case)
    case.complete("b")
    assert case.open == ["new"]
    assert list(verify()) == []


def booking(handler):
    """A booking that can be undone by this handler, then a step, then an end that undoes."""
    undo = node("userTask", handler, extension("<zeebe:userTask/>"), isForCompensation="true")
    mark = node("boundaryEvent", "mark", '<bpmn:compensateEventDefinition id="c"/>', attachedToRef="book")
    tie = f'<bpmn:association id="tie" sourceRef="mark" targetRef="{handler}" associationDirection="One"/>'
    end = node("endEvent", "back", '<bpmn:compensateEventDefinition id="d"/>')
    return bundle(
        "p", node("startEvent", "s"), user("book"), mark, undo, tie, user("pay"), end, flows("s -> book -> pay -> back")
    )


def test_what_was_done_is_undone_by_the_new_versions_handler(case):
    case.deploy(booking("unbook"))
    case.start("p")
    case.complete("book")
    case.deploy(booking("unbook_better"))
    go(case)
    case.complete("pay")
    assert case.open == ["unbook_better"]
    assert list(verify()) == []


def test_what_could_be_undone_must_stay_so(case):
    case.deploy(booking("unbook"))
    case.start("p")
    case.complete("book")
    case.deploy(line("book", "pay"))
    with pytest.raises(operations.NotMigratable) as refused:
        go(case)
    assert [(one.element_id, one.why) for one in refused.value.obstacles] == [("book", "no_compensation")]
