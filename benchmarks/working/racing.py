"""Jobs a second: one fleet at a time works off a queue that was filled before it started."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from benchmarks.working import effects, ours, plain_fleet
from benchmarks.working.fleets import OURS, PLAIN, Fleet, forget_messages, until
from engine import clock
from engine.models import Job

PROCESSES = 2


@dataclass(frozen=True)
class Contender:
    """Who races: the Celery app, how its queue is filled with so many jobs, and further words for its worker."""

    app: str
    fill: Callable[[int], None]
    more: tuple[str, ...] = ()

    def race(self, count: int) -> float:
        """Jobs a second, from the first effect to the last.

        Raises:
            RuntimeError: a job was lost or done twice.
        """
        effects.clear()
        forget_messages()
        self.fill(count)
        fleet = Fleet(self.app, processes=PROCESSES, more=self.more)
        try:
            until(lambda: fleet.ended or effects.count() >= count)
            found = effects.seen()
        finally:
            fleet.kill()
        if (found.rows, found.keys) != (count, count):
            raise RuntimeError(f"{self.app}: {found} of {count}")
        return found.rate


def _our_bare(count: int) -> None:
    ours.queue_bare(count, clock.now())


def _our_advancing(count: int) -> None:
    ours.queue_advancing(count, clock.now())


def _plain_bare(count: int) -> None:
    for number in range(count):
        plain_fleet.effect.delay(f"b{number}")


def _plain_advancing(count: int) -> None:
    """Instances whose jobs are out of our workers' reach, and a message for each."""
    ours.queue_advancing(count, clock.now())
    Job.objects.update(lease_id=uuid4(), lease_ends_at="2999-01-01T00:00Z")
    for job_id in Job.objects.values_list("id", flat=True):
        plain_fleet.advance.delay(str(job_id))


def prefetching(messages: int) -> tuple[str, ...]:
    """Words for a worker that takes so many messages a process ahead; Celery's default is 4."""
    return ("--prefetch-multiplier", str(messages))


BARE = Contender(OURS, _our_bare)
ADVANCING = Contender(OURS, _our_advancing)


def plain_bare(prefetch: int) -> Contender:
    """Plain Celery with bare jobs."""
    return Contender(PLAIN, _plain_bare, prefetching(prefetch))


def plain_advancing(prefetch: int) -> Contender:
    """Plain Celery with jobs that advance an instance."""
    return Contender(PLAIN, _plain_advancing, prefetching(prefetch))
