"""The work-support evaluation (방문평가): the visit, the job tasks seen there, what follows from them."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from records.organisations.models import Organisation, Workplace
from records.people.models import Person
from records.support.codes import EvaluationState, SupportType, TaskCategory


class Evaluation(models.Model):
    """One evaluation of one worker at one workplace; `application` is empty for a re-evaluation on its own."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    instance_id = models.UUIDField(unique=True)
    application = models.ForeignKey(
        "records.SupportApplication", models.PROTECT, null=True, blank=True, related_name="evaluations"
    )
    worker = models.ForeignKey(Person, models.PROTECT, related_name="evaluations")
    workplace = models.ForeignKey(Workplace, models.PROTECT, related_name="evaluations")
    branch = models.ForeignKey(Organisation, models.PROTECT, related_name="evaluations")
    evaluator = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="evaluations_made")
    state = models.CharField(max_length=12, choices=EvaluationState, default=EvaluationState.OPEN)
    opened_at = models.DateTimeField()
    proposed_dates = ArrayField(models.DateTimeField(), default=list, blank=True)
    visit_at = models.DateTimeField(null=True, blank=True)
    visited_at = models.DateTimeField(null=True, blank=True)
    employer_opinion = models.TextField(blank=True)
    recommended_type = models.CharField(max_length=24, choices=SupportType, blank=True)
    recommended_minutes_week = models.PositiveSmallIntegerField(null=True, blank=True)
    recommended_concurrency = models.PositiveSmallIntegerField(null=True, blank=True)
    device_referral = models.BooleanField(default=False)
    confirmed_type = models.CharField(max_length=24, choices=SupportType, blank=True)
    confirmed_minutes_week = models.PositiveSmallIntegerField(null=True, blank=True)
    confirmed_concurrency = models.PositiveSmallIntegerField(null=True, blank=True)
    deviation_reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["evaluator"], name="evaluation_load", condition=Q(closed_at__isnull=True))]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="CONFIRMED")
                | (~Q(confirmed_type="") & Q(confirmed_minutes_week__isnull=False) & Q(closed_at__isnull=False)),
                name="a_confirmed_evaluation_has_a_result",
            ),
            models.CheckConstraint(
                condition=~Q(state="CONFIRMED")
                | Q(
                    confirmed_type=F("recommended_type"),
                    confirmed_minutes_week=F("recommended_minutes_week"),
                    confirmed_concurrency=F("recommended_concurrency"),
                )
                | ~Q(deviation_reason=""),
                name="a_deviation_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.state}"


class EvaluationTask(models.Model):
    """One job task of the visit sheet; `recognised_minutes` (weekly) is what the evaluator accepts of it."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=10, choices=TaskCategory)
    weekly_minutes = models.PositiveSmallIntegerField()
    barrier = models.CharField(max_length=500, blank=True)
    solvable_by_device = models.BooleanField(default=False)
    recognised_minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "position"], name="a_task_has_its_place"),
            models.CheckConstraint(
                condition=Q(recognised_minutes__lte=F("weekly_minutes")), name="no_more_is_recognised_than_done"
            ),
        ]

    def __str__(self) -> str:
        return self.name
