"""What supervisors' operations keep: changed variables, batches with their items, and how to undo a migration.

The rows of an instance go with it: ``ON DELETE CASCADE`` in the database itself (made by the migration, hence
``db_constraint=False``), because retention deletes in SQL.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models


class VariableChange(models.Model):
    """One variable a supervisor changed; ``old`` and ``new`` are packed values, null where there was or is none.

    Values stand here and not in the history, so that they live exactly as long as the instance they belong to.
    """

    instance = models.ForeignKey(
        "engine.ProcessInstance", on_delete=models.CASCADE, related_name="variable_changes", db_constraint=False
    )
    at = models.DateTimeField()
    by_kind = models.TextField()
    by_id = models.UUIDField()
    reason = models.TextField()
    task_id = models.UUIDField(null=True)
    scope_element = models.TextField(blank=True)
    name = models.TextField()
    old = models.BinaryField(null=True)
    new = models.BinaryField(null=True)

    class Meta:
        """Read with the instance."""

        app_label = "engine"

    def __str__(self) -> str:
        """The name."""
        return self.name


class Batch(models.Model):
    """One operation over many instances; ``parameters`` are packed, ``is_rehearsal`` rolls each item back again."""

    class State(models.TextChoices):
        """Running until no item waits any more; cancelled leaves the rest alone."""

        RUNNING = "running"
        DONE = "done"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid4)
    kind = models.TextField()
    parameters = models.BinaryField()
    is_rehearsal = models.BooleanField(default=False)
    undoes = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="undone_by")
    reason = models.TextField()
    state = models.TextField(choices=State, default=State.RUNNING)
    made_at = models.DateTimeField()
    made_by_kind = models.TextField()
    made_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """The newest first."""

        app_label = "engine"
        indexes = [models.Index(fields=["-made_at"])]

    def __str__(self) -> str:
        """Kind and state."""
        return f"{self.kind} {self.state}"


class BatchItem(models.Model):
    """One instance of a batch; ``problem`` is the name of what refused, ``detail`` its English text without data."""

    class State(models.TextChoices):
        """Waiting until one transaction does it; skipped where nothing was to be done."""

        WAITING = "waiting"
        DONE = "done"
        SKIPPED = "skipped"
        FAILED = "failed"
        CANCELLED = "cancelled"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    instance_id = models.UUIDField()
    case_number = models.TextField()
    state = models.TextField(choices=State, default=State.WAITING)
    problem = models.TextField(blank=True)
    detail = models.TextField(blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        """Counted by batch and state; the waiting ones are taken in order."""

        app_label = "engine"
        constraints = [models.UniqueConstraint(fields=["batch", "instance_id"], name="engine_once_in_a_batch")]
        indexes = [
            models.Index(fields=["batch", "state"]),
            models.Index(fields=["id"], condition=models.Q(state="waiting"), name="engine_batch_waiting"),
        ]

    def __str__(self) -> str:
        """Case and state."""
        return f"{self.case_number} {self.state}"


class MigrationUndo(models.Model):
    """The way back of one migrated instance: its former state and rows; ``after_digest`` tells whether it moved on."""

    instance = models.OneToOneField(
        "engine.ProcessInstance",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="migration_undo",
        db_constraint=False,
    )
    from_version = models.ForeignKey("engine.ProcessVersion", on_delete=models.PROTECT, related_name="+")
    to_version = models.ForeignKey("engine.ProcessVersion", on_delete=models.PROTECT, related_name="+")
    batch_id = models.UUIDField(null=True)
    state = models.BinaryField()
    rows = models.BinaryField()
    after_digest = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        """One an instance: only the newest migration can be undone."""

        app_label = "engine"

    def __str__(self) -> str:
        """When."""
        return f"{self.at}"
