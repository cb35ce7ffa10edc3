"""Workers outside this system: take, extend, complete, fail, answer with an error, and lose what they held too long."""

from datetime import timedelta

import pytest

from engine import operations, queries
from engine.models import Incident, Job
from tests.engine.building import bundle, extension, flows, io, node, user
from tests.engine.jobs.conftest import at_once

pytestmark = pytest.mark.django_db
TASK = (
    '<zeebe:taskDefinition type="print" retries="=tries"/>'
    '<zeebe:taskHeaders><zeebe:header key="external" value="true"/></zeebe:taskHeaders>'
)
CATCH = node("boundaryEvent", "jam", '<bpmn:errorEventDefinition errorRef="e"/>', attachedToRef="print")
PRINTING = bundle(
    "printing",
    node("startEvent", "s"),
    node("serviceTask", "print", extension(TASK + io("in =pages -> pages", "out =sheets -> sheets"))),
    CATCH,
    user("after"),
    user("mend"),
    flows("s -> print -> after", "jam -> mend"),
    top='<bpmn:error id="e" errorCode="JAM"/>',
)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def printing(case):
    case.deploy(PRINTING)
    return case.start("printing", pages=3, tries=2)


def take(case, lease=MINUTE, limit=5):
    return operations.take_jobs(type="print", limit=limit, lease=lease, now=case.now)


def test_a_worker_takes_a_job_and_gives_its_result(printing):
    (job,) = take(printing)
    assert (job.type, dict(job.inputs), job.headers["external"]) == ("print", {"pages": 3}, "true")
    assert take(printing) == []
    operations.complete_job(job=job, variables={"sheets": 2}, by=printing.by, now=printing.now)
    assert printing.open == ["after"]
    assert queries.variables(printing.instance_id)["sheets"] == 2
    with pytest.raises(operations.JobNotYours):
        operations.complete_job(job=job, variables={}, by=printing.by, now=printing.now)


def test_who_extends_a_lease_keeps_the_job(printing):
    (job,) = take(printing, lease=timedelta(0))
    operations.extend_lease(job=job, lease=MINUTE)
    assert take(printing) == []
    operations.complete_job(job=job, variables={"sheets": 1}, by=printing.by, now=printing.now)
    with pytest.raises(operations.JobNotYours):
        operations.extend_lease(job=job, lease=MINUTE)


def test_who_held_a_job_too_long_cannot_answer_any_more(printing):
    (late,) = take(printing, lease=timedelta(0))
    (job,) = take(printing)
    answer = {"job": late, "by": printing.by, "now": printing.now}
    for lost in (
        lambda: operations.complete_job(**answer, variables={}),
        lambda: operations.fail_job(**answer, message="late"),
        lambda: operations.throw_job_error(**answer, code="JAM"),
        lambda: operations.extend_lease(job=late, lease=MINUTE),
    ):
        with pytest.raises(operations.JobNotYours):
            lost()
    operations.complete_job(job=job, variables={"sheets": 1}, by=printing.by, now=printing.now)
    assert printing.open == ["after"]


def test_a_failed_job_comes_again_later_then_is_an_incident_that_a_retry_offers_again(printing):
    (job,) = take(printing)
    operations.fail_job(job=job, message="no paper", by=printing.by, now=printing.now)
    assert take(printing) == []
    printing.now += MINUTE
    (again,) = take(printing)
    assert again.idempotency_key == job.idempotency_key
    operations.fail_job(job=again, message="no paper", by=printing.by, now=printing.now)
    assert not Job.objects.exists()
    incident = Incident.objects.get(resolved_at=None)
    assert incident.element_id == "print"
    operations.retry(incident_id=incident.id, by=printing.by, now=printing.now)
    (job,) = take(printing)
    operations.complete_job(job=job, variables={"sheets": 1}, by=printing.by, now=printing.now)
    assert printing.open == ["after"]


@pytest.mark.parametrize(("said", "kept"), [(4, 4), ("6", 6), (0, 1), (10**9, 1000), (None, 3), ("many", 3)])
def test_how_often_a_job_is_tried_is_an_expression_of_the_diagram(case, said, kept):
    case.deploy(PRINTING)
    case.start("printing", pages=3, tries=said)
    assert Job.objects.get().retries == kept


def test_a_worker_may_say_when_to_offer_a_failed_job_again(printing):
    (job,) = take(printing)
    operations.fail_job(job=job, message="busy", by=printing.by, now=printing.now, retry_after=timedelta(hours=3))
    printing.now += timedelta(hours=2)
    assert take(printing) == []
    printing.now += timedelta(hours=2)
    assert len(take(printing)) == 1


def test_an_error_of_a_worker_reaches_the_diagram_with_its_variables(printing):
    (job,) = take(printing)
    said = {"code": "JAM", "message": "page 2", "variables": {"page": 2}}
    operations.throw_job_error(job=job, **said, by=printing.by, now=printing.now)
    assert printing.open == ["mend"]
    assert queries.variables(printing.instance_id)["page"] == 2
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_share_the_jobs(case):
    case.deploy(PRINTING)
    for _ in range(20):
        case.start("printing", pages=1, tries=2)
    taken = at_once(*[lambda: take(case, limit=8)] * 3)
    ids = [job.id for jobs in taken for job in jobs]
    assert len(ids) == len(set(ids)) == 20
