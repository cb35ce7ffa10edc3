"""The threads of the web server: the one that worked last takes what comes next, and nothing waits for it."""

from concurrent.futures import wait
from queue import Empty
from threading import Event, current_thread
from time import sleep
from types import SimpleNamespace

import pytest

from config.serving import LastWaiterFirst, Worker

THREADS = 4
#: Far longer than a thread takes to come to rest.
SECONDS = 10


@pytest.fixture
def pool():
    worker = Worker.__new__(Worker)
    worker.cfg = SimpleNamespace(threads=THREADS)
    made = worker.get_thread_pool()
    yield made
    made.shutdown(wait=True)


def at_rest(pool, threads):
    """Wait until so many threads have nothing to do."""
    for _ in range(SECONDS * 1000):
        if len(pool._work_queue._waiting) == threads:
            return
        sleep(0.001)
    raise AssertionError(f"{len(pool._work_queue._waiting)} threads rest, not {threads}")


def started(pool, count):
    """So many jobs at once, each in a thread of its own; with the event that ends each, and its future."""
    jobs = []
    for _ in range(count):
        begun, end = Event(), Event()

        def job(begun=begun, end=end):
            begun.set()
            assert end.wait(SECONDS)
            return current_thread()

        jobs.append((end, pool.submit(job)))
        assert begun.wait(SECONDS)
    return jobs


def test_the_thread_that_worked_last_takes_the_next_requests(pool):
    (first, one), (second, other) = started(pool, 2)
    second.set()
    warm = other.result(SECONDS)
    at_rest(pool, 1)
    first.set()
    warmest = one.result(SECONDS)
    at_rest(pool, 2)
    took = []
    for _ in range(20):
        took.append(pool.submit(current_thread).result(SECONDS))
        at_rest(pool, 2)
    assert set(took) == {warmest}
    assert warmest is not warm


def test_no_request_waits_for_the_warmest_while_another_thread_rests(pool):
    jobs = started(pool, THREADS)
    for end, _ in jobs:
        end.set()
    at_rest(pool, THREADS)
    again = started(pool, THREADS)
    for end, _ in again:
        end.set()
    assert len({job.result(SECONDS) for _, job in again}) == THREADS


def test_what_waits_for_a_thread_is_taken_in_its_order(pool):
    jobs = started(pool, THREADS)
    order = []
    kept = [pool.submit(order.append, number) for number in range(50)]
    jobs[0][0].set()  # one thread works off what was kept
    assert not wait(kept, SECONDS).not_done
    for end, _ in jobs:
        end.set()
    assert order == list(range(50))


def test_the_end_of_the_pool_ends_every_thread(pool):
    jobs = started(pool, THREADS)
    for end, _ in jobs:
        end.set()
    threads = {job.result(SECONDS) for _, job in jobs}
    pool.shutdown(wait=True)
    assert not any(thread.is_alive() for thread in threads)


def test_an_empty_queue_says_so_to_who_does_not_wait():
    queue = LastWaiterFirst()
    with pytest.raises(Empty):
        queue.get_nowait()
    queue.put("kept")
    assert queue.get_nowait() == "kept"
