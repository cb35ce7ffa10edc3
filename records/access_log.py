"""Who looked at whose data (접속기록, 개인정보의 안전성 확보조치 기준 제8조): each row seals the one before it.

Rows hold account or link, time, place, the person concerned and what was done; they are kept for two years at least.
"""

import contextlib
import hashlib
import hmac
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, models, transaction

_CHAIN_LOCK = 0x67796F74


class AccessLogEntry(models.Model):
    """One look at personal data. `mac` covers the row and the mac before it: a change or a gap shows."""

    at = models.DateTimeField(db_index=True)
    actor_id = models.UUIDField(db_index=True)
    ip = models.GenericIPAddressField(null=True, blank=True)
    subject_id = models.UUIDField(db_index=True)
    action = models.CharField(max_length=40)
    purpose = models.CharField(max_length=200, blank=True)
    mac = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.at} {self.action}"


_source: ContextVar[str | None] = ContextVar("source", default=None)


@contextlib.contextmanager
def coming_from(ip: str | None) -> Iterator[None]:
    """Name the address that the present request comes from; looks inside are logged with it."""
    token = _source.set(ip)
    try:
        yield
    finally:
        _source.reset(token)


@dataclass(frozen=True, kw_only=True)
class Look:
    """What is to be logged: who (actor), whose data (subject), what was done and why."""

    actor_id: UUID
    subject_id: UUID
    action: str
    purpose: str = ""


def write(look: Look, *, now: datetime) -> AccessLogEntry:
    """Append a row to the chain; waits for its turn by an advisory lock held to the end of the transaction."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
        last = AccessLogEntry.objects.order_by("-id").first()
        entry = AccessLogEntry(
            at=now,
            actor_id=look.actor_id,
            ip=_source.get(),
            subject_id=look.subject_id,
            action=look.action,
            purpose=look.purpose,
        )
        entry.mac = _mac(entry, bytes(last.mac) if last else b"")
        entry.save()
        return entry


def broken_at() -> int | None:
    """The id of the first row whose seal does not fit the row before it; None while the chain is whole."""
    previous = b""
    for entry in AccessLogEntry.objects.iterator():
        if not hmac.compare_digest(bytes(entry.mac), _mac(entry, previous)):
            return entry.pk
        previous = bytes(entry.mac)
    return None


def _mac(entry: AccessLogEntry, previous: bytes) -> bytes:
    fields = (
        entry.at.astimezone(UTC).isoformat(),
        entry.actor_id,
        entry.ip,
        entry.subject_id,
        entry.action,
        entry.purpose,
    )
    key = hashlib.sha256(b"access log" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, previous + repr([str(field) for field in fields]).encode(), hashlib.sha256).digest()
