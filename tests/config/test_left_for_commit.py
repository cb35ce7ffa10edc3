"""The last write of a transaction goes out with its COMMIT, or earlier where anything else is asked."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from engine import prepared
from engine.direct import Query
from engine.models import ClockOffset

MADE = Query("INSERT INTO engine_clockoffset (id, offset_seconds) VALUES (%s, 60)", [7])
COUNTED = Query("SELECT count(*) FROM engine_clockoffset WHERE id = 7", [])


class Stopped(Exception):
    """Somebody's work failed."""


def leave_and_stop(query: Query) -> None:
    with transaction.atomic():
        connection.leave_for_commit(query)
        raise Stopped


def make_one_and_leave_one() -> None:
    with transaction.atomic():
        ClockOffset.objects.create(pk=8)
        connection.leave_for_commit(MADE)


def there() -> bool:
    return ClockOffset.objects.filter(pk=7).exists()


@pytest.mark.django_db(transaction=True)
def test_it_is_there_once_the_transaction_has_ended():
    with transaction.atomic():
        assert connection.leave_for_commit(MADE)
    assert there()


@pytest.mark.django_db(transaction=True)
def test_it_is_kept_by_the_server_and_not_only_by_this_connection():
    with transaction.atomic():
        connection.leave_for_commit(MADE)
    connection.close()
    assert there()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ask", [there, lambda: prepared.fetch_all(COUNTED) == [[(1,)]]], ids=["cursor", "prepared"])
def test_whatever_is_asked_before_finds_it_done(ask):
    with transaction.atomic():
        connection.leave_for_commit(MADE)
        assert ask()
    assert there()


@pytest.mark.django_db(transaction=True)
def test_a_cursor_on_the_server_finds_it_done():
    with transaction.atomic():
        connection.leave_for_commit(MADE)
        assert [row.pk for row in ClockOffset.objects.filter(pk=7).iterator()] == [7]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_sent():
    with pytest.raises(Stopped):
        leave_and_stop(MADE)
    with transaction.atomic():
        pass
    assert not there()


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_that_is_rolled_back_takes_only_its_own_along():
    with transaction.atomic():
        connection.leave_for_commit(MADE)
        with pytest.raises(Stopped):
            leave_and_stop(Query(MADE.text, [8]))
    assert sorted(ClockOffset.objects.values_list("pk", flat=True)) == [7]


@pytest.mark.django_db(transaction=True)
def test_two_that_are_left_are_both_done_in_their_order():
    with transaction.atomic():
        connection.leave_for_commit(MADE)
        connection.leave_for_commit(Query("UPDATE engine_clockoffset SET offset_seconds = %s WHERE id = 7", [5]))
    assert ClockOffset.objects.get(pk=7).offset_seconds == 5


@pytest.mark.django_db(transaction=True)
def test_what_postgresql_refuses_is_raised_where_the_transaction_ends_and_undoes_all_of_it():
    ClockOffset.objects.create(pk=7)
    with pytest.raises(IntegrityError):
        make_one_and_leave_one()
    assert sorted(ClockOffset.objects.values_list("pk", flat=True)) == [7]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_closed_forgets_it():
    with transaction.atomic():
        connection.leave_for_commit(MADE)
        connection.close()
    assert not there()


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_nothing_can_be_left():
    assert not connection.leave_for_commit(MADE)
    assert not there()


@pytest.mark.django_db
def test_whoever_captures_statements_sees_them_where_they_are_made():
    statement = prepared.Statement()
    statement.add(MADE.text, *MADE.parameters)
    with CaptureQueriesContext(connection) as seen, transaction.atomic():
        statement.run_last()
    assert any("INSERT INTO engine_clockoffset" in query["sql"] for query in seen.captured_queries)
