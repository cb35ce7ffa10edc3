"""The small office, and the inbox as the engine's work list."""

from collections.abc import Iterator

import pytest

from engine import ports
from records import ratebook
from tasks.worklist import TaskWorkList
from tests.tasks.world import World


@pytest.fixture
def filled() -> Iterator[None]:
    before = dict(ports._filled)
    ports.install(worklist=TaskWorkList(), calendar=ratebook, rates=ratebook)
    yield
    ports._filled.clear()
    ports._filled.update(before)


@pytest.fixture
def world(db: None, filled: None) -> World:
    return World()


@pytest.fixture
def real_world(transactional_db: None, filled: None) -> World:
    """The same with commits, for tests with threads."""
    return World()
