"""The application for support and what is decided on it; the database itself guards which states may be."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from records.documents.models import Document
from records.organisations.models import Organisation, Workplace
from records.people.models import Person
from records.support.codes import (
    DECIDED_STATES,
    ApplicationState,
    ConsentKind,
    DecisionOutcome,
    ObjectionState,
    SupportType,
)
from records.support.evaluation_models import Evaluation, EvaluationTask

__all__ = [
    "AgencyWish",
    "ApplicationConsent",
    "EligibilitySuspension",
    "Evaluation",
    "EvaluationTask",
    "Objection",
    "SupportApplication",
    "SupportDecision",
    "SupportNeed",
]


class SupportApplication(models.Model):
    """One application (서비스 신청) and what lists of applications show; the form's full text stays with the case."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    instance_id = models.UUIDField(unique=True)
    case_number = models.CharField(max_length=30, unique=True)
    applicant = models.ForeignKey(Person, models.PROTECT, related_name="applications")
    filed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="filed_applications")
    workplace = models.ForeignKey(Workplace, models.PROTECT, related_name="applications")
    branch = models.ForeignKey(Organisation, models.PROTECT, related_name="applications")
    state = models.CharField(max_length=24, choices=ApplicationState, default=ApplicationState.FILED)
    wished_type = models.CharField(max_length=24, choices=SupportType, blank=True)
    wished_start_date = models.DateField(null=True, blank=True)
    wished_end_date = models.DateField(null=True, blank=True)
    contracted_hours_month = models.PositiveSmallIntegerField(null=True, blank=True)
    hourly_wage = models.PositiveIntegerField(null=True, blank=True)
    duties = models.TextField(blank=True)
    requests = models.TextField(blank=True)
    filed_at = models.DateTimeField()
    employer_consent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    supplement_requested_at = models.DateTimeField(null=True, blank=True)
    complete_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    electronic_signing = models.BooleanField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["branch", "state", "-filed_at"], name="application_by_branch"),
            models.Index(fields=["applicant", "-filed_at"], name="application_by_applicant"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED_STATES) | Q(decided_at__isnull=False),
                name="a_decided_application_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["RETURNED", "WITHDRAWN", "CANCELLED"], ended_at__isnull=False)
                | Q(state__in=["FILED", "RECEIVED", "SUPPLEMENT_REQUESTED", *DECIDED_STATES], ended_at__isnull=True),
                name="an_ended_application_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="SUPPLEMENT_REQUESTED") | Q(supplement_requested_at__isnull=False),
                name="a_requested_supplement_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.case_number


class SupportNeed(models.Model):
    """One of up to five rows of the form: an area of work where support is needed, and its minutes a day."""

    application = models.ForeignKey(SupportApplication, models.CASCADE, related_name="needs")
    position = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["application", "position"], name="a_need_has_its_place"),
            models.CheckConstraint(condition=Q(position__lte=5), name="five_needs_at_most"),
        ]

    def __str__(self) -> str:
        return self.area


class ApplicationConsent(models.Model):
    """A consent as given or refused, with the version of the text; kept until `keep_until_date` (3 years)."""

    application = models.ForeignKey(SupportApplication, models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=40, choices=ConsentKind)
    agreed = models.BooleanField()
    text_version = models.CharField(max_length=20)
    answered_at = models.DateTimeField()
    keep_until_date = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "kind"], name="a_consent_is_asked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.agreed}"


class SupportDecision(models.Model):
    """What was decided, by whom; a later decision of the same case supersedes it, and both stay."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    application = models.ForeignKey(SupportApplication, models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=10, choices=DecisionOutcome)
    support_type = models.CharField(max_length=24, choices=SupportType, blank=True)
    approved_minutes_day = models.PositiveSmallIntegerField(default=0)
    approved_minutes_week = models.PositiveSmallIntegerField(default=0)
    concurrency_allowed = models.PositiveSmallIntegerField(default=1)
    start_date = models.DateField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)
    reason = models.TextField()
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    notice_document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(superseded_at__isnull=True),
                name="one_decision_of_an_application_holds",
            ),
            models.CheckConstraint(
                condition=~Q(decision="APPROVED")
                | (
                    ~Q(support_type="")
                    & Q(approved_minutes_day__gt=0)
                    & Q(approved_minutes_week__gte=F("approved_minutes_day"))
                    & Q(start_date__isnull=False)
                    & Q(end_date__gte=F("start_date"))
                ),
                name="an_approval_says_what_it_grants",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.decision}"


class EligibilitySuspension(models.Model):
    """A stop of support after fraud (Notice Art 51②): the worker may not be supported through until_date."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    worker = models.ForeignKey(Person, models.PROTECT, related_name="suspensions")
    since_date = models.DateField()
    until_date = models.DateField()
    reason = models.TextField()
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_date__gte=F("since_date")), name="a_stop_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.since_date}–{self.until_date}"


class AgencyWish(models.Model):
    """The agencies the worker would like, in order; rank 1 is asked first."""

    decision = models.ForeignKey(SupportDecision, models.CASCADE, related_name="wishes")
    rank = models.PositiveSmallIntegerField()
    agency = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "rank"], name="a_rank_is_given_once"),
            models.UniqueConstraint(fields=["decision", "agency"], name="an_agency_is_wished_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.agency_id}"


class Objection(models.Model):
    """An objection (이의신청, 민원처리법 Art 35) against a decision; open until decided or withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    decision = models.ForeignKey(SupportDecision, models.PROTECT, related_name="objections")
    filed_by = models.UUIDField()
    filed_at = models.DateTimeField()
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=ObjectionState, default=ObjectionState.FILED)
    extended_at = models.DateTimeField(null=True, blank=True)
    outcome_reason = models.TextField(blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(state="FILED"), name="one_open_objection_a_decision"
            ),
            models.CheckConstraint(
                condition=Q(state="FILED", decided_at__isnull=True) | (~Q(state="FILED") & Q(decided_at__isnull=False)),
                name="a_decided_objection_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.state}"
