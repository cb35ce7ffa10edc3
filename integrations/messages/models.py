"""The fake gateway's tray: in the demo and in tests, messages end here instead of at a phone or mailbox."""

from django.db import models


class FakeMessage(models.Model):
    """A message as it would have gone out; the same key twice is one message."""

    to = models.CharField(max_length=254)
    channel = models.CharField(max_length=4)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    key = models.CharField(max_length=120, unique=True)
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return f"{self.channel} {self.to}"
