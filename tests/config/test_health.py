"""`/healthz` tells a probe the truth, also when the database or Redis is away."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.db import connection, connections
from django.test import Client


@pytest.fixture
def no_database(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The database's socket is gone."""
    connections.close_all()
    before = connection.settings_dict["HOST"]
    connection.settings_dict["HOST"] = "/nowhere"
    with django_db_blocker.unblock():
        yield
        connections.close_all()
    connection.settings_dict["HOST"] = before


def test_without_a_database_it_answers_503_and_says_which_part(client: Client, no_database: None) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "down"
    assert answer.json()["parts"]["database"] == {"up": False}


@pytest.mark.django_db
def test_without_redis_people_still_work(client: Client, settings: LazySettings) -> None:
    settings.REDIS_URL = "unix:///nowhere.sock"
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["parts"]["redis"] == {"up": False}


@pytest.mark.django_db
def test_it_is_never_cached_and_only_read(client: Client) -> None:
    assert "no-store" in client.get("/healthz")["Cache-Control"]
    assert client.post("/healthz").status_code == 405
