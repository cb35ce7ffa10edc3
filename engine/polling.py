"""Each worker watches PostgreSQL itself, so that the work goes on without Redis, and what somebody died over is taken
up in the moment its lease runs out.

Who watches does no work: a hand (a thread of its own, as long as there is something to do) does, and may be caught in a
long call. An idle round is one statement.
"""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import Future
from contextlib import suppress

from django.db import close_old_connections, connection

from engine import due, rounds, waking
from engine.due import Due

log = logging.getLogger("engine.jobs")
IDLE_SECONDS = 5.0
LEASED_SECONDS = 1.0
#: A lease that ends is looked after no sooner than this, however many end.
SHORTEST_SECONDS = 0.05


def poll(stop: threading.Event, clock_tick: float = 0.2) -> None:
    """Watch until told to stop: every five seconds when idle; while leases are out every second, and in the moment the
    first of them ends.
    """
    hand: Future[Due] | None = None
    reached = True
    while not stop.is_set():
        try:
            close_old_connections()
            found = due.look()
            if found.anything:
                hand, found = _put_to_work(hand, found, stop)
            pause, reached = _pause(found), True
        except Exception:
            log.exception("the poller could not reach the work; it goes on")
            connection.close()
            # What was cut while nobody used it is tried again soon, what is away is not.
            pause, reached = LEASED_SECONDS if reached else IDLE_SECONDS, False
        until = time.monotonic() + pause
        while (left := until - time.monotonic()) > 0 and not stop.is_set():
            stop.wait(min(left, clock_tick))
    connection.close()


def _pause(found: Due) -> float:
    if not (found.leased or found.anything):
        return IDLE_SECONDS
    soonest = LEASED_SECONDS if found.lease_ends_in is None else found.lease_ends_in
    return min(max(soonest, SHORTEST_SECONDS), LEASED_SECONDS)


def _put_to_work(hand: Future[Due] | None, found: Due, stop: threading.Event) -> tuple[Future[Due], Due]:
    """Let the hand work, or wake others where it is busy; gives it, and its last look where that came soon."""
    if hand is not None and not hand.done():
        waking.ring()
        return hand, found
    hand = Future()
    threading.Thread(target=_work, args=(hand, found, stop), name="engine-hand", daemon=True).start()
    with suppress(TimeoutError):
        found = hand.result(timeout=LEASED_SECONDS)
    return hand, found


def _work(hand: Future[Due], found: Due, stop: threading.Event) -> None:
    try:
        hand.set_result(rounds.work_off(found, stop.is_set))
    except Exception as problem:  # noqa: BLE001 - who watches meets it, and goes on
        hand.set_exception(problem)
    finally:
        connection.close()
