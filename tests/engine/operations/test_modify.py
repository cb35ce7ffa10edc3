"""A supervisor takes tokens out of wrong steps and puts them into the right ones."""

import pytest

from engine import operations, queries
from engine.models import InstanceEvent, ProcessInstance, Timer
from engine.operations import Modification, Placement
from engine.verification import verify
from tests.engine.building import bundle, extension, flows, node, timer, user

pytestmark = pytest.mark.django_db
LOOP = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
    '<zeebe:loopCharacteristics inputCollection="=items" inputElement="item"/>'
    "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
)


def modify(case, *, cancel=(), add=(), may_end=False):
    return operations.modify(
        instance_id=case.instance_id,
        modification=Modification(cancel=cancel, add=add, reason="sent the wrong way", may_end=may_end),
        by=case.by,
        now=case.now,
    )


def line_of_steps():
    return bundle("p", node("startEvent", "s"), user("a"), user("b"), user("c"), flows("s -> a -> b -> c"))


def with_inside(*inside, loop=""):
    sub = node("subProcess", "sub", node("startEvent", "in") + "".join(inside) + loop)
    bell = node("boundaryEvent", "bell", timer("timeDuration", "PT1H"), attachedToRef="sub")
    return bundle(
        "p", node("startEvent", "s"), user("a"), sub, bell, user("z"), user("late"),
        flows("s -> a -> sub -> z", "bell -> late"),
    )  # fmt: skip


def test_a_token_moves_to_another_step(case):
    case.deploy(line_of_steps())
    case.start("p")
    modify(case, cancel=[case.task("a").id], add=[Placement(element_id="c")])
    assert case.open == ["c"]
    line = InstanceEvent.objects.get(kind="modified")
    assert line.detail == {"reason": "sent the wrong way", "cancelled": ["a"], "added": ["before c"]}
    assert list(verify()) == []
    case.complete("c")
    assert case.row.status == "completed"


def test_after_a_step_means_what_follows_it(case):
    case.deploy(line_of_steps())
    case.start("p")
    modify(case, add=[Placement(element_id="a", side="after")])
    assert case.open == ["a", "b"]


def test_a_step_inside_a_sub_process_opens_it_with_its_boundary_events(case):
    case.deploy(with_inside(user("x"), user("y"), flows("in -> x -> y")))
    case.start("p")
    modify(case, cancel=[case.task("a").id], add=[Placement(element_id="y")])
    assert case.open == ["y"]
    assert Timer.objects.count() == 1
    assert list(verify()) == []
    case.complete("y")
    assert case.open == ["z"]
    assert not Timer.objects.exists()


def test_a_second_token_joins_the_sub_process_that_is_open(case):
    case.deploy(with_inside(user("x"), user("y"), flows("in -> x -> y")))
    case.start("p")
    case.complete("a")
    modify(case, add=[Placement(element_id="y")])
    assert case.open == ["x", "y"]
    case.complete("y")
    assert case.open == ["x"]


def test_a_sub_process_left_empty_is_cancelled_with_its_last_token(case):
    case.deploy(with_inside(user("x"), flows("in -> x")))
    case.start("p")
    case.complete("a")
    modify(case, cancel=[case.task("x").id], add=[Placement(element_id="z")])
    assert case.open == ["z"]
    assert not Timer.objects.exists()
    assert list(verify()) == []


def test_a_case_is_not_left_without_a_token_unless_it_may_end(case):
    case.deploy(line_of_steps())
    case.start("p")
    task_id = case.task("a").id
    with pytest.raises(operations.NothingWouldRemain):
        modify(case, cancel=[task_id])
    assert case.open == ["a"]
    modify(case, cancel=[task_id], may_end=True)
    assert (case.row.status, case.open) == ("cancelled", [])
    assert list(verify()) == []


def test_a_called_case_goes_with_its_step(case):
    called = '<zeebe:calledElement processId="inner"/>'
    case.deploy(
        bundle("inner", node("startEvent", "s"), user("deep"), flows("s -> deep")),
        bundle(
            "outer", node("startEvent", "s"), node("callActivity", "call", extension(called)), user("after"),
            flows("s -> call -> after"),
        ),
    )  # fmt: skip
    case.start("outer")
    call = next(step for step in queries.instance(case.instance_id).open_tasks if step.kind == "call")
    modify(case, cancel=[call.task_id], add=[Placement(element_id="after")])
    assert case.open == ["after"]
    assert ProcessInstance.objects.get(process_id="inner").status == "cancelled"
    assert list(verify()) == []


@pytest.mark.parametrize("element_id", ["bell", "nowhere"])
def test_places_that_are_none_are_refused(case, element_id):
    case.deploy(with_inside(user("x"), flows("in -> x")))
    case.start("p")
    with pytest.raises(operations.NotPlaceable) as refused:
        modify(case, add=[Placement(element_id=element_id)])
    assert refused.value.element_id == element_id


def test_the_inside_of_a_multi_instance_is_refused(case):
    case.deploy(with_inside(user("x"), flows("in -> x"), loop=LOOP))
    case.start("p", items=[1, 2])
    with pytest.raises(operations.NotPlaceable):
        modify(case, add=[Placement(element_id="x")])
    case.complete("a")
    assert case.open == ["x", "x"]
    with pytest.raises(operations.NotPlaceable):
        modify(case, cancel=[case.task("x").id])
    assert case.open == ["x", "x"]


def test_a_token_that_is_gone_is_refused(case):
    case.deploy(line_of_steps())
    case.start("p")
    task_id = case.task("a").id
    case.complete("a")
    with pytest.raises(operations.TaskNotOpen):
        modify(case, cancel=[task_id], add=[Placement(element_id="c")])
    assert case.open == ["b"]
