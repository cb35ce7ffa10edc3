"""Leases of jobs: what this process holds is renewed by a thread of its own, so that a call may last longer than one.

A lease is short, so that the work of a process that died is done by another within seconds, and runs in PostgreSQL's
real time. A job whose lease was lost is not finished by who lost it: every result is written under the lease's id.
Jobs of a batch that wait behind a slow call are given back for others to do.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection

from engine import waking
from engine.models import Job

log = logging.getLogger("engine.leases")
_RENEW = """
    UPDATE engine_job SET lease_ends_at = clock_timestamp() + make_interval(secs => %s)
    WHERE id IN (SELECT id FROM engine_job WHERE id = ANY(%s) AND lease_id = ANY(%s) FOR UPDATE SKIP LOCKED)
"""
_GIVE_BACK = """
    UPDATE engine_job SET lease_ends_at = NULL, lease_id = NULL, attempts = greatest(attempts - 1, 0)
    WHERE id IN (SELECT id FROM engine_job WHERE id = ANY(%s) AND lease_id = ANY(%s) FOR UPDATE SKIP LOCKED)
"""


def length() -> timedelta:
    """How long a lease lasts if nobody renews it (``ENGINE_LEASE_SECONDS``)."""
    return timedelta(seconds=getattr(settings, "ENGINE_LEASE_SECONDS", 15))


def _beat() -> float:
    return length().total_seconds() / 3


def _patience() -> float:
    """Seconds that a job waits behind a call in the same hands before others may have it."""
    return min(_beat(), 1.0)


def _longest_call() -> float:
    """Seconds after which a call is taken for dead and its lease is left to run out (``ENGINE_CALL_SECONDS``)."""
    return float(getattr(settings, "ENGINE_CALL_SECONDS", 900))


class Batch:
    """Claimed jobs in the hands of one thread, which does one after the other."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        """None of them has begun."""
        self._waiting = list(jobs)
        self._current: Job | None = None
        self._began = 0.0
        self._lock = threading.Lock()

    def next(self) -> Job | None:
        """The next job that is still ours; the one before it is over."""
        with self._lock:
            self._current = self._waiting.pop(0) if self._waiting else None
            self._began = time.monotonic()
            return self._current

    def all(self) -> list[Job]:
        """Every job at once, for who does them together."""
        with self._lock:
            return list(self._waiting)

    def held(self) -> list[Job]:
        """What is to be renewed now; not a call that lasts longer than any may."""
        with self._lock:
            over = time.monotonic() - self._began > _longest_call()
            current = [] if self._current is None or over else [self._current]
            return [*current, *self._waiting]

    @property
    def is_held_up(self) -> bool:
        """Whether jobs wait behind a slow call."""
        slow = self._current is not None and time.monotonic() - self._began >= _patience()
        return slow and bool(self._waiting)

    def held_up(self) -> list[Job]:
        """Take out what waits behind a slow call, to be given back."""
        with self._lock:
            found, self._waiting = (self._waiting, []) if self.is_held_up else ([], self._waiting)
            return found


class _Heart:
    """The batches of this process, and the thread that renews their leases as long as there are any."""

    def __init__(self) -> None:
        self._batches: list[Batch] = []
        self._some = threading.Condition()
        self._thread: threading.Thread | None = None

    def add(self, batch: Batch) -> None:
        with self._some:
            self._batches.append(batch)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="engine-leases", daemon=True)
                self._thread.start()
            self._some.notify()

    def remove(self, batch: Batch) -> None:
        with self._some:
            self._batches.remove(batch)

    def _is_held_up(self) -> bool:
        return any(batch.is_held_up for batch in self._batches)

    def _run(self) -> None:
        while True:
            with self._some:
                self._some.wait_for(lambda: bool(self._batches))
                began = time.monotonic()
                while (left := began + _beat() - time.monotonic()) > 0 and not self._is_held_up():
                    self._some.wait(min(left, _patience()))
                batches = list(self._batches)
            try:
                renew(batches)
            except Exception:
                log.exception("leases could not be renewed; it is tried again")
            finally:
                connection.close()


def renew(batches: Iterable[Batch]) -> None:
    """Renew what is held and give back what is held up. A row that somebody has locked is being finished or taken
    away at this moment: it is left alone, so that this never waits.
    """
    given_back = [job for batch in batches for job in batch.held_up()]
    held = [job for batch in batches for job in batch.held()]
    if not (held or given_back):
        return
    with connection.cursor() as cursor:
        if held:
            cursor.execute(_RENEW, [length().total_seconds(), *_named(held)])
        if given_back:
            cursor.execute(_GIVE_BACK, _named(given_back))
    if given_back:
        waking.ring()


def _named(jobs: list[Job]) -> list[list[UUID | None]]:
    return [[job.id for job in jobs], [job.lease_id for job in jobs]]


_heart = _Heart()


def _begin_anew() -> None:
    """A child holds nothing of what its parent held, and has none of its threads."""
    global _heart
    _heart = _Heart()


os.register_at_fork(after_in_child=_begin_anew)


@contextmanager
def held(jobs: Iterable[Job]) -> Iterator[Batch]:
    """Keep claimed jobs for as long as this takes; they come out of the batch one by one."""
    batch, heart = Batch(jobs), _heart
    heart.add(batch)
    try:
        yield batch
    finally:
        heart.remove(batch)
