"""Tells the workers, after the commit, that there is work; without Redis their pollers find it within seconds."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.db import transaction

log = logging.getLogger("engine.waking")
LIFETIME = timedelta(seconds=30)
_failed = [0]


def after_commit() -> None:
    """Send the wake-up once the surrounding transaction has committed; a failure to send is counted and swallowed."""
    transaction.on_commit(_send, robust=True)


def failures() -> int:
    """How many wake-ups this process could not send; ``/healthz`` may show it."""
    return _failed[0]


def _send() -> None:
    if not getattr(settings, "ENGINE_WAKES", True):
        return
    try:
        current_app.send_task("engine.jobs.wake", retry=False, ignore_result=True, expires=LIFETIME.total_seconds())
    except Exception as problem:  # noqa: BLE001 - PostgreSQL holds the work, Redis is only the bell
        _failed[0] += 1
        log.info("no wake-up sent: %s", type(problem).__name__)
