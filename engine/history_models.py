"""History and figures: append-only events by month, and what each step cost in time; ``engine.models`` re-exports
these.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class InstanceEvent(models.Model):
    """One thing that happened; partitioned by month of ``at``, never changed. Names of data only, never values."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    root_id = models.UUIDField()
    instance_id = models.UUIDField()
    version_id = models.UUIDField()
    kind = models.TextField()
    element_id = models.TextField(blank=True)
    task_id = models.UUIDField(null=True)
    actor_kind = models.TextField()
    actor_id = models.UUIDField()
    on_behalf_of = models.UUIDField(null=True)
    capacity = models.TextField(blank=True)
    form_id = models.TextField(blank=True)
    data_names = ArrayField(models.TextField(), default=list)
    detail = models.JSONField(default=dict)

    class Meta:
        """The table is made by hand (partitions)."""

        app_label = "engine"
        managed = False
        db_table = "engine_instanceevent"

    def __str__(self) -> str:
        """Kind and element."""
        return f"{self.kind} {self.element_id}"


class StepDelta(models.Model):
    """What one step added to the figures; folded into ``StepDaily`` each minute, so that no counter row is hot."""

    process_id = models.TextField()
    element_id = models.TextField()
    day = models.DateField()
    outcome = models.TextField()
    seconds = models.FloatField()
    bucket = models.PositiveSmallIntegerField()

    class Meta:
        """Append-only and small."""

        app_label = "engine"

    def __str__(self) -> str:
        """The element."""
        return self.element_id


class StepDaily(models.Model):
    """Figures of a day: how many ended, how long they took, as a histogram that can be merged."""

    process_id = models.TextField()
    element_id = models.TextField()
    day = models.DateField()
    outcome = models.TextField()
    count = models.PositiveIntegerField()
    seconds = models.FloatField()
    histogram = ArrayField(models.PositiveIntegerField())

    class Meta:
        """One row a day, element and outcome."""

        app_label = "engine"
        constraints = [
            models.UniqueConstraint(fields=["process_id", "element_id", "day", "outcome"], name="engine_step_daily")
        ]

    def __str__(self) -> str:
        """Element and day."""
        return f"{self.element_id} {self.day}"
