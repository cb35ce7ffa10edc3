"""Real Celery worker processes, started, awaited, frozen and killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import redis
from django.conf import settings

from benchmarks.working import effects
from config.embedded.places import BASE_DIR

OURS = "benchmarks.working.our_fleet"
PLAIN = "benchmarks.working.plain_fleet"
MOST_SECONDS = 120.0
_LEAN = ("--without-gossip", "--without-mingle", "--without-heartbeat")


class Fleet:
    """One Celery worker: a parent and ``processes`` children, in a session of its own."""

    def __init__(self, app: str, *, processes: int, more: tuple[str, ...] = (), **environment: str) -> None:
        """Start it; it is not awaited."""
        words = [sys.executable, "-m", "celery", "--quiet", "-A", app, "worker", "--pool", "prefork"]
        words += ["--concurrency", str(processes), "--loglevel", "ERROR", *_LEAN, *more]
        self._process = subprocess.Popen(
            words,
            cwd=BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            start_new_session=True,
            env={**os.environ, "PYTHONWARNINGS": "ignore", **environment},
        )

    @property
    def ended(self) -> bool:
        """Whether it has ended by itself."""
        return self._process.poll() is not None

    @property
    def group(self) -> int:
        """The process group of parent and children."""
        return self._process.pid

    def kill(self) -> None:
        """Kill -9 of parent and children."""
        os.killpg(self.group, signal.SIGKILL)
        self._process.wait()


def forget_messages() -> None:
    """Empty Redis: what a killed worker left there is no part of the next round."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.flushdb()


def until(true: Callable[[], bool], seconds: float = MOST_SECONDS, every: float = 0.1) -> None:
    """Wait; a run that does not come to its end is none.

    Raises:
        TimeoutError: it took longer than it may.
    """
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"{effects.seen()} after {seconds:.0f} s")
        time.sleep(every)
