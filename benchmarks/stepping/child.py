"""One of the processes of the two-process measure: works cases off; says how many completions it made a second."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

import django

from config import lasting

#: Cases after which every statement is prepared.
WARM_UP = 10


def main(seconds: float) -> None:
    """Warm up, say so, and work for so long once told to: all children at the same time."""
    django.setup()
    from benchmarks.stepping import ours  # noqa: PLC0415 - Django is ready only now

    now = datetime.now(UTC)
    who = ours.worker(now)
    for _ in range(WARM_UP):
        ours.work_off(who, now)
    lasting.begun()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    begun, done = time.perf_counter(), 0
    while (worked := time.perf_counter() - begun) < seconds:
        done += ours.work_off(who, now)
    sys.stdout.write(f"{done / worked}\n")


if __name__ == "__main__":
    main(float(sys.argv[1]))
