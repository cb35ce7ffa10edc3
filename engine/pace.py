"""How many pieces of due work one round takes: what fits into a twentieth of a second, as the last ones went.

Quick work shares its statements and its commit; a slow call is never held by somebody who is busy with another, so that
who is free takes it, and so that little is out with a worker that dies.
"""

from __future__ import annotations

ROUND_SECONDS = 0.05
#: One more than one: who finds a single job knows that there is no second, and wakes nobody for it.
FIRST = 2
MOST = 250


class Pace:
    """The pace of one worker in one go; ``limit`` is how many the next round may take."""

    def __init__(self) -> None:
        """Nobody knows yet what comes."""
        self.limit = FIRST

    def went(self, count: int, seconds: float) -> None:
        """Learn from a round: at most twice as many the next time, at once as few as fit."""
        fitting = int(count * ROUND_SECONDS / max(seconds, 1e-6))
        self.limit = max(1, min(fitting, 2 * self.limit, MOST))
