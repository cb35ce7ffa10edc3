"""Reading about support: an application by its case, what holds of it, evaluators by their open load."""

from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from records.organisations import queries as organisations
from records.people.models import Person
from records.support.codes import OPEN_STATES, ApplicationState, ObjectionState
from records.support.models import Evaluation, Objection, SupportApplication, SupportDecision
from records.support.sanctioning import is_suspended

__all__ = [
    "NobodyEvaluates",
    "application",
    "by_case_number",
    "decision_of",
    "evaluation_of_instance",
    "evaluator_with_least_load",
    "has_open_application",
    "has_overlapping_support",
    "is_suspended",
    "of_applicant",
    "of_branch",
    "of_instance",
    "open_objection",
]


class NobodyEvaluates(Exception):
    """The branch office has no evaluator on that day."""

    def __init__(self, branch_id: UUID) -> None:
        super().__init__(str(branch_id))
        self.branch_id = branch_id


def of_instance(instance_id: UUID) -> SupportApplication:
    """The application of a case; raises SupportApplication.DoesNotExist."""
    return _applications().get(instance_id=instance_id)


def application(application_id: UUID) -> SupportApplication:
    """The application of that id; raises SupportApplication.DoesNotExist."""
    return _applications().get(pk=application_id)


def by_case_number(case_number: str) -> SupportApplication | None:
    """The application of that number, however it is written in case and space; None if there is none."""
    return _applications().filter(case_number=case_number.strip().upper()).first()


def of_applicant(person_id: UUID) -> list[SupportApplication]:
    """A worker's applications, the newest first."""
    return list(_applications().filter(applicant_id=person_id).order_by("-filed_at"))


def of_branch(branch_id: UUID, state: str | None = None) -> list[SupportApplication]:
    """A branch office's applications in a state or in all, the newest first."""
    found = _applications().filter(branch_id=branch_id)
    return list((found.filter(state=state) if state else found).order_by("-filed_at"))


def decision_of(application_id: UUID) -> SupportDecision | None:
    """The decision that holds of an application, if any."""
    return SupportDecision.objects.filter(application_id=application_id, superseded_at=None).first()


def open_objection(application_id: UUID) -> Objection | None:
    """The objection under review of an application, if any."""
    return Objection.objects.filter(decision__application_id=application_id, state=ObjectionState.FILED).first()


def evaluation_of_instance(instance_id: UUID) -> Evaluation:
    """The evaluation of a case; raises Evaluation.DoesNotExist."""
    return Evaluation.objects.select_related("worker", "workplace", "branch", "evaluator").get(instance_id=instance_id)


def has_overlapping_support(person_id: UUID, start: date, end: date) -> bool:
    """Whether an approved support of the worker covers a day of the span."""
    standing = [ApplicationState.APPROVED, ApplicationState.IN_SERVICE]
    return SupportDecision.objects.filter(
        superseded_at=None,
        application__state__in=standing,
        application__applicant_id=person_id,
        start_date__lte=end,
        end_date__gte=start,
    ).exists()


def has_open_application(person_id: UUID, besides: UUID | None = None) -> bool:
    """Whether an application of the worker is under way, besides the given one."""
    found = SupportApplication.objects.filter(applicant_id=person_id, state__in=OPEN_STATES)
    return (found.exclude(pk=besides) if besides else found).exists()


def evaluator_with_least_load(branch_id: UUID, on: date) -> Person:
    """The evaluator of the branch with the fewest open evaluations, by name among equals; raises NobodyEvaluates."""
    members = [person.pk for person in organisations.members(branch_id, "evaluator", on)]
    open_ones = Count("evaluations_made", filter=Q(evaluations_made__closed_at=None))
    people = Person.objects.filter(pk__in=members).annotate(load=open_ones)
    chosen = people.order_by("load", "name_ko", "pk").first()
    if chosen is None:
        raise NobodyEvaluates(branch_id)
    return chosen


def _applications() -> QuerySet[SupportApplication]:
    return SupportApplication.objects.select_related("applicant", "workplace", "branch")
