"""What the engine keeps: versions and drafts, instances with their open waits, jobs, incidents, and history.

State is one ``bytea`` an instance (see ``engine.spiff.codec``), never jsonb: parent-before-child order would be lost.
Rows beside it
(timers, subscriptions, jobs, open steps) are written in the step's transaction from the same state.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from engine.definition_models import Draft, DraftFile, ProcessVersion, VersionFile
from engine.history_models import InstanceEvent, StepDaily, StepDelta
from engine.operation_models import Batch, BatchItem, MigrationUndo, VariableChange
from engine.retention_models import LegalHold, RetentionRule, RetentionRun, StepLetGo
from engine.start_models import StartTimer
from engine.waiting_models import Message, MessageExpiry

__all__ = [
    "Batch",
    "BatchItem",
    "CaseCounter",
    "ClockOffset",
    "Draft",
    "DraftFile",
    "Incident",
    "InstanceEvent",
    "Job",
    "LegalHold",
    "Message",
    "MessageExpiry",
    "MigrationUndo",
    "OpenStep",
    "Participant",
    "ProcessInstance",
    "ProcessVersion",
    "RetentionRule",
    "RetentionRun",
    "StartTimer",
    "StepDaily",
    "StepDelta",
    "StepLetGo",
    "Subscription",
    "Timer",
    "VariableChange",
    "VersionFile",
]


class ProcessInstance(models.Model):
    """One case of a process; ``root`` is the outermost caller (itself where nobody called it)."""

    class Status(models.TextChoices):
        """Running also while it has incidents; those are rows of their own."""

        RUNNING = "running"
        COMPLETED = "completed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid4)
    version = models.ForeignKey(ProcessVersion, on_delete=models.PROTECT, related_name="instances")
    process_id = models.TextField()
    root = models.ForeignKey("self", on_delete=models.PROTECT, related_name="family")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    parent_task_id = models.UUIDField(null=True)
    depth = models.PositiveSmallIntegerField(default=0)
    case_number = models.TextField(unique=True)
    title = models.TextField(blank=True)
    status = models.TextField(choices=Status, default=Status.RUNNING)
    state = models.BinaryField()
    started_at = models.DateTimeField()
    started_by = models.UUIDField()
    #: Since when the whole family rests; its status stays running, so that lists and their indexes stay as they are.
    suspended_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_event = models.TextField(blank=True)
    cancel_reason = models.TextField(blank=True)

    class Meta:
        """Lists go by process and time; the family is locked by its root."""

        indexes = [
            models.Index(fields=["process_id", "status", "-started_at"]),
            models.Index(fields=["version"], condition=models.Q(status="running"), name="engine_instance_live"),
            models.Index(
                fields=["root"], condition=models.Q(suspended_at__isnull=False), name="engine_instance_suspended"
            ),
            models.Index(
                fields=["process_id", "ended_at"],
                condition=models.Q(ended_at__isnull=False, parent=None),
                name="engine_instance_ended",
            ),
        ]

    def __str__(self) -> str:
        """The case number people know."""
        return self.case_number


class CaseCounter(models.Model):
    """The last number given for a prefix and a year."""

    prefix = models.TextField()
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        """One counter for each prefix and year."""

        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="engine_case_counter")]

    def __str__(self) -> str:
        """The number as people see it."""
        return f"{self.prefix}-{self.year}-{self.last:06d}"


class Participant(models.Model):
    """Who held a role of an instance from when until when; at most one current holder a role."""

    instance = models.ForeignKey(ProcessInstance, on_delete=models.CASCADE, related_name="participants")
    role = models.TextField()
    kind = models.TextField()
    ref = models.UUIDField()
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        """The database holds the rule of one current holder."""

        constraints = [
            models.UniqueConstraint(
                fields=["instance", "role"], condition=models.Q(until_at=None), name="engine_one_current_holder"
            )
        ]
        indexes = [models.Index(fields=["ref"], condition=models.Q(until_at=None), name="engine_participant_current")]

    def __str__(self) -> str:
        """Role and holder."""
        return f"{self.role}: {self.kind} {self.ref}"


class Timer(models.Model):
    """A timer that an open token waits for; the row goes with the token."""

    task_id = models.UUIDField(primary_key=True)
    instance = models.ForeignKey(ProcessInstance, on_delete=models.CASCADE, related_name="timers")
    element_id = models.TextField()
    due_at = models.DateTimeField()
    #: How often firing it failed, when that is tried again, and whether an incident waits for a supervisor instead.
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    retry_at = models.DateTimeField(null=True)
    parked = models.BooleanField(default=False, db_default=False)

    class Meta:
        """Found in the order they come due; those of one moment in the order they were set."""

        indexes = [models.Index(fields=["due_at", "task_id"], name="engine_timer_due")]

    def __str__(self) -> str:
        """Element and time."""
        return f"{self.element_id} {self.due_at}"


class Subscription(models.Model):
    """A wait for a message (by name and key) or a signal (by name)."""

    task_id = models.UUIDField(primary_key=True)
    instance = models.ForeignKey(ProcessInstance, on_delete=models.CASCADE, related_name="subscriptions")
    element_id = models.TextField()
    kind = models.TextField()
    name = models.TextField()
    key = models.TextField(null=True)  # noqa: DJ001 - a message without a key is not one with an empty key
    created_at = models.DateTimeField()

    class Meta:
        """Found by what is delivered."""

        indexes = [models.Index(fields=["name", "key", "created_at"])]

    def __str__(self) -> str:
        """Name and key."""
        return f"{self.name} {self.key or ''}"


class Job(models.Model):
    """Work to do outside a step: an ``@outside`` call, work for an outside worker, a message to deliver, or work in the
    background that belongs to no case.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    instance = models.ForeignKey(ProcessInstance, on_delete=models.CASCADE, related_name="jobs", null=True)
    task_id = models.UUIDField(null=True, db_index=True)
    element_id = models.TextField(blank=True)
    kind = models.TextField()
    type = models.TextField()
    idempotency_key = models.TextField(unique=True)
    payload = models.BinaryField()
    retries = models.PositiveSmallIntegerField(default=3)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    lease_ends_at = models.DateTimeField(null=True)
    lease_id = models.UUIDField(null=True)
    last_error = models.TextField(blank=True)
    #: Nobody tries it any more until a supervisor says so.
    parked = models.BooleanField(default=False, db_default=False)

    class Meta:
        """Claimed in the order they are due; what is leased or parked is in nobody's way."""

        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=~models.Q(kind="external") & models.Q(lease_ends_at=None, parked=False),
                name="engine_job_free",
            ),
            models.Index(
                fields=["type", "due_at", "id"], condition=models.Q(kind="external"), name="engine_job_external"
            ),
            models.Index(
                fields=["lease_ends_at"], condition=models.Q(lease_ends_at__isnull=False), name="engine_job_leased"
            ),
        ]

    def __str__(self) -> str:
        """Type and key."""
        return f"{self.type} {self.idempotency_key}"


class Incident(models.Model):
    """Something that failed and waits for a supervisor; ``message`` never holds data of the case."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    instance = models.ForeignKey(ProcessInstance, on_delete=models.CASCADE, related_name="incidents")
    task_id = models.UUIDField(null=True)
    element_id = models.TextField(blank=True)
    kind = models.TextField()
    message = models.TextField()
    opened_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    #: The timer, message or job that failed too often, where no token is stuck. Resolved with it by the database.
    parked_id = models.UUIDField(null=True)

    class Meta:
        """Lists show the open ones."""

        indexes = [
            models.Index(
                fields=["parked_id"], condition=models.Q(parked_id__isnull=False), name="engine_incident_parked"
            ),
            models.Index(fields=["instance"], condition=models.Q(resolved_at=None), name="engine_incident_open"),
        ]

    def __str__(self) -> str:
        """Kind and element."""
        return f"{self.kind} at {self.element_id}"


class OpenStep(models.Model):
    """A step that waits: what supervisors count on the diagram. ``kind`` is user, call, job, event, multi or scope."""

    task_id = models.UUIDField(primary_key=True)
    # Not checked by the database: it is written and taken away under the instance's lock.
    instance = models.ForeignKey(
        ProcessInstance, on_delete=models.CASCADE, related_name="open_steps", db_constraint=False
    )
    process_id = models.TextField()
    element_id = models.TextField()
    kind = models.TextField()
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)

    class Meta:
        """Counted by process and element."""

        indexes = [models.Index(fields=["process_id", "element_id", "opened_at"])]

    def __str__(self) -> str:
        """The element."""
        return self.element_id


class ClockOffset(models.Model):
    """How far the engine's clock is moved against PostgreSQL's; one row, only demo and tests may write it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    offset_seconds = models.FloatField(default=0)

    def __str__(self) -> str:
        """The offset."""
        return f"{self.offset_seconds:+} s"
