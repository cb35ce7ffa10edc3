"""What the work inbox keeps: open and past work items, who may take them, drafts, and what was done with items.

Only this app writes these tables: the engine reports to ``worklist``, people act through ``assignment``,
``completion``, ``starting`` and ``drafts``. The counts are kept by triggers (migration ``0005_counted_by_row``).
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q


class AccessSet(models.Model):
    """One combination of candidate groups; items with the same groups share it, so that a page merges few lists."""

    digest = models.BinaryField(max_length=16, unique=True)

    def __str__(self) -> str:
        """The groups, sorted."""
        return ", ".join(self.groups.order_by("group").values_list("group", flat=True))


class AccessSetGroup(models.Model):
    """A group of a set: ``person:<uuid>``, ``link:<uuid>``, ``org:<uuid>:<role>`` or ``role:<role>``."""

    access_set = models.ForeignKey(AccessSet, models.CASCADE, related_name="groups")
    group = models.CharField(max_length=100)

    class Meta:
        """Sets are found by their groups."""

        constraints = [models.UniqueConstraint(fields=["group", "access_set"], name="a_group_is_named_once_in_a_set")]

    def __str__(self) -> str:
        """The group."""
        return self.group


class ItemState(models.TextChoices):
    """An item is open until the engine says that its task is closed."""

    OPEN = "open"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class WorkItem(models.Model):
    """An open or past user task; the id is the engine's task id.

    ``list_at`` orders the inbox: the due time, or the end of time. ``not_by`` may not act (separation of duties);
    ``offices`` are the organisations of the case, whose supervisors oversee it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    instance_id = models.UUIDField()
    root_id = models.UUIDField()
    process_id = models.CharField(max_length=100)
    version_id = models.UUIDField()
    version_number = models.PositiveIntegerField()
    case_number = models.CharField(max_length=40)
    title = models.CharField(max_length=300, blank=True)
    element_id = models.CharField(max_length=200)
    name_ko = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    role = models.CharField(max_length=100, blank=True)
    form_id = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.OPEN)
    # No index and no check of its own: sets are never deleted, and the lists have theirs.
    access_set = models.ForeignKey(AccessSet, models.PROTECT, related_name="items", db_index=False, db_constraint=False)
    assignee_id = models.UUIDField(null=True, blank=True)
    not_by = ArrayField(models.UUIDField(), default=list, blank=True)
    offices = ArrayField(models.UUIDField(), default=list, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    follow_up_at = models.DateTimeField(null=True, blank=True)
    reminder_at = models.DateTimeField(null=True, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True)
    list_at = models.DateTimeField()
    priority = models.SmallIntegerField(default=50)
    stops_clock = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.UUIDField(null=True, blank=True)
    completed_for = models.UUIDField(null=True, blank=True)
    search_text = models.TextField(blank=True)

    class Meta:
        """Each list of the inbox has its index; what is closed costs the open lists nothing."""

        indexes = [
            models.Index(
                fields=["access_set", "list_at", "id"],
                name="item_team",
                condition=Q(state="open", assignee_id__isnull=True),
            ),
            models.Index(
                fields=["access_set", "process_id", "list_at", "id"],
                name="item_team_process",
                condition=Q(state="open", assignee_id__isnull=True),
            ),
            models.Index(fields=["assignee_id", "list_at", "id"], name="item_mine", condition=Q(state="open")),
            models.Index(
                fields=["completed_by", "-closed_at", "-id"], name="item_done", condition=Q(state="completed")
            ),
            models.Index(fields=["root_id", "opened_at"], name="item_family"),
            models.Index(
                fields=["reminder_at"],
                name="item_reminder",
                condition=Q(state="open", reminded_at__isnull=True, reminder_at__isnull=False),
            ),
            models.Index(
                fields=["due_at"],
                name="item_overdue",
                condition=Q(state="open", escalated_at__isnull=True, due_at__isnull=False),
            ),
            GinIndex(fields=["not_by"], name="item_barred", condition=Q(state="open", assignee_id__isnull=True)),
        ]

    def __str__(self) -> str:
        """The case and the step."""
        return f"{self.case_number} {self.name_ko}"


class CaseText(models.Model):
    """What a running case is found by, in letters (``searching``): trigrams cost too much to be made for each item."""

    instance_id = models.UUIDField(primary_key=True, editable=False)
    root_id = models.UUIDField()
    text = models.TextField()

    class Meta:
        """Found by any part of the text."""

        # Without the pending list of fastupdate, which every search would have to walk through.
        indexes = [GinIndex(OpClass("text", name="gin_trgm_ops"), name="case_text_search", fastupdate=False)]

    def __str__(self) -> str:
        """The text."""
        return self.text


class StepText(models.Model):
    """A name of a step that ever lay in the inbox, in letters: few, so that no index is needed to look into them."""

    text = models.TextField(unique=True)

    def __str__(self) -> str:
        """The text."""
        return self.text


class ItemEvent(models.Model):
    """Something done with an item beside opening and closing it; append-only."""

    class Kind(models.TextChoices):
        """What was done."""

        CLAIMED = "claimed"
        RETURNED = "returned"
        REASSIGNED = "reassigned"
        REMINDED = "reminded"
        ESCALATED = "escalated"

    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True, blank=True)
    to_id = models.UUIDField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        """Read with their item, in order."""

        ordering = ["at", "id"]

    def __str__(self) -> str:
        """What and when."""
        return f"{self.kind} {self.at}"


class OpenCount(models.Model):
    """How many items of a set (unassigned) or of a person are open in a process, as of the last folding."""

    holder = models.CharField(max_length=40)
    process_id = models.CharField(max_length=100)
    open = models.BigIntegerField(default=0)

    class Meta:
        """``holder`` is ``s<access set id>`` or ``a<assignee>``."""

        constraints = [models.UniqueConstraint(fields=["holder", "process_id"], name="one_count_a_holder_and_process")]

    def __str__(self) -> str:
        """Holder, process and number."""
        return f"{self.holder} {self.process_id}: {self.open}"


class OpenCountDelta(models.Model):
    """A change of an open count, written by the trigger with the items; added in when counts are read, then folded.

    Folded each minute, the table stays so small that its rows are found without any index; it has none, not even of
    its key, since every completion would pay for it.
    """

    holder = models.CharField(max_length=40)
    process_id = models.CharField(max_length=100)
    change = models.IntegerField()

    def __str__(self) -> str:
        """Holder, process and change."""
        return f"{self.holder} {self.process_id}: {self.change:+}"


class Draft(models.Model):
    """What somebody has filled in so far, for an item or a start form; of sealed values only the reference."""

    subject = models.CharField(max_length=140)
    owner_id = models.UUIDField()
    answers = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        """``subject`` is ``item:<uuid>`` or ``start:<process>``; one draft a subject and person."""

        constraints = [models.UniqueConstraint(fields=["subject", "owner_id"], name="one_draft_a_subject_and_person")]
        indexes = [models.Index(fields=["saved_at"], name="draft_saved")]

    def __str__(self) -> str:
        """Of what and whose."""
        return f"{self.subject} {self.owner_id}"


class StartSubmission(models.Model):
    """A start form that was handed in; the same submission again gives the same case."""

    id = models.UUIDField(primary_key=True, editable=False)
    process_id = models.CharField(max_length=100)
    instance_id = models.UUIDField()
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        """Found by its case when the case is let go."""

        indexes = [models.Index(fields=["instance_id"], name="submission_of")]

    def __str__(self) -> str:
        """Process and case."""
        return f"{self.process_id} {self.instance_id}"
