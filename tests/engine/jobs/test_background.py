"""Work that belongs to no case: done once, several in one transaction, in few statements."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engine import handlers, jobs, operations, queries
from engine.handlers import HandlerRefused, Work
from engine.models import Job

pytestmark = pytest.mark.django_db


@dataclass
class Line:
    number: int


@pytest.fixture
def ledger():
    """A table of effects without any uniqueness, and work that writes to it; numbers below zero are refused."""
    before = dict(handlers._background)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE ledger (key text) ON COMMIT DROP")

    @handlers.background("test.write")
    def write(work: Work, inputs: Line) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO ledger VALUES (%s)", [work.key])
        if inputs.number < 0:
            raise ValueError("below zero")

    def keys() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT key FROM ledger ORDER BY key")
            return [row[0] for row in cursor.fetchall()]

    yield keys
    handlers._background.clear()
    handlers._background.update(before)


def queue(case, **numbers):
    work = {key: {"number": number} for key, number in numbers.items()}
    operations.enqueue(type="test.write", work=work, due_at=case.now)


def test_work_is_done_once_and_gone(case, ledger):
    queue(case, a=1, b=2)
    assert jobs.run_due(case.now) == 2
    assert ledger() == ["a", "b"]
    assert jobs.run_due(case.now) == 0
    assert not Job.objects.exists()


def test_a_key_that_waits_already_is_not_queued_twice(case, ledger):
    queue(case, a=1)
    queue(case, a=1, b=1)
    jobs.run_due(case.now)
    assert ledger() == ["a", "b"]


def test_twenty_pieces_of_work_cost_three_statements_beside_their_own(case, ledger):
    queue(case, **{f"k{number}": number for number in range(20)})
    with CaptureQueriesContext(connection) as caught:
        assert jobs.run_due(case.now) == 20
    said = [q["sql"] for q in caught.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len([sql for sql in said if "INSERT INTO ledger" not in sql]) == 3, said


def test_work_that_fails_takes_nothing_along_and_is_tried_again_until_it_is_parked(case, ledger):
    queue(case, a=1, bad=-1, c=3)
    assert jobs.run_due(case.now) == 2
    assert ledger() == ["a", "c"]
    assert jobs.run_due(case.now) == 0
    for _ in range(10):
        case.now += timedelta(days=1)
        assert jobs.run_due(case.now) == 0
    (left,) = Job.objects.all()
    assert (left.parked, left.attempts, left.lease_id) == (True, 5, None)
    assert "below zero" not in left.last_error
    assert ledger() == ["a", "c"]
    ((job_id, type_, _),) = queries.parked_work()
    assert type_ == "test.write"
    operations.retry_work(job_id=job_id, now=case.now)
    assert queries.parked_work() == []
    jobs.run_due(case.now)
    assert Job.objects.get().attempts == 1


def test_work_of_an_unknown_type_is_refused(case):
    with pytest.raises(operations.NoSuchWork):
        operations.enqueue(type="test.nobody", work={"a": {}}, due_at=case.now)


def test_a_function_that_takes_no_work_is_refused():
    with pytest.raises(HandlerRefused):

        @handlers.background("test.wrong")
        def wrong(call: handlers.Call, inputs: Line) -> None: ...
