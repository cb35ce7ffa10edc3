"""Work that belongs to no case: done once, several in one transaction, in few statements."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engine import handlers, jobs, operations, queries
from engine.commands.run_job import claim
from engine.handlers import HandlerRefused, Work
from engine.models import Job
from tests.engine.jobs.conftest import at_once

pytestmark = pytest.mark.django_db


@dataclass
class Line:
    number: int


@pytest.fixture
def ledger():
    """A table of effects without any uniqueness, and work that writes to it; numbers below zero are refused."""
    yield from _ledger("CREATE TEMP TABLE ledger (key text) ON COMMIT DROP")


@pytest.fixture
def lasting_ledger():
    """The same for tests that commit."""
    yield from _ledger("CREATE TABLE ledger (key text)")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE ledger")


def _ledger(made_by):
    before = dict(handlers._background)
    with connection.cursor() as cursor:
        cursor.execute(made_by)

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


def test_one_that_fails_among_many_makes_the_others_no_slower_than_once_more_together(case, ledger):
    queue(case, **{f"k{number:02}": -1 if number == 17 else 1 for number in range(30)})
    with CaptureQueriesContext(connection) as caught:
        assert jobs.run_due(case.now) == 29
    taken_away = [q["sql"] for q in caught.captured_queries if q["sql"].startswith("DELETE FROM engine_job")]
    assert len(taken_away) == 3, "together, together without it, and it alone"
    assert ledger() == [f"k{number:02}" for number in range(30) if number != 17]
    assert Job.objects.get().attempts == 1


def test_several_that_fail_undo_and_double_nothing(case, ledger):
    queue(case, **{f"k{number}": -1 if number % 2 else 1 for number in range(10)})
    assert jobs.run_due(case.now) == 5
    assert ledger() == ["k0", "k2", "k4", "k6", "k8"]
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}
    assert jobs.run_due(case.now) == 0


def test_what_the_database_refuses_is_the_matter_of_that_piece_alone(case, ledger):
    @handlers.background("test.refused")
    def refused(work: Work, inputs: Line) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO nowhere VALUES (1)")

    queue(case, a=1, b=2)
    operations.enqueue(type="test.refused", work={"x": {"number": 1}}, due_at=case.now - timedelta(minutes=1))
    assert jobs.run_due(case.now) == 2
    assert ledger() == ["a", "b"]
    assert Job.objects.get().type == "test.refused"


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_share_the_work_and_double_nothing(case, lasting_ledger):
    queue(case, **{f"k{number:03}": -1 if number == 50 else number for number in range(200)})
    found = at_once(*[lambda: sum(iter(lambda: jobs.run_due(case.now, limit=7), 0))] * 3)
    assert sum(found) == 199
    assert lasting_ledger() == [f"k{number:03}" for number in range(200) if number != 50]


@pytest.mark.django_db(transaction=True)
def test_a_claim_does_not_wait_for_the_disk_and_all_else_does(case, lasting_ledger):
    queue(case, a=1, b=1)
    assert len(claim(limit=1, now=case.now)) == 1
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)


def test_work_of_an_unknown_type_is_refused(case):
    with pytest.raises(operations.NoSuchWork):
        operations.enqueue(type="test.nobody", work={"a": {}}, due_at=case.now)


def test_a_function_that_takes_no_work_is_refused():
    with pytest.raises(HandlerRefused):

        @handlers.background("test.wrong")
        def wrong(call: handlers.Call, inputs: Line) -> None: ...
