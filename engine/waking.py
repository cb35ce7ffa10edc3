"""Tells the workers, after the commit, that there is work; without Redis their pollers find it within seconds.

One wake-up lies in Redis at a time: who finds one there sends no second, and the worker that takes it clears the mark
before it looks, so that nothing committed after its look goes unheard.
"""

from __future__ import annotations

import contextlib
import logging
import time

import redis
from celery import current_app
from django.conf import settings
from django.db import transaction

log = logging.getLogger("engine.waking")
LIFETIME_SECONDS = 30
#: A mark whose wake-up was lost (Redis flushed, a worker killed) hinders the next one no longer than this.
MARK_SECONDS = 1
#: After a failure nobody waits for Redis again for this long: the bell must not cost more than it saves.
QUIET_SECONDS = 10.0


class _Bell:
    """What this process knows of Redis: how often it failed, and until when it is left alone."""

    failed = 0
    quiet_until = 0.0
    client: redis.Redis | None = None


def after_commit() -> None:
    """Send the wake-up once the surrounding transaction has committed; a failure to send is counted and swallowed."""
    transaction.on_commit(ring, robust=True)


def failures() -> int:
    """How many wake-ups this process could not send; ``/healthz`` may show it."""
    return _Bell.failed


def ring() -> None:
    """Send the wake-up now, unless one lies there already."""
    if not getattr(settings, "ENGINE_WAKES", True) or time.monotonic() < _Bell.quiet_until:
        return
    try:
        if _client().set(_mark(), "1", nx=True, ex=MARK_SECONDS):
            current_app.send_task("engine.jobs.wake", retry=False, ignore_result=True, expires=LIFETIME_SECONDS)
    except Exception as problem:  # noqa: BLE001 - PostgreSQL holds the work, Redis is only the bell
        _Bell.failed += 1
        _Bell.quiet_until = time.monotonic() + QUIET_SECONDS
        log.info("no wake-up sent: %s", type(problem).__name__)


def heard() -> None:
    """Clear the mark before looking for work."""
    if time.monotonic() < _Bell.quiet_until:
        return
    with contextlib.suppress(redis.RedisError):
        _client().delete(_mark())


def _client() -> redis.Redis:
    if _Bell.client is None:
        _Bell.client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
    return _Bell.client


def _mark() -> str:
    options = getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {})
    return f"{options.get('global_keyprefix', '')}engine:woken"
