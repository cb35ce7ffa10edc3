"""Messages that wait for somebody to wait for them, and what became of those nobody took; ``engine.models`` re-exports
these.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models


class Message(models.Model):
    """A message that waits for somebody to wait for it, until it expires; kept afterwards where it carries an id."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    name = models.TextField()
    key = models.TextField(null=True)  # noqa: DJ001 - no key is not an empty key
    payload = models.BinaryField()
    message_id = models.TextField(null=True, unique=True)  # noqa: DJ001 - many messages carry none
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    delivered_to = models.JSONField(default=list)
    is_open = models.BooleanField(default=True)
    #: How often delivering it failed, when that is tried again, and whether a supervisor is asked instead.
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    retry_at = models.DateTimeField(null=True)
    parked = models.BooleanField(default=False, db_default=False)

    class Meta:
        """Found by who begins to wait, and by their end."""

        app_label = "engine"
        indexes = [
            models.Index(fields=["name", "key"], condition=models.Q(is_open=True), name="engine_message_open"),
            models.Index(fields=["expires_at"], name="engine_message_expires"),
        ]

    def __str__(self) -> str:
        """Name and key."""
        return f"{self.name} {self.key or ''}"


class MessageExpiry(models.Model):
    """How many messages of a name nobody took in their time, by the day (Asia/Seoul) on which they were let go."""

    name = models.TextField()
    day = models.DateField()
    count = models.PositiveIntegerField()

    class Meta:
        """One row a name and day."""

        app_label = "engine"
        constraints = [models.UniqueConstraint(fields=["name", "day"], name="engine_message_expiry")]

    def __str__(self) -> str:
        """Name and day."""
        return f"{self.name} {self.day}"
