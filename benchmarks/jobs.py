"""What background jobs cost: our workers beside plain Celery with Redis, each two processes with one parent on the
same servers, rounds interleaved, every ratio the median of the rounds' ratios; a single job on an idle worker; and our
workers under kill -9, with a short lease and with the shipped one.

Plain Celery runs with its default of four messages prefetched a process and with more; ratios are against the faster of
them in the same round. Arguments: jobs a round (5000), instances a round (600), single jobs (40), deaths (8); 0 leaves
a measure out.
"""

from __future__ import annotations

import statistics

from django.conf import settings

from benchmarks.working import ours, racing, resting
from benchmarks.working.dying import under_kills
from engine import clock

ROUNDS = 3
PREFETCHED = (4, 64)
SHORT_LEASE = 2.0


def race(jobs: int, instances: int) -> dict[str, object]:
    """The rounds."""
    rows: list[dict[str, float]] = []
    for _ in range(ROUNDS):
        row = {"ours": racing.BARE.race(jobs)}
        row |= {f"plain_{ahead}": racing.plain_bare(ahead).race(jobs) for ahead in PREFETCHED}
        row["ours_advancing"] = racing.ADVANCING.race(instances)
        row |= {f"plain_advancing_{ahead}": racing.plain_advancing(ahead).race(instances) for ahead in PREFETCHED}
        row["plain"] = max(row[f"plain_{ahead}"] for ahead in PREFETCHED)
        row["plain_advancing"] = max(row[f"plain_advancing_{ahead}"] for ahead in PREFETCHED)
        rows.append(row)

    def ratio(over: str, under: str) -> float:
        return round(statistics.median(row[over] / row[under] for row in rows), 2)

    return {
        "jobs_a_second": {name: round(statistics.median(row[name] for row in rows)) for name in rows[0]},
        "bare_times_plain_celery": ratio("ours", "plain"),
        "advancing_times_plain_celery_advancing": ratio("ours_advancing", "plain_advancing"),
        "advancing_times_plain_celery_bare": ratio("ours_advancing", "plain"),
        "rounds": ROUNDS,
        "jobs_a_round": jobs,
        "instances_a_round": instances,
        "processes": racing.PROCESSES,
    }


def main(arguments: list[str]) -> dict[str, object]:
    """Run all."""
    given = [int(word) for word in arguments]
    jobs, instances, singles, deaths = [*given, *(5000, 600, 40, 8)[len(given) :]][:4]
    ours.deploy(clock.now())
    figures: dict[str, object] = {}
    if jobs and instances:
        figures |= race(jobs, instances)
    if singles:
        figures["single_jobs"] = resting.measure(singles)
    if deaths:
        shipped = float(settings.ENGINE_LEASE_SECONDS)
        figures["kill_9"] = [under_kills(lease, deaths) for lease in (SHORT_LEASE, shipped)]
    return figures
