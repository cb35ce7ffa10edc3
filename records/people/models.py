"""People and those who may act for them; how they sign in is in `credentials`, what is kept sealed in `VaultEntry`."""

from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from records import validity
from records.people.codes import DisabilitySeverity, DisabilityType, Language
from records.people.credentials import (
    AccessLink,
    Account,
    ApiToken,
    FactorLock,
    OneTimeCode,
    RecoveryCode,
    Scope,
    SignInAttempt,
)

__all__ = [
    "AccessLink",
    "Account",
    "ApiToken",
    "DisabilitySeverity",
    "DisabilityType",
    "FactorLock",
    "Guardianship",
    "Language",
    "OneTimeCode",
    "Person",
    "RecoveryCode",
    "Scope",
    "SignInAttempt",
    "VaultEntry",
]


class VaultEntry(models.Model):
    """A sealed value (a resident registration number); readable only through `people.vault.reveal`, which logs it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=20)
    ciphertext = models.BinaryField()
    key_id = models.PositiveSmallIntegerField()
    blind_index = models.BinaryField(max_length=16, db_index=True)
    masked = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    created_by = models.UUIDField()

    def __str__(self) -> str:
        return self.masked


class Person(models.Model):
    """Somebody the programme knows: supported worker, assistant, guardian, staff. Of health only type and severity."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name_ko = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    resident_number = models.OneToOneField(VaultEntry, models.PROTECT, null=True, blank=True, related_name="+")
    mobile = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    region_code = models.CharField(max_length=20, blank=True)
    disability_type = models.CharField(max_length=20, choices=DisabilityType, blank=True)
    disability_severity = models.CharField(max_length=10, choices=DisabilitySeverity, blank=True)
    preferred_language = models.CharField(max_length=2, choices=Language, default=Language.KO)
    assistive_preferences = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["name_ko"], name="person_name")]

    def __str__(self) -> str:
        return self.name_ko


class Guardianship(models.Model):
    """The guardian (보호자) may act for the ward from since_date through until_date; the document is the evidence."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    guardian = models.ForeignKey(Person, models.PROTECT, related_name="guardianships")
    ward = models.ForeignKey(Person, models.PROTECT, related_name="guardians")
    since_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    evidence_document_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(guardian=F("ward")), name="guardian_is_not_the_ward"),
            ExclusionConstraint(
                name="one_guardianship_a_pair_at_a_time",
                expressions=[
                    ("guardian", RangeOperators.EQUAL),
                    ("ward", RangeOperators.EQUAL),
                    (
                        validity.days(),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} → {self.ward_id}"
