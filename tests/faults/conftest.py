"""Servers, a site and an office that a fault test may break."""

from __future__ import annotations

import logging
import os
import random
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from engine import definitions
from tests.faults import outer_world
from tests.faults.office import Office
from tests.faults.private import PrivateServers
from tests.fixtures.site import LiveSite

log = logging.getLogger("faults")


@pytest.fixture
def seed() -> int:
    """The seed of all choices; the head of the run shows it, FAULTS_SEED repeats it."""
    return int(os.environ["FAULTS_SEED"])


@pytest.fixture
def chance(seed: int) -> random.Random:
    log.warning("FAULTS_SEED=%s", seed)  # pytest shows the log of a test that fails
    return random.Random(seed)


@pytest.fixture
def rounds(pytestconfig: pytest.Config) -> int:
    """How often each fault comes: once, with --faults many times."""
    return 20 if pytestconfig.getoption("--faults") else 1


@pytest.fixture(scope="session")
def private_servers(django_db_blocker: DjangoDbBlocker) -> Iterator[PrivateServers]:
    """Started once; a test that killed one starts it again."""
    made = PrivateServers()
    with django_db_blocker.unblock():
        try:
            made.start()
            yield made
        finally:
            made.stop()


@pytest.fixture
def private(private_servers: PrivateServers, django_db_blocker: DjangoDbBlocker) -> Iterator[PrivateServers]:
    """The private servers with a fresh database, which this process's ORM speaks to."""
    private_servers.renew()
    with django_db_blocker.unblock(), private_servers.pointed_at(private_servers.database):
        definitions.forget()
        yield private_servers
    definitions.forget()


class FaultSite(LiveSite):
    """The real site, with the handlers of the faulty process."""

    wsgi = "tests.faults.site_wsgi"
    fleet = "tests.faults.site_celery"


@pytest.fixture
def office(private: PrivateServers, monkeypatch: pytest.MonkeyPatch, settings: object, tmp_path) -> Office:
    monkeypatch.setenv("FAULTS_LEDGER", str(tmp_path / "ledger"))
    settings.ENGINE_WAKES = False  # this process speaks to the private PostgreSQL, but to the run's own Valkey
    (tmp_path / "ledger").touch()
    outer_world.register()
    outer_world.make_table()
    return Office()


@pytest.fixture
def site(office: Office, private: PrivateServers) -> Iterator[FaultSite]:
    """Web, worker and beat on the private servers."""
    ledger = {"FAULTS_LEDGER": os.environ["FAULTS_LEDGER"]}
    made = FaultSite(log_dir=private.places.log_dir, environment=private.environment | ledger)
    try:
        made.start_worker()
        made.start_beat()
        made.start_web()
        yield made
    finally:
        made.stop()
