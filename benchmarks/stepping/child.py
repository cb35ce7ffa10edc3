"""One of the processes of the two-process measure: completes cases; says how many completions in how many seconds."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

import django


def main(count: int) -> None:
    """Warm up, then work; both children work at the same time for most of it."""
    django.setup()
    from benchmarks.stepping import ours  # noqa: PLC0415 - Django is ready only now

    now = datetime.now(UTC)
    who = ours.worker(now)
    ours.round_of(3, who, now)
    begun = time.perf_counter()
    done = len(ours.round_of(count * 2, who, now))
    sys.stdout.write(f"{done} {time.perf_counter() - begun}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
