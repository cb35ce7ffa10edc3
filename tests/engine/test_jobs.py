"""Jobs: the outside half, retries, leases, statements of a step, figures."""

import threading
import time
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engine import clock, handlers, jobs, metrics, operations, queries
from engine.commands.run_job import claim, run_job
from engine.handlers import BpmnError, Call
from engine.models import Incident, Job, StepDelta
from tests.engine.building import bundle, extension, flows, io, node, script, timer, user

pytestmark = pytest.mark.django_db


@dataclass
class Order:
    amount: int


@dataclass
class Receipt:
    number: str


@pytest.fixture
def bank(handle):
    """An outside system that remembers what it was asked, and fails as often as told."""
    state = {"calls": [], "fail": 0, "error": ""}

    def apply(call: Call, inputs: Order, outcome: Receipt) -> Receipt:
        return outcome

    @handlers.outside("test.pay", apply=apply)
    def pay(call: Call, inputs: Order) -> Receipt:
        assert not connection.in_atomic_block or connection.savepoint_ids == []
        state["calls"].append((call.idempotency_key, inputs.amount))
        if state["error"]:
            raise BpmnError(state["error"])
        if state["fail"]:
            state["fail"] -= 1
            raise OSError("no line")
        return Receipt("R1")

    return state


def paying(*more: str, top: str = ""):
    definition = '<zeebe:taskDefinition type="test.pay" retries="3"/>'
    pay = node("serviceTask", "pay", extension(definition + io("in =amount -> amount", "out =number -> receipt")))
    return bundle("p", node("startEvent", "s"), pay, user("after"), flows("s -> pay -> after"), *more, top=top)


def test_an_outside_call_is_made_once_and_its_result_goes_on(case, bank):
    case.deploy(paying())
    case.start("p", amount=5)
    assert case.open == []
    assert jobs.run_due(case.now) == 1
    assert case.open == ["after"]
    assert queries.variables(case.instance_id)["receipt"] == "R1"
    assert len(bank["calls"]) == 1
    assert not Job.objects.exists()


def test_a_failing_call_is_tried_again_later_with_the_same_key_and_then_becomes_an_incident(case, bank):
    bank["fail"] = 99
    case.deploy(paying())
    case.start("p", amount=5)
    jobs.run_due(case.now)
    assert jobs.run_due(case.now) == 0
    assert len(bank["calls"]) == 1
    for _ in range(5):
        case.now += timedelta(days=1)
        jobs.run_due(case.now)
    assert len(bank["calls"]) == 3
    assert len({key for key, _ in bank["calls"]}) == 1
    incident = Incident.objects.get()
    assert not Job.objects.exists()
    bank["fail"] = 0
    operations.retry(incident_id=incident.id, by=case.by, now=case.now)
    jobs.run_due(case.now)
    assert case.open == ["after"]


def test_a_business_error_of_the_outside_reaches_the_diagram(case, bank):
    bank["error"] = "NO_MONEY"
    top = '<bpmn:error id="e" errorCode="NO_MONEY"/>'
    catch = node("boundaryEvent", "poor", '<bpmn:errorEventDefinition errorRef="e"/>', attachedToRef="pay")
    case.deploy(paying(catch, user("ask"), flows("poor -> ask"), top=top))
    case.start("p", amount=5)
    jobs.run_due(case.now)
    assert case.open == ["ask"]


def test_a_leased_job_is_nobody_elses_until_the_lease_runs_out(case, bank):
    case.deploy(paying())
    case.start("p", amount=5)
    (mine,) = claim(limit=5, now=case.now)
    assert claim(limit=5, now=case.now) == []
    Job.objects.update(lease_ends_at="2000-01-01T00:00Z")
    (theirs,) = claim(limit=5, now=case.now)
    assert run_job(job=theirs, now=case.now)
    assert not run_job(job=mine, now=case.now)
    assert case.open == ["after"]


def test_a_cancelled_case_takes_its_jobs_along(case, bank):
    case.deploy(paying())
    case.start("p", amount=5)
    operations.cancel(instance_id=case.instance_id, reason="mistake", by=case.by, now=case.now)
    assert not Job.objects.exists()
    assert jobs.run_due(case.now) == 0
    assert case.row.cancel_reason == "mistake"


def test_a_completion_takes_two_statements_beside_the_work_list(case):
    late = node("boundaryEvent", "late", timer("timeDuration", "P3D"), attachedToRef="b")
    case.deploy(
        bundle(
            "p",
            node("startEvent", "s"),
            user("a"),
            script("calc", "=n * 2", "m"),
            node("exclusiveGateway", "g", default="f_g_e"),
            user("b"),
            late,
            node("endEvent", "e"),
            flows("s -> a -> calc -> g", "g -> b: =m > 1", "g -> e", "late -> e"),
        )
    )
    case.start("p")
    task = case.task("a")
    with CaptureQueriesContext(connection) as caught:
        operations.complete(instance_id=case.instance_id, task_id=task.id, data={"n": 3}, by=case.by, now=case.now)
    statements = [q["sql"] for q in caught.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) == 2, statements


@pytest.mark.django_db(transaction=True)
def test_the_poller_does_what_is_due_without_redis(case):
    wait = node("intermediateCatchEvent", "wait", timer("timeDuration", "PT1S"))
    case.now = clock.now() - timedelta(minutes=1)
    case.deploy(bundle("p", node("startEvent", "s"), wait, user("t"), flows("s -> wait -> t")))
    case.start("p")
    stop = threading.Event()
    poller = threading.Thread(target=jobs.poll, args=(stop,))
    poller.start()
    deadline = time.monotonic() + 20
    while not case.open and time.monotonic() < deadline:
        time.sleep(0.1)
    stop.set()
    poller.join(timeout=20)
    assert case.open == ["t"]
    assert not poller.is_alive()


def test_a_thousand_elements_at_once_stay_small(case):
    marker = extension('<zeebe:loopCharacteristics inputCollection="=for i in 1..1000 return i" inputElement="x"/>')
    many = user("ask", "", f"<bpmn:multiInstanceLoopCharacteristics>{marker}</bpmn:multiInstanceLoopCharacteristics>")
    case.deploy(bundle("p", node("startEvent", "s"), many, user("after"), flows("s -> ask -> after")))
    case.start("p")
    assert len(case.open) == 1000
    assert len(case.row.state) < 40_000
    case.complete("ask", which=500)
    assert len(case.open) == 999


def test_figures_are_folded_and_the_same_before_and_after(case):
    case.deploy(bundle("p", node("startEvent", "s"), user("a"), user("b"), flows("s -> a -> b")))
    for hours in (1, 30):
        case.start("p")
        case.now += timedelta(hours=hours)
        case.complete("a")
    before = queries.step_durations("p")
    assert StepDelta.objects.count() == 2
    assert metrics.fold() == 2
    assert queries.step_durations("p") == before
    (line,) = before
    assert (line.element_id, line.count, sum(line.histogram)) == ("a", 2, 2)
    counts = queries.open_counts("p", case.now)
    assert counts["b"].open == 2
    assert sum(counts["b"].waiting) == 2
