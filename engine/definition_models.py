"""Versions of processes and the drafts they come from; ``engine.models`` re-exports these."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ProcessVersion(models.Model):
    """A deployed bundle of a process, never changed; ``pins`` maps a called process to its version's id."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    process_id = models.TextField()
    number = models.PositiveIntegerField()
    name = models.TextField()
    digest = models.TextField()
    pins = models.JSONField(default=dict)
    start_messages = models.JSONField(default=list)
    start_signals = models.JSONField(default=list)
    case_prefix = models.TextField()
    comment = models.TextField(blank=True)
    deployed_at = models.DateTimeField()
    deployed_by = models.UUIDField()
    is_live = models.BooleanField(default=True)
    #: Since when nothing of this version is started any more.
    suspended_at = models.DateTimeField(null=True)

    class Meta:
        """Numbers count up in a process, and the same files with the same pins are one version."""

        app_label = "engine"
        constraints = [
            models.UniqueConstraint(fields=["process_id", "number"], name="engine_version_number"),
            models.UniqueConstraint(
                fields=["process_id"], condition=models.Q(is_live=True), name="engine_one_live_version"
            ),
        ]
        indexes = [models.Index(fields=["process_id", "digest"])]

    def __str__(self) -> str:
        """Process and number."""
        return f"{self.process_id} v{self.number}"


class VersionFile(models.Model):
    """One file of a version, by its path in the bundle."""

    version = models.ForeignKey(ProcessVersion, on_delete=models.CASCADE, related_name="files")
    path = models.TextField()
    content = models.BinaryField()

    class Meta:
        """A path once a version."""

        app_label = "engine"
        constraints = [models.UniqueConstraint(fields=["version", "path"], name="engine_version_file")]

    def __str__(self) -> str:
        """The path."""
        return self.path


class Draft(models.Model):
    """A bundle being edited in the studio; ``revision`` rises with every change."""

    class State(models.TextChoices):
        """Editing, handed in, approved by another person, deployed."""

        EDITING = "editing"
        SUBMITTED = "submitted"
        APPROVED = "approved"
        DEPLOYED = "deployed"

    id = models.UUIDField(primary_key=True, default=uuid4)
    process_id = models.TextField(db_index=True)
    based_on = models.ForeignKey(ProcessVersion, on_delete=models.PROTECT, null=True, related_name="drafts")
    revision = models.PositiveIntegerField(default=1)
    state = models.TextField(choices=State, default=State.EDITING)
    comment = models.TextField(blank=True)
    edited_by = models.UUIDField()
    #: Everyone whose hand is in the draft: none of them may approve it.
    editors = ArrayField(models.UUIDField(), default=list)
    edited_at = models.DateTimeField()
    submitted_by = models.UUIDField(null=True)
    approved_by = models.UUIDField(null=True)
    deployed_version = models.ForeignKey(
        ProcessVersion, on_delete=models.PROTECT, null=True, related_name="from_drafts"
    )

    class Meta:
        """Lives in the engine app."""

        app_label = "engine"

    def __str__(self) -> str:
        """Process and revision."""
        return f"{self.process_id} r{self.revision}"


class DraftFile(models.Model):
    """One file of a draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    path = models.TextField()
    content = models.BinaryField()

    class Meta:
        """A path once a draft."""

        app_label = "engine"
        constraints = [models.UniqueConstraint(fields=["draft", "path"], name="engine_draft_file")]

    def __str__(self) -> str:
        """The path."""
        return self.path
