"""A kept connection whose server went away is noticed before the request begins, without asking the server."""

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.fixtures.database import owner

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_live_connection_is_known_to_be_one():
    connection.ensure_connection()
    assert connection.is_usable()


def test_a_connection_that_the_server_ended_is_known_to_be_none():
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    with owner() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    assert not connection.is_usable()
    connection.health_check_enabled, connection.health_check_done = True, False
    connection.close_if_health_check_failed()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (pid,)


def test_a_connection_with_something_to_read_is_asked_after_all():
    with connection.cursor() as cursor:
        cursor.execute("LISTEN knock")
    with psycopg.connect(**_own()) as other:
        other.execute("NOTIFY knock")
    assert connection.is_usable()


def test_looking_costs_no_query():
    connection.ensure_connection()
    with CaptureQueriesContext(connection) as captured:
        assert connection.is_usable()
    assert len(captured) == 0


def _own() -> dict[str, str]:
    given = connection.get_connection_params()
    return {name: given[name] for name in ("user", "password", "host", "port", "dbname") if name in given} | {
        "autocommit": True
    }
