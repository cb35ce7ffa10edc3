"""How gunicorn serves the site (``gunicorn --config python:config.serving``): by threads, the warmest first.

The threads of Python's own pool take turns. Eight of them, each with its own connection and so its own server process
of PostgreSQL, then run every eighth request each, with caches that the seven others have emptied meanwhile, even while
one of them could do all the work. Here the thread that worked last takes what comes next; the others sleep until there
is more to do at once.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.workers.gthread import ThreadWorker

from config import cores


class LastWaiterFirst:
    """A queue: what is put comes out in its order, but of the threads that wait the last to come is served first.

    As much of ``queue.SimpleQueue`` as a pool of threads asks for.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: deque[object] = deque()
        self._waiting: list[SimpleQueue[object]] = []

    def put(self, item: object) -> None:
        """Hand something to the thread that began to wait last; keep it where none waits."""
        with self._lock:
            if self._waiting:
                self._waiting.pop().put(item)
            else:
                self._kept.append(item)

    def get(self, block: bool = True) -> Any:  # noqa: ANN401, FBT001, FBT002 - as `queue` has it
        """What was kept first, else what comes next; raises Empty where ``block`` is false and nothing was kept."""
        with self._lock:
            if self._kept:
                return self._kept.popleft()
            if not block:
                raise Empty
            own: SimpleQueue[object] = SimpleQueue()
            self._waiting.append(own)
        return own.get()

    def get_nowait(self) -> Any:  # noqa: ANN401 - as `queue` has it
        """What was kept first; raises Empty where there is nothing."""
        return self.get(block=False)


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, of which the one that worked last takes the next request."""

    #: Its place among the workers of its server.
    number = 0

    def get_thread_pool(self) -> ThreadPoolExecutor:
        """The threads, not yet started."""
        pool: ThreadPoolExecutor = super().get_thread_pool()
        # There is no public place for another queue; tests/config/test_serving.py notices when this one goes.
        pool._work_queue = LastWaiterFirst()  # type: ignore[assignment]
        return pool


def pre_fork(server: Arbiter, worker: Worker) -> None:
    """In the server: give a worker its place, that of one that died where one did."""
    worker.number = cores.next_number((other.number for other in server.WORKERS.values()), server.num_workers)


def post_fork(server: Arbiter, worker: Worker) -> None:
    """In the worker, before it starts a thread: keep to the place's core."""
    cores.keep(worker.number, server.num_workers)


wsgi_app = "config.wsgi"
worker_class = Worker
threads = 8
#: Nobody steers it but by signals.
control_socket_disable = True
