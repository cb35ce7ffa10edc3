"""What the second half of an outside call did is taken back where it fails, and the case gets an answer."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection

from engine import handlers, jobs, operations
from engine.handlers import BpmnError, Call
from engine.models import Incident, InstanceEvent, Job
from tests.engine.building import bundle, extension, flows, node, user

pytestmark = pytest.mark.django_db
CATCH = node("boundaryEvent", "poor", '<bpmn:errorEventDefinition errorRef="e"/>', attachedToRef="pay")
PAYING = bundle(
    "paying",
    node("startEvent", "s"),
    node("serviceTask", "pay", extension('<zeebe:taskDefinition type="test.book"/>')),
    CATCH,
    user("after"),
    user("ask"),
    flows("s -> pay -> after", "poor -> ask"),
    top='<bpmn:error id="e" errorCode="NO_MONEY"/>',
)


@dataclass
class Order:
    pass


@dataclass
class Receipt:
    number: str


@dataclass
class Books:
    """What the second half fails with, how often the first was called, and what is written down."""

    problem: Exception | str | None = None
    calls: int = 0

    @property
    def lines(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM books")
            return cursor.fetchone()[0]


@pytest.fixture
def books(handle):
    made = Books()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE books (number text) ON COMMIT DROP")

    def apply(call: Call, inputs: Order, outcome: Receipt) -> Receipt:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO books VALUES (%s)", [outcome.number])
            if isinstance(made.problem, str):
                cursor.execute(made.problem)
        if isinstance(made.problem, Exception):
            raise made.problem
        return outcome

    @handlers.outside("test.book", apply=apply)
    def book(call: Call, inputs: Order) -> Receipt:
        made.calls += 1
        return Receipt("R1")

    return made


@pytest.fixture
def begun(case, books):
    case.deploy(PAYING)
    return case.start("paying")


def test_a_second_half_that_succeeds_is_written_once(begun, books):
    assert jobs.run_due(begun.now) == 1
    assert (books.lines, books.calls, begun.open) == (1, 1, ["after"])


@pytest.mark.parametrize("problem", [ValueError("no"), "INSERT INTO nowhere VALUES (1)"])
def test_where_it_fails_its_effects_go_and_an_incident_stays_that_a_retry_heals(begun, books, problem):
    books.problem = problem
    assert jobs.run_due(begun.now) == 0
    assert (books.lines, books.calls, begun.open) == (0, 1, [])
    assert not Job.objects.exists()
    incident = Incident.objects.get(resolved_at=None)
    assert (incident.element_id, incident.kind) == ("pay", "handler")
    assert "nowhere" not in incident.message
    books.problem = None
    operations.retry(incident_id=incident.id, by=begun.by, now=begun.now)
    assert jobs.run_due(begun.now) == 1
    assert (books.lines, begun.open) == (1, ["after"])
    assert InstanceEvent.objects.filter(kind="handler_done").count() == 1


def test_its_business_error_reaches_the_diagram_without_its_effects(begun, books):
    books.problem = BpmnError("NO_MONEY")
    jobs.run_due(begun.now)
    assert (books.lines, books.calls, begun.open) == (0, 1, ["ask"])
    assert not Incident.objects.exists()
