"""Traps of SpiffWorkflow 3.2.0: each shown on the raw engine (a repaired release is noticed), and repaired."""

import contextlib
from io import BytesIO

import pytest
from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import WorkflowException

from engine import checks, operations
from engine.models import Incident
from tests.engine.building import bundle, extension, file, flows, message, message_event, node, process, script, user

pytestmark = pytest.mark.django_db


def raw(*parts: str, top: str = "") -> BpmnWorkflow:
    """The same diagram on SpiffWorkflow alone, run to its first waits."""
    workflow = loaded(*parts, top=top)
    workflow.do_engine_steps()
    return workflow


def loaded(*parts: str, top: str = "") -> BpmnWorkflow:
    """The same diagram in SpiffWorkflow alone, before its first step."""
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(BytesIO(file(process("p", *parts), top=top))))
    return BpmnWorkflow(parser.get_spec("p"), parser.get_subprocess_specs("p"))


def ready(workflow: BpmnWorkflow) -> list[str]:
    tasks = workflow.get_tasks(state=TaskState.READY, manual=True)
    return sorted(task.task_spec.bpmn_id for task in tasks)


def ours(case, *parts: str, top: str = "", **variables: object):
    case.deploy(bundle("p", *parts, top=top))
    return case.start("p", **variables)


def test_a_task_without_outgoing_flow_ends_the_case(case):
    parts = (node("startEvent", "s"), user("t"), flows("s -> t"))
    workflow = raw(*parts)
    workflow.get_tasks(state=TaskState.READY, manual=True)[0].run()
    workflow.do_engine_steps()
    assert not any(task.task_spec.name == "End" for task in workflow.get_tasks(state=TaskState.COMPLETED))
    ours(case, *parts)
    case.complete("t")
    assert case.row.status == "completed"


def test_two_flows_out_of_a_task_are_both_taken(case):
    parts = (
        node("startEvent", "s"),
        user("t"),
        user("a"),
        user("b"),
        node("endEvent", "e"),
        flows("s -> t -> a -> e", "t -> b -> e"),
    )
    with pytest.raises(ValidationException):
        raw(*parts)
    ours(case, *parts)
    case.complete("t")
    assert case.open == ["a", "b"]


def test_five_hundred_nodes_in_a_line(case):
    names = [f"n{number}" for number in range(600)]
    tasks = "".join(node("task", name) for name in names)
    parts = (node("startEvent", "s"), tasks, user("last"), flows("s -> " + " -> ".join(names) + " -> last"))
    with pytest.raises((RecursionError, ValidationException)):
        raw(*parts)
    ours(case, *parts)
    assert case.open == ["last"]


def test_a_start_event_called_start(case):
    parts = (node("startEvent", "Start"), user("t"), node("endEvent", "e"), flows("Start -> t -> e"))
    with pytest.raises(
        (WorkflowException, ValidationException, AttributeError, AssertionError, RecursionError, KeyError)
    ):
        assert ready(raw(*parts)) == ["t"]
    ours(case, *parts)
    assert case.open == ["t"]


def test_an_interrupting_event_process_stops_the_main_path(case):
    inside = node("startEvent", "asked", message_event("m")) + node("endEvent", "gone") + flows("asked -> gone")
    parts = (
        node("startEvent", "s"),
        user("t"),
        node("endEvent", "e"),
        node("subProcess", "w", inside, triggeredByEvent="true"),
        flows("s -> t -> e"),
    )
    top = message("m", "withdraw", None)
    from_raw = raw(*parts, top=top)
    assert "t" in ready(from_raw)
    ours(case, *parts, top=top)
    operations.deliver_message(name="withdraw", key=None, data={}, by=case.by, now=case.now)
    assert case.open == []
    assert case.row.status == "completed"


def test_an_uncaught_error_does_not_pass_as_success(case):
    top = '<bpmn:error id="e_bad" name="bad" errorCode="BAD"/>'
    inner = node("startEvent", "is") + node("endEvent", "ie", '<bpmn:errorEventDefinition errorRef="e_bad"/>')
    part = node("subProcess", "part", inner + flows("is -> ie"))
    parts = (node("startEvent", "s"), part, user("after"), node("endEvent", "e"), flows("s -> part -> after -> e"))
    assert ready(raw(*parts, top=top)) == ["after"]
    ours(case, *parts, top=top)
    assert case.open == []
    assert Incident.objects.get().element_id == "ie"


def test_no_python_out_of_a_diagram_runs(case, tmp_path):
    mark = tmp_path / "mark"
    code = f"__import__('os').system('touch {mark}')"
    raw_script = node("scriptTask", "x", f"<bpmn:script>{code}</bpmn:script>")
    raw(node("startEvent", "s"), raw_script, node("endEvent", "e"), flows("s -> x -> e"))
    assert mark.exists()
    mark.unlink()
    mine = node("scriptTask", "x", extension(f'<zeebe:script expression="={code}" resultVariable="r"/>'))
    for part in (raw_script, mine):
        # Refused at deployment, or null at run time.
        with contextlib.suppress(operations.DeploymentRefused):
            ours(case, node("startEvent", "s"), part, node("endEvent", "e"), flows("s -> x -> e"))
        assert not mark.exists()


def test_a_loop_of_a_thousand_turns_does_not_look_completed(case):
    parts = (
        node("startEvent", "s"),
        node("exclusiveGateway", "back"),
        script("count_it", "=n + 1", "n"),
        node("exclusiveGateway", "again", default="f_again_t"),
        user("t"),
        flows("s -> back -> count_it -> again", "again -> back: =n < 1000", "again -> t"),
    )
    ours(case, *parts, n=0)
    assert case.open == ["t"]
    assert case.row.status == "running"


def test_the_list_of_what_is_executed_and_what_is_refused(case):
    for tag in ("complexGateway", "adHocSubProcess", "transaction", "callChoreography"):
        found = checks.check(bundle("p", node("startEvent", "s"), user("t"), node(tag, "odd"), flows("s -> t")))
        assert "odd" in {finding.element_id for finding in found if finding.severity == "error"}, tag
    for inside in (
        "<bpmn:compensateEventDefinition/>",
        "<bpmn:cancelEventDefinition/>",
    ):
        odd = node("boundaryEvent", "odd", inside, attachedToRef="t")
        found = checks.check(
            bundle("p", node("startEvent", "s"), user("t"), odd, user("u"), flows("s -> t", "odd -> u"))
        )
        assert "odd" in {finding.element_id for finding in found if finding.severity == "error"}, inside
