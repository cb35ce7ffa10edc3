"""How long something that failed is left alone before it is tried again."""

from __future__ import annotations

import random
from datetime import timedelta

FIRST_SECONDS = 10
LONGEST_SECONDS = 12 * 3600
#: After so many failures nobody tries by itself any more: a supervisor is asked.
TRIES = 5


def pause(failures: int) -> timedelta:
    """Twice as long after each failure (the first is 1), up to half a day; a fifth of chance keeps a crowd that
    failed together from coming back together.
    """
    seconds = min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** min(max(failures, 1) - 1, 20))
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311 - no secret
