"""One of the processes of the two-process measure: works cases off; says how many completions in how many seconds."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

import django


def main(count: int) -> None:
    """Warm up, say so, and work once told to: all children at the same time."""
    django.setup()
    from benchmarks.stepping import ours  # noqa: PLC0415 - Django is ready only now

    now = datetime.now(UTC)
    who = ours.worker(now)
    ours.work_off(10, who, now)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    begun = time.perf_counter()
    done = ours.work_off(count, who, now)
    sys.stdout.write(f"{done} {time.perf_counter() - begun}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
