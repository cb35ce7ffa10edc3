"""Times at which a process starts by itself; ``engine.models`` re-exports this."""

from __future__ import annotations

from django.db import models

from engine.definition_models import ProcessVersion


class StartTimer(models.Model):
    """A start event's next time, of the live version only; ``remaining`` is None for ever, ``rule`` the repetition."""

    version = models.ForeignKey(ProcessVersion, on_delete=models.CASCADE, related_name="start_timers")
    element_id = models.TextField()
    due_at = models.DateTimeField(db_index=True)
    remaining = models.PositiveIntegerField(null=True, default=1)
    rule = models.TextField(blank=True)
    #: How often starting failed, and when it is tried again.
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        """Lives in the engine app."""

        app_label = "engine"

    def __str__(self) -> str:
        """Element and time."""
        return f"{self.element_id} {self.due_at}"
