"""Sub-processes, called processes, multi-instance, errors, escalations, links, scopes."""

from dataclasses import dataclass

import pytest

from engine import operations, queries
from engine.actors import Actor
from engine.handlers import BpmnError, Call
from engine.models import Incident, ProcessInstance
from engine.participants import ParticipantSpec
from tests.engine.building import (
    OTHER,
    PERSON,
    bundle,
    extension,
    flows,
    io,
    message,
    message_event,
    node,
    script,
    service,
    user,
)

pytestmark = pytest.mark.django_db
ERRORS = '<bpmn:error id="e_bad" name="bad" errorCode="BAD"/><bpmn:escalation id="e_up" name="up" escalationCode="UP"/>'


def root(case):
    return queries.instance(case.instance_id).variables


def call(id: str, process: str, mapping: str = "") -> str:
    alone = 'propagateAllChildVariables="false" propagateAllParentVariables="false"'
    said = f'<zeebe:calledElement processId="{process}" {alone}/>'
    return node("callActivity", id, extension(said + mapping))


def loop(items: str, element: str, **said: str) -> str:
    more = "".join(f' {name}="{value}"' for name, value in said.items() if name not in {"sequential", "until"})
    done = f"<bpmn:completionCondition>{said['until']}</bpmn:completionCondition>" if "until" in said else ""
    inside = extension(f'<zeebe:loopCharacteristics inputCollection="{items}" inputElement="{element}"{more}/>')
    flag = said.get("sequential", "false")
    tag = "bpmn:multiInstanceLoopCharacteristics"
    return f'<{tag} isSequential="{flag}">{inside}{done}</{tag}>'


CHILD = bundle("child", node("startEvent", "cs"), user("ct"), node("endEvent", "ce"), flows("cs -> ct -> ce"))


def parent(*more: str, top: str = ""):
    return bundle(
        "parent", node("startEvent", "s"), call("c", "child", io("in =a -> x", "out =answer -> result")), user("after"),
        flows("s -> c -> after"), *more, top=top,
    )  # fmt: skip


def test_a_called_process_is_a_case_of_its_own_and_hands_its_result_back(case):
    case.deploy(CHILD, parent())
    holder = ParticipantSpec(role="branch", kind="organisation", ref=OTHER)
    case.start("parent", (holder,), a=1, secret=2)
    child = ProcessInstance.objects.get(process_id="child")
    assert (child.parent_id, child.root_id, child.depth) == (case.instance_id, case.instance_id, 1)
    assert child.participants.get().ref == OTHER
    case.complete("ct", answer="yes", more="no")
    assert case.open == ["after"]
    variables = root(case)
    assert variables["result"] == "yes"
    assert "more" not in variables
    child.refresh_from_db()
    assert (child.status, child.end_event) == ("completed", "ce")


def test_a_withdrawal_of_the_caller_cancels_the_called_case(case):
    inside = node("startEvent", "asked", message_event("m")) + node("endEvent", "gone") + flows("asked -> gone")
    withdrawal = node("subProcess", "w", inside, triggeredByEvent="true")
    case.deploy(CHILD, parent(withdrawal, top=message("m", "withdraw")))
    case.start("parent", a=1)
    operations.deliver_message(name="withdraw", key=case.row.case_number, data={}, by=case.by, now=case.now)
    assert case.open == []
    assert ProcessInstance.objects.get(process_id="child").status == "cancelled"
    assert (case.row.status, case.row.end_event) == ("completed", "gone")


def test_an_error_of_the_called_case_reaches_the_caller(case):
    bad_end = node("endEvent", "ce", '<bpmn:errorEventDefinition errorRef="e_bad"/>')
    child = bundle("child", node("startEvent", "cs"), user("ct"), bad_end, flows("cs -> ct -> ce"), top=ERRORS)
    catch = node("boundaryEvent", "caught", '<bpmn:errorEventDefinition errorRef="e_bad"/>', attachedToRef="c")
    case.deploy(child, parent(catch, user("repair"), flows("caught -> repair"), top=ERRORS))
    case.start("parent", a=1)
    case.complete("ct")
    assert case.open == ["repair"]
    assert ProcessInstance.objects.get(process_id="child").status == "cancelled"


def test_an_error_nobody_catches_is_an_incident_and_nothing_goes_on(case):
    bad = node(
        "subProcess",
        "part",
        node("startEvent", "is")
        + node("endEvent", "ie", '<bpmn:errorEventDefinition errorRef="e_bad"/>')
        + flows("is -> ie"),
    )
    case.deploy(bundle("p", node("startEvent", "s"), bad, user("after"), flows("s -> part -> after"), top=ERRORS))
    case.start("p")
    assert case.open == []
    assert Incident.objects.get().kind == "uncaught_error"


def test_a_handler_error_goes_to_the_boundary_event_of_its_code(case, handle):
    @dataclass
    class Nothing:
        pass

    @handle("test.bad")
    def bad(call: Call, inputs: Nothing) -> None:
        raise BpmnError("BAD")

    catch = node("boundaryEvent", "caught", '<bpmn:errorEventDefinition errorRef="e_bad"/>', attachedToRef="w")
    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            service("w", "test.bad"),
            catch,
            user("repair"),
            user("after"),
            flows("s -> w -> after", "caught -> repair"),
            top=ERRORS,
        )
    )
    case.start("p")
    assert case.open == ["repair"]


def test_an_error_event_process_waits_until_the_error_is_thrown(case):
    start = node("startEvent", "es", '<bpmn:errorEventDefinition errorRef="e_bad"/>')
    rescue = node("subProcess", "rescue", start + user("fix") + flows("es -> fix"), triggeredByEvent="true")
    bad = node("endEvent", "bad", '<bpmn:errorEventDefinition errorRef="e_bad"/>')
    case.deploy(bundle("p", node("startEvent", "s"), user("t"), bad, rescue, flows("s -> t -> bad"), top=ERRORS))
    case.start("p")
    assert case.open == ["t"]
    case.complete("t")
    assert case.open == ["fix"]


def test_an_escalation_beside_the_flow_does_not_stop_it(case):
    up = '<bpmn:escalationEventDefinition escalationRef="e_up"/>'
    inner = (
        node("startEvent", "is") + node("intermediateThrowEvent", "raise", up) + user("it") + flows("is -> raise -> it")
    )
    heard = node("boundaryEvent", "heard", up, attachedToRef="part", cancelActivity="false")
    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            node("subProcess", "part", inner),
            heard,
            user("boss"),
            flows("s -> part", "heard -> boss"),
            top=ERRORS,
        )
    )
    case.start("p")
    assert case.open == ["boss", "it"]


def test_a_failing_handler_is_an_incident_that_can_be_retried(case, handle):
    broken = [True]

    @dataclass
    class Nothing:
        pass

    @handle("test.flaky")
    def flaky(call: Call, inputs: Nothing) -> None:
        if broken:
            raise RuntimeError("no")

    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            user("t"),
            service("w", "test.flaky"),
            user("after"),
            flows("s -> t -> w -> after"),
        )
    )
    case.start("p")
    case.complete("t", x=1)
    incident = Incident.objects.get()
    assert case.open == []
    broken.clear()
    operations.retry(incident_id=incident.id, by=case.by, now=case.now)
    assert case.open == ["after"]
    incident.refresh_from_db()
    assert incident.resolved_at is not None


def test_a_task_for_each_item_and_their_answers_in_order(case):
    many = user(
        "ask", io("in =member -> who"), loop("=members", "member", outputCollection="answers", outputElement="=answer")
    )
    case.deploy(bundle("p", node("startEvent", "s"), many, user("after"), flows("s -> ask -> after")))
    case.start("p", members=["a", "b", "c"])
    assert case.open == ["ask"] * 3
    tasks = {operations_variables(case, task.id)["who"]: task.id for task in case.work.open.values()}
    for who in "cab":
        operations.complete(
            instance_id=case.instance_id, task_id=tasks[who], data={"answer": who.upper()}, by=case.by, now=case.now
        )
    assert case.open == ["after"]
    assert root(case)["answers"] == ["A", "B", "C"]
    assert "answer" not in root(case)


def operations_variables(case, task_id):
    return queries.variables(case.instance_id, task_id)


def test_one_after_the_other_until_the_condition_holds(case):
    many = user("ask", "", loop("=members", "member", sequential="true", until="=loopCounter = 2"))
    case.deploy(bundle("p", node("startEvent", "s"), many, user("after"), flows("s -> ask -> after")))
    case.start("p", members=["a", "b", "c"])
    assert case.open == ["ask"]
    case.complete("ask")
    assert case.open == ["ask"]
    case.complete("ask")
    assert case.open == ["after"]


def test_the_others_are_taken_back_when_enough_are_done(case):
    many = user("ask", "", loop("=members", "member", until="=numberOfCompletedInstances &gt;= 1"))
    case.deploy(bundle("p", node("startEvent", "s"), many, user("after"), flows("s -> ask -> after")))
    case.start("p", members=["a", "b", "c"])
    case.complete("ask")
    assert case.open == ["after"]


def test_an_empty_collection_is_passed_at_once(case):
    many = user("ask", "", loop("=[]", "member", outputCollection="answers", outputElement="=answer"))
    case.deploy(bundle("p", node("startEvent", "s"), many, user("after"), flows("s -> ask -> after")))
    case.start("p")
    assert case.open == ["after"]
    assert root(case)["answers"] == []


def test_a_sub_process_for_each_item_keeps_its_variables_apart(case):
    inner = node("startEvent", "is") + user("ask", io("in =null -> answer")) + flows("is -> ask")
    part = node(
        "subProcess",
        "part",
        extension(io("in =null -> mine"))
        + inner
        + loop("=members", "m", outputCollection="all", outputElement="=mine"),
    )
    case.deploy(bundle("p", node("startEvent", "s"), part, user("after"), flows("s -> part -> after")))
    case.start("p", members=["a", "b"])
    case.complete("ask", mine=1)
    case.complete("ask", mine=2)
    assert case.open == ["after"]
    assert sorted(root(case)["all"]) == [1, 2]
    assert "mine" not in root(case)


def test_what_was_filled_in_before_an_interruption_is_kept(case):
    inner = node("startEvent", "is") + user("first") + user("second") + flows("is -> first -> second")
    late = node("boundaryEvent", "stop", message_event("m"), attachedToRef="part")
    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            node("subProcess", "part", inner),
            late,
            user("after"),
            flows("s -> part", "stop -> after"),
            top=message("m", "stop"),
        )
    )
    case.start("p")
    case.complete("first", reason="because")
    operations.deliver_message(name="stop", key=case.row.case_number, data={}, by=case.by, now=case.now)
    assert case.open == ["after"]
    assert root(case)["reason"] == "because"


def test_with_output_mappings_only_those_are_written_out(case):
    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            user("t", io("in =1 -> x", "out =x + y -> z")),
            user("after"),
            flows("s -> t -> after"),
        )
    )
    case.start("p")
    case.complete("t", y=2)
    assert root(case) == {"z": 3}


def test_a_link_leads_on(case):
    throw = node("intermediateThrowEvent", "out", '<bpmn:linkEventDefinition name="L"/>')
    catch = node("intermediateCatchEvent", "into", '<bpmn:linkEventDefinition name="L"/>')
    case.deploy(bundle("p", node("startEvent", "s"), throw, catch, user("t"), flows("s -> out", "into -> t")))
    case.start("p")
    assert case.open == ["t"]


def test_a_terminate_end_takes_the_other_branch_back(case):
    end = node("endEvent", "stop", "<bpmn:terminateEventDefinition/>")
    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            node("parallelGateway", "fork"),
            user("a"),
            user("b"),
            end,
            flows("s -> fork", "fork -> a -> stop", "fork -> b"),
        )
    )
    case.start("p")
    case.complete("a")
    assert case.open == []
    assert (case.row.status, case.row.end_event) == ("completed", "stop")


def test_an_inclusive_join_waits_for_what_can_still_come(case):
    parts = (
        node("inclusiveGateway", "fork"),
        user("a"),
        user("b"),
        user("c"),
        node("inclusiveGateway", "join"),
        user("after"),
    )
    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            *parts,
            flows(
                "s -> fork",
                "fork -> a: =x",
                "fork -> b: =y",
                "fork -> c: =z",
                "a -> join",
                "b -> join",
                "c -> join",
                "join -> after",
            ),
        )
    )
    case.start("p", x=True, y=True, z=False)
    assert case.open == ["a", "b"]
    case.complete("a")
    assert case.open == ["b"]
    case.complete("b")
    assert case.open == ["after"]


def test_a_task_with_two_flows_out_takes_both_and_a_condition_counts(case):
    case.deploy(
        bundle("p", node("startEvent", "s"), user("t"), user("a"), user("b"), flows("s -> t -> a", "t -> b: =go"))
    )
    case.start("p")
    case.complete("t", go=True)
    assert case.open == ["a", "b"]
    case.start("p")
    case.complete("t", go=False)
    assert case.open == ["a", "a", "b"]


def test_ids_that_spiffworkflow_uses_itself_are_fine(case):
    case.deploy(
        bundle("p", node("startEvent", "Start"), user("Root"), node("endEvent", "End"), flows("Start -> Root -> End"))
    )
    case.start("p")
    case.complete("Root")
    assert (case.row.status, case.row.end_event) == ("completed", "End")


def test_who_did_the_named_task_may_not_do_this_one(case):
    kept = extension('<zeebe:properties><zeebe:property name="notBy" value="ct"/></zeebe:properties>')
    case.deploy(
        CHILD,
        bundle(
            "parent",
            node("startEvent", "s"),
            call("c", "child"),
            node("userTask", "approve", kept),
            flows("s -> c -> approve"),
        ),
    )
    case.start("parent")
    case.by = Actor(kind="person", id=OTHER)
    case.complete("ct")
    assert case.task("approve").not_by == (OTHER,)
    assert PERSON not in case.task("approve").not_by


def test_a_new_holder_is_reported_for_open_tasks_also_of_called_cases(case):
    lane = '<bpmn:lane id="branch" name="지사"><bpmn:flowNodeRef>ct</bpmn:flowNodeRef></bpmn:lane>'
    lanes = f"<bpmn:laneSet>{lane}</bpmn:laneSet>"
    child = bundle("child", lanes, node("startEvent", "cs"), user("ct"), flows("cs -> ct"))
    case.deploy(child, parent())
    case.start("parent", (ParticipantSpec(role="branch", kind="organisation", ref=PERSON),), a=1)
    assert case.task("ct").role == "branch"
    holder = ParticipantSpec(role="branch", kind="organisation", ref=OTHER)
    operations.set_participant(instance_id=case.instance_id, participant=holder, by=case.by, now=case.now)
    last = case.work.changes[-1]
    assert [task.element_id for task in last.updated] == ["ct"]
    assert last.participants["branch"].ref == OTHER


def test_a_script_of_a_failed_condition_can_wait_for_nobody(case):
    case.deploy(
        bundle("p", node("startEvent", "s"), script("x", "=1 + 1", "n"), node("endEvent", "e"), flows("s -> x -> e"))
    )
    case.start("p")
    assert case.row.status == "completed"
