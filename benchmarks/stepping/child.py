"""One of the processes of the two-process measure: works cases off; says how many completions it made a second."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

import django

from config import cores, lasting

#: Cases after which every statement is prepared.
WARM_UP = 10


def main(count: int, number: int, of: int) -> None:
    """Warm up, begin so many cases, say so, and work them off once told to: all children at the same time, as process
    ``number`` of so many of the site's.
    """
    cores.keep(number, of)
    django.setup()
    from benchmarks.stepping import ours  # noqa: PLC0415 - Django is ready only now

    now = datetime.now(UTC)
    who = ours.worker(now)
    ours.work_off(ours.started(WARM_UP, who, now), who, now)
    cases = ours.started(count, who, now)
    lasting.begun()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    begun = time.perf_counter()
    done = ours.work_off(cases, who, now)
    sys.stdout.write(f"{done / (time.perf_counter() - begun)}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
