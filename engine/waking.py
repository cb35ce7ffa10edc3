"""Tells the workers, after the commit, that there is work; without Redis their pollers find it within seconds."""

from __future__ import annotations

import logging
import time

from celery import current_app
from django.conf import settings
from django.db import transaction

log = logging.getLogger("engine.waking")
LIFETIME_SECONDS = 30
#: After a failure nobody waits for Redis again for this long: the bell must not cost more than it saves.
QUIET_SECONDS = 10.0


class _Bell:
    """What this process knows of Redis: how often it failed, and until when it is left alone."""

    failed = 0
    quiet_until = 0.0


def after_commit() -> None:
    """Send the wake-up once the surrounding transaction has committed; a failure to send is counted and swallowed."""
    transaction.on_commit(_ring, robust=True)


def failures() -> int:
    """How many wake-ups this process could not send; ``/healthz`` may show it."""
    return _Bell.failed


def _ring() -> None:
    if not getattr(settings, "ENGINE_WAKES", True) or time.monotonic() < _Bell.quiet_until:
        return
    try:
        current_app.send_task("engine.jobs.wake", retry=False, ignore_result=True, expires=LIFETIME_SECONDS)
    except Exception as problem:  # noqa: BLE001 - PostgreSQL holds the work, Redis is only the bell
        _Bell.failed += 1
        _Bell.quiet_until = time.monotonic() + QUIET_SECONDS
        log.info("no wake-up sent: %s", type(problem).__name__)
