"""What people are told: in the application always, by SMS and mail as far as they have an address."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from records.documents.models import Document
from records.people.models import AccessLink, Person


class DeliveryState(models.TextChoices):
    """How far an outside delivery has come; nothing waits for ever: after the last try it is FAILED."""

    NONE = "none", "보내지 않음"
    WAITING = "waiting", "보낼 예정"
    SENT = "sent", "보냄"
    FAILED = "failed", "보내지 못함"


class Notice(models.Model):
    """One message to one person or to the holder of one link, in both languages."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="notices")
    link = models.ForeignKey(AccessLink, models.PROTECT, null=True, blank=True, related_name="notices")
    kind = models.CharField(max_length=60)
    title_ko = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    body_ko = models.TextField()
    body_en = models.TextField()
    address_path = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    instance_id = models.UUIDField(null=True, blank=True, db_index=True)
    dedup_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    sms_state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.NONE)
    mail_state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.NONE)
    delivery_tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notice_by_person"),
            models.Index(
                fields=["next_try_at"],
                name="notice_to_deliver",
                condition=Q(sms_state="waiting") | Q(mail_state="waiting"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, link__isnull=True) | Q(person__isnull=True, link__isnull=False),
                name="notice_is_to_a_person_or_a_link",
            )
        ]

    def __str__(self) -> str:
        return self.title_ko
