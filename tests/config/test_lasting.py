"""What a process of the site or of the fleet loaded before it began its work is not collected again and again."""

import gc

import pytest
from celery import signals

from config import celery, lasting


@pytest.fixture(autouse=True)
def thawed():
    gc.unfreeze()
    yield
    gc.unfreeze()


def test_the_collector_leaves_alone_what_was_there_when_the_work_began():
    before = [[] for _ in range(100)]
    lasting.begun()
    left = {id(one) for one in gc.get_objects()}
    assert not left & {id(one) for one in before}


def test_what_comes_afterwards_is_still_collected():
    lasting.begun()
    circle = []
    circle.append(circle)
    del circle
    assert gc.collect() >= 1


def test_a_process_of_the_fleets_pool_begins_so():
    assert gc.get_freeze_count() == 0
    signals.worker_process_init.send(sender=celery.app)
    assert gc.get_freeze_count() > 0
