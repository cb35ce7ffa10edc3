"""User, script, service steps and gateways, through the database."""

from dataclasses import dataclass

import pytest

from engine import operations
from engine.handlers import Call
from engine.models import Incident, InstanceEvent
from tests.engine.building import bundle, flows, io, node, script, service, user

pytestmark = pytest.mark.django_db


def test_a_case_runs_from_its_start_to_its_end(case):
    case.deploy(
        bundle(
            "simple",
            node("startEvent", "start"),
            user("ask"),
            script("double", "=amount * 2", "twice"),
            node("endEvent", "done"),
            flows("start -> ask -> double -> done"),
        )
    )
    case.start("simple")
    assert case.open == ["ask"]
    case.complete("ask", amount=21)
    assert case.open == []
    assert (case.row.status, case.row.end_event) == ("completed", "done")


def test_the_first_true_condition_in_the_file_wins(case):
    case.deploy(
        bundle(
            "split",
            node("startEvent", "start"),
            node("exclusiveGateway", "which", default="f_which_c"),
            user("a"),
            user("b"),
            user("c"),
            flows("start -> which", "which -> b: =n > 5", "which -> a: =n > 1", "which -> c"),
        )
    )
    case.start("split", n=10)
    case.start("split", n=2)
    case.start("split", n=0)
    assert case.open == ["a", "b", "c"]


def test_a_gateway_without_a_way_out_is_an_incident_and_the_completion_stays(case):
    case.deploy(
        bundle(
            "stuck",
            node("startEvent", "start"),
            user("ask"),
            node("exclusiveGateway", "which"),
            node("endEvent", "a"),
            node("endEvent", "b"),
            flows("start -> ask -> which", "which -> a: =x = 1", "which -> b: =x = 2"),
        )
    )
    case.start("stuck")
    case.complete("ask", x=3)
    assert case.open == []
    assert Incident.objects.get().element_id == "which"
    assert InstanceEvent.objects.filter(kind="task_completed", element_id="ask").exists()


def test_both_branches_keep_their_answers_at_a_join(case):
    case.deploy(
        bundle(
            "both",
            node("startEvent", "start"),
            node("parallelGateway", "fork"),
            user("a"),
            user("b"),
            node("parallelGateway", "join"),
            script("sum", "=x + y", "total"),
            user("last"),
            flows("start -> fork", "fork -> a -> join", "fork -> b -> join", "join -> sum -> last"),
        )
    )
    case.start("both")
    case.complete("a", x=1)
    assert case.open == ["b"]
    case.complete("b", y=2)
    assert case.open == ["last"]


def test_a_handler_gets_typed_inputs_and_its_result_becomes_variables(case, handle):
    @dataclass
    class Inputs:
        amount: int

    @dataclass
    class Outcome:
        doubled: int

    @handle("test.double")
    def double(call: Call, inputs: Inputs) -> Outcome:
        return Outcome(inputs.amount * 2)

    case.deploy(
        bundle(
            "serve",
            node("startEvent", "start"),
            service("work", "test.double", io("in =n -> amount", "out =doubled -> result")),
            user("look"),
            flows("start -> work -> look"),
        )
    )
    case.start("serve", n=4)
    assert case.open == ["look"]
    case.start("serve", n="four")
    assert "amount" in Incident.objects.get().message


def test_a_task_completed_twice_is_refused(case):
    case.deploy(bundle("once", node("startEvent", "start"), user("a"), user("b"), flows("start -> a -> b")))
    case.start("once")
    task = case.task("a")
    case.complete("a")
    with pytest.raises(operations.TaskNotOpen):
        operations.complete(instance_id=case.instance_id, task_id=task.id, data={}, by=case.by, now=case.now)
