"""Files the programme keeps: what they are and where their encrypted bytes lie; the bytes are not in the database."""

from uuid import uuid4

from django.db import models


class Document(models.Model):
    """A stored file. Unattached ones are orphans after a day (an upload whose form was never sent)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=60, blank=True)
    instance_id = models.UUIDField(null=True, blank=True, db_index=True)
    attached = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.UUIDField()
    created_for = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="document_unattached", condition=models.Q(attached=False))]

    def __str__(self) -> str:
        return self.title or self.name


class DocumentReader(models.Model):
    """Beside its author, who may read a document: a person, a link, or everybody who holds a role (its group name)."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="readers")
    group = models.CharField(max_length=90)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "group"], name="a_reader_is_named_once")]

    def __str__(self) -> str:
        return f"{self.document_id} → {self.group}"
