"""A worker keeps its connection to PostgreSQL from task to task, and makes a new one where that broke."""

import pytest
from django.db import connection

from config import celery


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


@pytest.fixture
def long_lived(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 60)
    monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", True)
    connection.close()
    yield
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_connection_outlives_its_task(long_lived):
    before = backend()
    celery._keep_connection()
    assert backend() == before


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_cut_is_followed_by_another_before_the_next_task(long_lived):
    before = backend()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
    other.close()
    celery._keep_connection()
    assert backend() != before


def test_celery_itself_does_not_close_it():
    assert celery.app.conf.get("CELERY_DB_REUSE_MAX") > 10**6
