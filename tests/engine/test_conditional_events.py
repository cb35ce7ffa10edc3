"""Conditional events: looked at when they begin to wait and when a variable changes."""

from dataclasses import dataclass

import pytest

from engine import checks, operations
from engine.handlers import Call
from engine.models import Incident
from tests.engine.building import (
    bundle,
    flows,
    io,
    message,
    message_event,
    node,
    script,
    service,
    timer,
    user,
)

pytestmark = pytest.mark.django_db


@dataclass
class Nothing:
    pass


def when(condition: str) -> str:
    text = condition.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        '<bpmn:conditionalEventDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">'
        f"{text}</bpmn:condition></bpmn:conditionalEventDefinition>"
    )


def caught(id: str, condition: str) -> str:
    return node("intermediateCatchEvent", id, when(condition))


def beside(id: str, condition: str, host: str, interrupting: bool = True) -> str:
    flag = "true" if interrupting else "false"
    return node("boundaryEvent", id, when(condition), attachedToRef=host, cancelActivity=flag)


def deployed(case, *parts: str, top: str = ""):
    case.deploy(bundle("p", *parts, top=top))
    return case


WAITING = (
    node("startEvent", "s"),
    node("parallelGateway", "g"),
    caught("full", "=amount >= 10"),
    user("after"),
    user("t"),
    flows("s -> g -> full -> after", "g -> t"),
)


def test_a_catch_waits_until_a_variable_makes_its_condition_true(case):
    deployed(case, *WAITING).start("p")
    assert case.open == ["t"]
    case.complete("t", amount=10)
    assert case.open == ["after"]


def test_a_catch_whose_condition_is_true_already_goes_on_at_once(case):
    deployed(case, *WAITING).start("p", amount=11)
    assert case.open == ["after", "t"]


def test_a_condition_that_is_no_boolean_is_an_incident_that_can_be_put_right(case):
    parts = (node("startEvent", "s"), caught("odd", "=amount"), user("after"), flows("s -> odd -> after"))
    deployed(case, *parts).start("p", amount=3)
    incident = Incident.objects.get()
    assert (incident.element_id, incident.kind) == ("odd", "condition")
    operations.retry(incident_id=incident.id, by=case.by, now=case.now)
    assert Incident.objects.filter(resolved_at=None).count() == 1


def test_a_boundary_that_interrupts_takes_the_step_back(case):
    parts = (
        node("startEvent", "s"),
        node("parallelGateway", "g"),
        user("work"),
        user("other"),
        beside("stop", "=cancelled = true", "work"),
        user("told"),
        flows("s -> g -> work", "g -> other", "stop -> told"),
    )
    deployed(case, *parts).start("p")
    case.complete("other", cancelled=True)
    assert case.open == ["told"]


def test_one_that_does_not_interrupt_happens_each_time_the_condition_turns_true(case):
    parts = (
        node("startEvent", "s"),
        node("parallelGateway", "g"),
        user("work"),
        node("exclusiveGateway", "again"),
        user("measure"),
        beside("hot", "=degrees > 30", "work", interrupting=False),
        user("cool"),
        node("exclusiveGateway", "broken", default="f_broken_again"),
        node("endEvent", "over"),
        flows("s -> g -> work", "g -> again -> measure -> broken -> again", "hot -> cool"),
        flows("broken -> over: =degrees = null"),
    )
    deployed(case, *parts).start("p")
    for degrees, alarms in ((20, 0), (31, 1), (35, 1), (25, 1), (40, 2)):
        case.complete("measure", degrees=degrees)
        assert case.open.count("cool") == alarms
    assert "work" in case.open


def test_a_boundary_that_is_true_from_the_start_keeps_the_service_from_running(case, handle):
    called = []

    @handle("p.work")
    def work(call: Call, inputs: Nothing) -> None:
        called.append(call.element_id)

    parts = (
        node("startEvent", "s"),
        service("x", "p.work"),
        beside("stop", "=closed", "x"),
        user("skipped"),
        user("after"),
        flows("s -> x -> after", "stop -> skipped"),
    )
    deployed(case, *parts)
    assert case.start("p", closed=True).open == ["skipped"]
    assert called == []
    case.complete("skipped")
    assert case.start("p", closed=False).open == ["after"]
    assert called == ["x"]


def test_a_script_inside_a_sub_process_can_interrupt_it(case):
    inner = (
        node("startEvent", "is")
        + script("raise", "=amount + 199", "amount")
        + user("never")
        + flows("is -> raise -> never")
    )
    parts = (
        node("startEvent", "s"),
        node("subProcess", "part", inner),
        beside("high", "=amount > 100", "part"),
        user("check"),
        flows("s -> part", "high -> check"),
    )
    deployed(case, *parts).start("p", amount=1)
    assert case.open == ["check"]
    assert "never" not in {task.element_id for change in case.work.changes for task in change.opened}


@pytest.mark.parametrize("interrupting", [True, False])
def test_an_event_sub_process_begins_when_its_condition_becomes_true(case, interrupting):
    flag = "true" if interrupting else "false"
    inside = node("startEvent", "seen", when("=count(papers) = 0"), isInterrupting=flag) + user("ask")
    parts = (
        node("startEvent", "s"),
        user("one"),
        user("two"),
        node("subProcess", "watch", inside + flows("seen -> ask"), triggeredByEvent="true"),
        flows("s -> one -> two"),
    )
    deployed(case, *parts).start("p", papers=["a"])
    case.complete("one", papers=[])
    assert case.open == (["ask"] if interrupting else ["ask", "two"])


def test_behind_an_event_gateway_the_first_wins(case):
    parts = (
        node("startEvent", "s"),
        node("parallelGateway", "g"),
        node("eventBasedGateway", "first"),
        caught("ready", "=ready"),
        node("intermediateCatchEvent", "late", timer("timeDuration", "PT1H")),
        user("on_time"),
        user("too_late"),
        user("work"),
        flows("s -> g -> first -> ready -> on_time", "first -> late -> too_late", "g -> work"),
    )
    deployed(case, *parts).start("p", ready=False)
    case.complete("work", ready=True)
    assert case.open == ["on_time"]
    assert not case.row.timers.exists()


def test_a_condition_reads_the_scope_it_stands_in(case):
    parts = (
        node("startEvent", "s"),
        node("parallelGateway", "g"),
        user("work", io("in =limit * 2 -> own")),
        beside("over", "=spent > own", "work"),
        user("pay"),
        user("stopped"),
        flows("s -> g -> work", "g -> pay", "over -> stopped"),
    )
    deployed(case, *parts).start("p", limit=5, spent=0)
    case.complete("pay", spent=11)
    assert case.open == ["stopped"]


def test_several_definitions_on_one_event_mean_any_of_them(case):
    both = message_event("m") + when("=enough")
    parts = (
        node("startEvent", "s"),
        node("intermediateCatchEvent", "either", both),
        user("after"),
        node("boundaryEvent", "out", message_event("m") + timer("timeDuration", "PT1H"), attachedToRef="after"),
        user("left"),
        flows("s -> either -> after", "out -> left"),
    )
    top = message("m", "go", None)
    deployed(case, *parts, top=top).start("p", enough=False)
    operations.deliver_message(name="go", key=None, data={}, by=case.by, now=case.now)
    assert case.open == ["after"]
    assert case.row.timers.count() == 1
    operations.deliver_message(name="go", key=None, data={}, by=case.by, now=case.now)
    assert case.open == ["left"]
    assert not case.row.timers.exists()
    assert not case.row.subscriptions.exists()


def test_what_cannot_be_waited_for_is_refused_by_name(case):
    top = message("m", "go", None)

    def refused(*parts: str) -> set[str | None]:
        found = checks.check(bundle("p", *parts, top=top))
        return {finding.element_id for finding in found if finding.severity == "error"}

    start = (node("startEvent", "s"), user("t"), flows("s -> t -> odd"))
    both = message_event("m") + timer("timeDuration", "PT1H")
    assert "odd" in refused(*start, node("intermediateCatchEvent", "odd", both, parallelMultiple="true"))
    assert "odd" in refused(*start, node("intermediateCatchEvent", "odd", when("")))
    assert "odd" in refused(*start, node("intermediateCatchEvent", "odd", when("=a >")))
    linked = message_event("m") + '<bpmn:linkEventDefinition name="x"/>'
    assert "odd" in refused(*start, node("intermediateCatchEvent", "odd", linked))
    assert "s" in refused(node("startEvent", "s", when("=a")), user("t"), flows("s -> t"))
