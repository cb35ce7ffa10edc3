"""What the web room itself must remember: who is signed in from where."""

import uuid

from django.conf import settings
from django.db import models


class OpenSession(models.Model):
    """One sign-in of one account, so that people can see where they are signed in and end it from elsewhere.

    The session's own data lie in Django's table; this row ends when that one does. Rows are kept after their end: they
    are part of the access log (two years, the retention job removes them).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    second_factor = models.CharField(max_length=16)
    ip_address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first, as people look for the one they just opened."""

        ordering = ("-started_at",)

    def __str__(self) -> str:
        return f"{self.account_id} since {self.started_at:%Y-%m-%d %H:%M}"
