"""Traps of SpiffWorkflow 3.2.0 among events and sub-processes: the raw engine goes wrong, ours does not."""

from datetime import timedelta

import pytest
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnEvent
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from engine import checks, jobs, operations
from engine.models import Incident, ProcessInstance
from tests.engine.building import bundle, flows, message, message_event, node, script, timer, user
from tests.engine.test_traps import loaded, ours, raw, ready

pytestmark = pytest.mark.django_db
SIGNAL = '<bpmn:signal id="g" name="go"/>'
SENT = '<bpmn:signalEventDefinition signalRef="g"/>'
ERROR = '<bpmn:error id="e1" name="e1" errorCode="E1"/>'
ESCALATION = '<bpmn:escalation id="x1" name="x1" escalationCode="X1"/>'
ASK = message("m", "ask", None)


def python(id: str) -> str:
    """A step that SpiffWorkflow runs by itself."""
    return node("scriptTask", id, "<bpmn:script>done = 1</bpmn:script>")


def pressed(workflow: BpmnWorkflow, name: str) -> None:
    task = next(t for t in workflow.get_tasks(state=TaskState.READY, manual=True) if t.task_spec.bpmn_id == name)
    task.run()
    workflow.do_engine_steps()


def told(workflow: BpmnWorkflow) -> None:
    workflow.catch(BpmnEvent(MessageEventDefinition("ask"), {}))
    workflow.do_engine_steps()
    workflow.refresh_timers()
    workflow.do_engine_steps()


def say(case) -> None:
    operations.deliver_message(name="ask", key=None, data={}, by=case.by, now=case.now)


def watched(definition: str, **flags: str) -> tuple[str, ...]:
    inside = node("startEvent", "x", definition, **flags) + user("r") + node("endEvent", "re") + flows("x -> r -> re")
    return (
        node("startEvent", "s"),
        user("t"),
        node("endEvent", "e"),
        node("subProcess", "watch", inside, triggeredByEvent="true"),
        flows("s -> t -> e"),
    )


def test_a_link_leads_on(case):
    link = '<bpmn:linkEventDefinition name="there"/>'
    jump = node("intermediateThrowEvent", "a", link) + node("intermediateCatchEvent", "b", link)
    parts = (node("startEvent", "s"), jump, user("t"), flows("s -> a", "b -> t"))
    assert ready(raw(*parts)) == []
    ours(case, *parts)
    assert case.open == ["t"]


def test_a_signal_end_event_throws(case):
    def parts(step: str) -> tuple[str, ...]:
        return (
            node("startEvent", "s"),
            node("parallelGateway", "f"),
            node("intermediateCatchEvent", "w", SENT),
            user("t"),
            step,
            node("endEvent", "told", SENT),
            node("endEvent", "e"),
            flows("s -> f -> w -> t -> e", "f -> d -> told"),
        )

    from_raw = raw(*parts(python("d")), top=SIGNAL)
    from_raw.refresh_timers()
    from_raw.do_engine_steps()
    assert ready(from_raw) == []
    ours(case, *parts(script("d", "=1", "done")), top=SIGNAL)
    jobs.run_due(case.now)
    assert case.open == ["t"]


def test_compensation_that_is_thrown_is_ignored_and_its_boundary_refused_by_the_raw_engine():
    thrown = node("intermediateThrowEvent", "undo", "<bpmn:compensateEventDefinition/>")
    handler = node("userTask", "h", isForCompensation="true")
    start = (node("startEvent", "s"), python("a"), node("endEvent", "e"))
    from_raw = raw(*start, thrown, handler, flows("s -> a -> undo -> e"))
    assert from_raw.is_completed()
    assert ready(from_raw) == []
    beside = node("boundaryEvent", "b", "<bpmn:compensateEventDefinition/>", attachedToRef="a")
    with pytest.raises(ValidationException):
        raw(*start, beside, handler, flows("s -> a -> e"))


def test_what_the_raw_engine_knows_not_at_all(case):
    for kind in ("complexGateway", "transaction", "businessRuleTask"):
        with pytest.raises((ValidationException, KeyError, TypeError)):
            raw(node("startEvent", "s"), node(kind, "x"), node("endEvent", "e"), flows("s -> x -> e"))


def test_an_ad_hoc_sub_process_runs_nothing_in_the_raw_engine():
    for inside, problem in (
        (user("a"), TypeError),
        (node("startEvent", "is") + user("a") + flows("is -> a"), ValidationException),
    ):
        with pytest.raises(problem):
            raw(
                node("startEvent", "s"),
                node("adHocSubProcess", "x", inside),
                node("endEvent", "e"),
                flows("s -> x -> e"),
            )
    done = user("a") + "<bpmn:completionCondition>True</bpmn:completionCondition>"
    parts = (node("startEvent", "s"), node("adHocSubProcess", "x", done), node("endEvent", "e"), flows("s -> x -> e"))
    assert ready(raw(*parts)) == []


def test_a_message_beside_a_task_comes_twice(case):
    parts = (
        node("startEvent", "s"),
        user("t"),
        node("boundaryEvent", "q", message_event("m"), attachedToRef="t", cancelActivity="false"),
        user("r"),
        node("endEvent", "e"),
        flows("s -> t -> e", "q -> r -> e"),
    )
    from_raw = raw(*parts, top=ASK)
    told(from_raw)
    told(from_raw)
    assert ready(from_raw) == ["r", "t"]
    ours(case, *parts, top=ASK)
    say(case)
    say(case)
    assert case.open == ["r", "r", "t"]


def test_an_event_sub_process_inside_a_sub_process_is_subscribed(case):
    inner = node("startEvent", "asked", message_event("m"), isInterrupting="false")
    esp = node(
        "subProcess",
        "esp",
        inner + user("r") + node("endEvent", "re") + flows("asked -> r -> re"),
        triggeredByEvent="true",
    )
    part = node("startEvent", "ps") + user("t") + node("endEvent", "pe") + flows("ps -> t -> pe") + esp
    parts = (node("startEvent", "s"), node("subProcess", "part", part), node("endEvent", "e"), flows("s -> part -> e"))
    from_raw = raw(*parts, top=ASK)
    told(from_raw)
    assert ready(from_raw) == ["t"]
    ours(case, *parts, top=ASK)
    say(case)
    assert case.open == ["r", "t"]


@pytest.mark.parametrize(
    ("definition", "top"),
    [
        ('<bpmn:errorEventDefinition errorRef="e1"/>', ERROR),
        ('<bpmn:escalationEventDefinition escalationRef="x1"/>', ESCALATION),
    ],
)
def test_an_event_sub_process_waits_until_something_is_thrown(case, definition, top):
    assert ready(raw(*watched(definition), top=top)) == ["r", "t"]
    ours(case, *watched(definition), top=top)
    assert case.open == ["t"]


def test_a_timed_event_sub_process_does_not_keep_its_scope_open(case):
    from_raw = raw(*watched(timer("timeDuration", '"PT1H"')))
    pressed(from_raw, "t")
    assert not from_raw.is_completed()
    ours(case, *watched(timer("timeDuration", "PT1H")))
    case.complete("t")
    assert case.row.status == "completed"
    assert not case.row.timers.exists()


def test_a_conditional_event_sub_process_begins(case):
    def when(text: str) -> str:
        condition = f"<bpmn:condition>{text}</bpmn:condition>"
        return f"<bpmn:conditionalEventDefinition>{condition}</bpmn:conditionalEventDefinition>"

    from_raw = raw(*watched(when("True")))
    from_raw.refresh_timers()
    from_raw.do_engine_steps()
    assert ready(from_raw) == ["t"]
    ours(case, *watched(when("=true"), isInterrupting="false"))
    assert case.open == ["r", "t"]


def test_timers_are_feel_or_iso_and_never_python(case):
    def waits(text: str) -> tuple[str, ...]:
        catch = node("intermediateCatchEvent", "w", timer("timeDuration", text))
        return (node("startEvent", "s"), catch, user("t"), flows("s -> w -> t"))

    with pytest.raises(Exception, match="PT1H"):
        raw(*waits("PT1H"), node("endEvent", "e"), flows("t -> e"))
    ours(case, *waits("PT1H"))
    jobs.run_due(case.now + timedelta(hours=1))
    assert case.open == ["t"]


def test_no_true_condition_is_an_incident_and_no_crash(case):
    def parts(condition: str) -> tuple[str, ...]:
        way = (f"g -> a: {condition}", f"g -> b: {condition}", "a -> e", "b -> e")
        return (
            node("startEvent", "s"),
            node("exclusiveGateway", "g"),
            user("a"),
            user("b"),
            node("endEvent", "e"),
            flows("s -> g", *way),
        )

    with pytest.raises(Exception, match="No conditions satisfied"):
        raw(*parts("False"))
    ours(case, *parts("=false"))
    assert Incident.objects.get().kind == "no_flow"


def refusals(*parts: str, top: str = "") -> set[str | None]:
    return {f.element_id for f in checks.check(bundle("p", *parts, top=top)) if f.severity == "error"}


@pytest.mark.parametrize("odd", [user("t"), user("alone")])
def test_ids_used_twice_and_steps_nothing_leads_to_are_refused(odd):
    parts = (node("startEvent", "s"), user("t"), odd, node("endEvent", "e"), flows("s -> t -> e"))
    assert ready(raw(*parts)) == ["t"]
    assert refusals(*parts) & {"t", "alone"}


def test_a_message_declared_nowhere_is_refused_with_a_sentence():
    catch = node("intermediateCatchEvent", "w", message_event("gone"))
    parts = (node("startEvent", "s"), catch, node("endEvent", "e"), flows("s -> w -> e"))
    with pytest.raises(ValidationException, match="TypeError"):
        raw(*parts)
    assert refusals(*parts) == {"w"}


def test_a_process_that_calls_itself_is_refused(case):
    own = node("callActivity", "c", calledElement="p")
    endless = loaded(node("startEvent", "s"), own, node("endEvent", "e"), flows("s -> c -> e"))
    for _ in range(40):
        endless.get_tasks(state=TaskState.READY)[0].run()
    assert len(endless.subprocesses) > 20
    called = '<bpmn:extensionElements><zeebe:calledElement processId="p"/></bpmn:extensionElements>'
    parts = (node("startEvent", "s"), node("callActivity", "c", called), node("endEvent", "e"), flows("s -> c -> e"))
    assert "c" in refusals(*parts)
    assert not ProcessInstance.objects.exists()
