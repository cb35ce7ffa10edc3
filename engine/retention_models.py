"""What retention keeps: its rules, what must not be deleted, the figures of what was, and a line for each run.

``engine.models`` re-exports these.
"""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models


class RetentionRule(models.Model):
    """How many days after their end the cases of a process are kept; None keeps them for ever.

    Rows are only added: the newest of a process holds, the older ones tell who had decided what.
    """

    process_id = models.TextField()
    days = models.PositiveIntegerField(null=True)
    reason = models.TextField()
    set_at = models.DateTimeField()
    set_by_kind = models.TextField()
    set_by = models.UUIDField()

    class Meta:
        """The newest of a process is looked for."""

        app_label = "engine"
        indexes = [models.Index(fields=["process_id", "-id"])]

    def __str__(self) -> str:
        """Process and days."""
        return f"{self.process_id}: {self.days}"


class LegalHold(models.Model):
    """Why a family must not be deleted, from when until when; the foreign key alone keeps a held case in the database.

    ``instance`` is the case that was named, ``root`` its outermost one: a hold is on all of its family.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    instance = models.ForeignKey("engine.ProcessInstance", on_delete=models.PROTECT, related_name="+")
    root = models.ForeignKey("engine.ProcessInstance", on_delete=models.PROTECT, related_name="holds")
    reason = models.TextField()
    set_at = models.DateTimeField()
    set_by_kind = models.TextField()
    set_by = models.UUIDField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by_kind = models.TextField(blank=True)
    lifted_by = models.UUIDField(null=True)
    lift_reason = models.TextField(blank=True)

    class Meta:
        """One hold an instance at a time."""

        app_label = "engine"
        constraints = [
            models.UniqueConstraint(
                fields=["instance"], condition=models.Q(lifted_at=None), name="engine_one_hold_an_instance"
            )
        ]

    def __str__(self) -> str:
        """The reason."""
        return self.reason


class StepLetGo(models.Model):
    """The figures of the history that retention has deleted, so that a day's figures stay provable: a day in
    ``StepDaily`` is always the history that is there plus what stands here.
    """

    process_id = models.TextField()
    element_id = models.TextField()
    day = models.DateField()
    outcome = models.TextField()
    count = models.PositiveIntegerField()
    seconds = models.FloatField()
    histogram = ArrayField(models.PositiveIntegerField())

    class Meta:
        """One row a day, element and outcome, as in ``StepDaily``."""

        app_label = "engine"
        constraints = [
            models.UniqueConstraint(fields=["process_id", "element_id", "day", "outcome"], name="engine_step_let_go")
        ]

    def __str__(self) -> str:
        """Element and day."""
        return f"{self.element_id} {self.day}"


class RetentionRun(models.Model):
    """One run that deleted something, as the register of destruction wants it: when, how many, of which processes.

    ``months`` are the partitions it meant to drop, ``dropped`` those it did; without ``ended_at`` it was interrupted.
    """

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    families = models.PositiveIntegerField(default=0)
    instances = models.PositiveIntegerField(default=0)
    by_process = models.JSONField(default=dict)
    months = ArrayField(models.TextField(), default=list)
    dropped = ArrayField(models.TextField(), default=list)

    class Meta:
        """Lives in the engine app."""

        app_label = "engine"

    def __str__(self) -> str:
        """When."""
        return f"{self.began_at}"
