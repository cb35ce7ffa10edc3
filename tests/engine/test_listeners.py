"""Handlers around a step: when they run, in which order, and what happens when one fails."""

from dataclasses import dataclass

import pytest

from engine import checks, handlers, operations, queries
from engine.handlers import BpmnError, Call, Result
from engine.models import Incident
from tests.engine.building import bundle, extension, flows, io, message, message_event, node, service, timer, user

pytestmark = pytest.mark.django_db


@dataclass
class Anything:
    note: str = ""


def on(*lines: str) -> str:
    """Execution listeners out of ``start p.log``."""
    inside = "".join(
        f'<zeebe:executionListener eventType="{event}" type="{type}"/>'
        for event, _, type in (line.partition(" ") for line in lines)
    )
    return f"<zeebe:executionListeners>{inside}</zeebe:executionListeners>"


def at(*lines: str) -> str:
    """Task listeners out of ``creating p.log``."""
    inside = "".join(
        f'<zeebe:taskListener eventType="{event}" type="{type}"/>'
        for event, _, type in (line.partition(" ") for line in lines)
    )
    return f"<zeebe:taskListeners>{inside}</zeebe:taskListeners>"


@pytest.fixture
def log(handle):
    lines: list[str] = []

    def keep(type: str):
        @handle(type)
        def listen(call: Call, inputs: Anything) -> Result:
            lines.append(f"{call.element_id} {type.removeprefix('p.')} {inputs.note}".strip())
            return Result(variables={type.removeprefix("p."): "seen"})

    for type in ("p.one", "p.two", "p.work", "p.three"):
        keep(type)
    return lines


def test_they_run_around_a_service_in_the_order_they_are_drawn(case, log):
    step = service("x", "p.work", on("start p.one", "end p.three", "start p.two"))
    case.deploy(bundle("p", node("startEvent", "s"), step, user("t"), flows("s -> x -> t")))
    case.start("p")
    assert log == ["x one", "x two", "x work", "x three"]
    assert queries.variables(case.instance_id)["one"] == "seen"


def test_a_listener_that_fails_is_an_incident_and_a_retry_goes_on_from_there(case, log, handle):
    tries = []

    @handle("p.shaky")
    def shaky(call: Call, inputs: Anything) -> None:
        tries.append(call.idempotency_key)
        if len(tries) == 1:
            raise RuntimeError("no")

    step = service("x", "p.work", on("start p.one", "start p.shaky", "end p.two"))
    case.deploy(bundle("p", node("startEvent", "s"), step, user("t"), flows("s -> x -> t")))
    case.start("p")
    assert log == ["x one"]
    incident = Incident.objects.get()
    assert (incident.element_id, incident.kind) == ("x", "listener")
    operations.retry(incident_id=incident.id, by=case.by, now=case.now)
    assert log == ["x one", "x work", "x two"]
    assert tries[0] == tries[1]
    assert tries[0].endswith(":start1")
    assert case.open == ["t"]


def test_after_a_failed_end_listener_the_result_is_written_once(case, log, handle):
    tries = []

    @handle("p.shaky")
    def shaky(call: Call, inputs: Anything) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise BpmnError("ODD")

    step = user("t", io("out =n + 1 -> n") + on("end p.one", "end p.shaky"))
    case.deploy(bundle("p", node("startEvent", "s"), step, user("u"), flows("s -> t -> u")))
    case.start("p", n=1)
    case.complete("t")
    incident = Incident.objects.get()
    operations.retry(incident_id=incident.id, by=case.by, now=case.now)
    assert case.open == ["u"]
    assert queries.variables(case.instance_id)["n"] == 2
    assert log == ["t one"]


def test_a_task_is_listened_to_when_it_opens_completes_and_is_taken_back(case, log):
    step = user("t", at("creating p.one", "completing p.two", "canceling p.three"))
    late = node("boundaryEvent", "gone", message_event("m"), attachedToRef="t")
    parts = (node("startEvent", "s"), step, late, user("u"), user("v"), flows("s -> t -> u", "gone -> v"))
    case.deploy(bundle("p", *parts, top=message("m", "stop", None)))
    case.start("p")
    assert log == ["t one"]
    case.complete("t", note="filled in")
    assert log == ["t one", "t two filled in"]
    case.start("p")
    operations.deliver_message(name="stop", key=None, data={}, by=case.by, now=case.now)
    assert log[2:] == ["t one", "t three"]
    assert case.open == ["u", "v"]


def test_a_listener_that_fails_keeps_the_completion_of_the_person(case, handle):
    @handle("p.never")
    def never(call: Call, inputs: Anything) -> None:
        raise RuntimeError("no")

    case.deploy(
        bundle("p", node("startEvent", "s"), user("t", at("completing p.never")), user("u"), flows("s -> t -> u"))
    )
    case.start("p")
    case.complete("t", note="kept")
    assert case.open == []
    assert Incident.objects.get().element_id == "t"


def test_events_gateways_sub_processes_and_turns_are_listened_to(case, log):
    def heard(kind: str, id: str, inside: str = "", **more: str) -> str:
        return node(kind, id, extension(on("start p.one", "end p.two")) + inside, **more)

    turns = (
        '<bpmn:multiInstanceLoopCharacteristics isSequential="true"><bpmn:extensionElements>'
        '<zeebe:loopCharacteristics inputCollection="=[1, 2]"/></bpmn:extensionElements>'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    parts = (
        heard("startEvent", "s"),
        heard("parallelGateway", "split"),
        heard("task", "a", turns),
        node("task", "b"),
        heard("parallelGateway", "join"),
        heard("subProcess", "part", node("startEvent", "i")),
        heard("endEvent", "e"),
        flows("s -> split -> a -> join -> part -> e", "split -> b -> join"),
    )
    case.deploy(bundle("p", *parts))
    case.start("p")
    assert case.row.status == "completed"
    order = [line for name in ("s", "split", "a", "a", "join", "part", "e") for line in (f"{name} one", f"{name} two")]
    assert log == order


def test_what_nobody_can_listen_to_is_refused_with_the_element(case, log):
    def refused(step: str) -> bool:
        found = checks.check(bundle("p", node("startEvent", "s"), step, flows("s -> t")))
        return "t" in {finding.element_id for finding in found if finding.severity == "error"}

    assert not refused(user("t", at("creating p.one")))
    assert refused(user("t", at("assigning p.one")))
    assert refused(user("t", at("creating p.unknown")))
    assert refused(user("t", at("creating ")))
    assert refused(user("t", on("middle p.one")))
    assert refused(node("task", "t", extension(at("creating p.one"))))
    wait = node("eventBasedGateway", "t", extension(on("end p.one")))
    assert refused(wait + node("intermediateCatchEvent", "w", timer("timeDuration", "PT1H")) + flows("t -> w"))
    handlers.outside("p.far", apply=_apply)(_far)
    assert refused(user("t", on("start p.far")))


def _far(call: Call, inputs: Anything) -> str:
    return ""


def _apply(call: Call, inputs: Anything, outcome: str) -> None:
    return None
