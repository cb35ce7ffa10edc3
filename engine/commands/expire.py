"""Letting messages go that nobody took in their time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from engine.clock import SEOUL

#: So long after its end a message's id is still known, so that the same message sent again does nothing.
IDS_KEPT = timedelta(days=30)
#: One batch: messages past their time are closed and counted; those without an id, or with an old one, are deleted.
#: What is parked waits for a supervisor, however long.
_SWEEP = """
    WITH over AS (
        SELECT id, name, is_open, message_id IS NULL OR expires_at <= %(forgotten)s AS goes FROM engine_message
        WHERE expires_at <= %(now)s AND NOT parked AND (is_open OR message_id IS NULL OR expires_at <= %(forgotten)s)
        ORDER BY expires_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    ), closed AS (
        UPDATE engine_message SET is_open = false, payload = ''::bytea
        WHERE id IN (SELECT id FROM over WHERE NOT goes)
    ), deleted AS (
        DELETE FROM engine_message WHERE id IN (SELECT id FROM over WHERE goes)
    ), counted AS (
        INSERT INTO engine_messageexpiry (name, day, count)
        SELECT name, %(day)s, count(*) FROM over WHERE is_open GROUP BY name
        ON CONFLICT (name, day) DO UPDATE SET count = engine_messageexpiry.count + excluded.count
    ) SELECT count(*) FROM over
"""


def sweep_messages(*, now: datetime, limit: int = 1000) -> int:
    """Let up to ``limit`` messages go, in one statement; gives how many."""
    said: dict[str, Any] = {
        "now": now,
        "forgotten": now - IDS_KEPT,
        "day": now.astimezone(SEOUL).date(),
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SWEEP, said)
        return int(cursor.fetchone()[0])
