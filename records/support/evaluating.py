"""The evaluation as it goes: opened, given to an evaluator, visit set, sheet filed, result recommended, confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from records.doer import Doer
from records.events import Happening, record
from records.people.models import Person
from records.support import states
from records.support.codes import EvaluationState, SupportType, TaskCategory
from records.support.models import Evaluation, EvaluationTask


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Whose evaluation it is, where; without `application_id` it stands alone (re-evaluation)."""

    instance_id: UUID
    worker_id: UUID
    workplace_id: UUID
    branch_id: UUID
    application_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class TaskSeen:
    """One job task of the visit sheet; minutes are weekly, and a core task is recognised with none."""

    name: str
    category: str
    weekly_minutes: int
    recognised_minutes: int
    barrier: str = ""
    solvable_by_device: bool = False


@dataclass(frozen=True, kw_only=True)
class Result:
    """What an evaluation arrives at: type, minutes a week, how many workers share one assistant; why it deviates."""

    support_type: str
    minutes_week: int
    concurrency: int
    device_referral: bool = False
    deviation_reason: str = ""


class EvaluationClosed(Exception):
    """The evaluation has its result or was ended."""


class RecognisedTooMuch(Exception):
    """More minutes are recognised for a task than it takes, or any for a core task."""

    def __init__(self, task: str) -> None:
        super().__init__(task)
        self.task = task


class DateNotProposed(Exception):
    """Only one of the proposed dates can be picked."""


def open_evaluation(*, opening: Opening, by: Doer, now: datetime) -> Evaluation:
    """Open the evaluation of a case; opening the same case again returns what is there."""
    with transaction.atomic():
        there = Evaluation.objects.filter(instance_id=opening.instance_id).first()
        if there is not None:
            return there
        evaluation = Evaluation.objects.create(opened_at=now, **vars(opening))
        record("evaluation.opened", evaluation, _happening(evaluation, by, now))
        return evaluation


def assign_evaluator(*, evaluation_id: UUID, evaluator_id: UUID, by: Doer, now: datetime) -> None:
    """Give the evaluation to an evaluator, or to another one."""
    with transaction.atomic():
        evaluation = _open(evaluation_id)
        evaluation.evaluator = Person.objects.get(pk=evaluator_id)
        evaluation.save()
        happening = _happening(evaluation, by, now)
        record("evaluation.assigned", evaluation, happening, evaluator=evaluation.evaluator.name_ko)


def propose_dates(*, evaluation_id: UUID, dates: Sequence[datetime]) -> None:
    """Write the proposed visit dates, the first of which stands if none is picked."""
    with transaction.atomic():
        evaluation = _open(evaluation_id)
        evaluation.proposed_dates = list(dates)
        evaluation.save()


def set_visit(*, evaluation_id: UUID, visit_at: datetime, by: Doer, now: datetime) -> None:
    """Set the visit to one of the proposed dates; raises DateNotProposed."""
    with transaction.atomic():
        evaluation = _open(evaluation_id)
        if visit_at not in evaluation.proposed_dates:
            raise DateNotProposed
        evaluation.visit_at = visit_at
        evaluation.state = EvaluationState.VISIT_SET
        evaluation.save()
        visit = f"{visit_at.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"
        record("evaluation.visit_set", evaluation, _happening(evaluation, by, now), visit=visit)


def file_sheet(*, evaluation_id: UUID, tasks: Sequence[TaskSeen], by: Doer, now: datetime) -> int:
    """File the visit sheet, replacing a former one; returns the recognised minutes a week. Raises RecognisedTooMuch."""
    with transaction.atomic():
        evaluation = _open(evaluation_id)
        for seen in tasks:
            core = seen.category == TaskCategory.CORE
            if seen.recognised_minutes > (0 if core else seen.weekly_minutes):
                raise RecognisedTooMuch(seen.name)
        evaluation.tasks.all().delete()
        EvaluationTask.objects.bulk_create(
            EvaluationTask(evaluation=evaluation, position=position, **vars(seen))
            for position, seen in enumerate(tasks, 1)
        )
        evaluation.visited_at = now
        evaluation.save()
        minutes = sum(seen.recognised_minutes for seen in tasks)
        happening = _happening(evaluation, by, now)
        record("evaluation.sheet_filed", evaluation, happening, tasks=len(tasks), minutes=minutes)
        return minutes


def record_opinion(*, evaluation_id: UUID, opinion: str, by: Doer, now: datetime) -> None:
    """Keep the employer's opinion with the evaluation."""
    with transaction.atomic():
        evaluation = _open(evaluation_id)
        evaluation.employer_opinion = opinion.strip()
        evaluation.save()
        record("evaluation.opinion_given", evaluation, _happening(evaluation, by, now))


def recommend(*, evaluation_id: UUID, result: Result) -> None:
    """Write what the table recommends from the sheet."""
    with transaction.atomic():
        evaluation = _open(evaluation_id)
        evaluation.recommended_type = result.support_type
        evaluation.recommended_minutes_week = result.minutes_week
        evaluation.recommended_concurrency = result.concurrency
        evaluation.device_referral = result.device_referral
        evaluation.save()


def confirm(*, evaluation_id: UUID, result: Result, by: Doer, now: datetime) -> None:
    """Confirm the result; one that deviates from the recommendation needs its reason (ReasonMissing)."""
    with transaction.atomic():
        evaluation = _open(evaluation_id)
        recommended = (
            evaluation.recommended_type,
            evaluation.recommended_minutes_week,
            evaluation.recommended_concurrency,
        )
        if (result.support_type, result.minutes_week, result.concurrency) != recommended:
            states.need_reason(result.deviation_reason)
        evaluation.confirmed_type = result.support_type
        evaluation.confirmed_minutes_week = result.minutes_week
        evaluation.confirmed_concurrency = result.concurrency
        evaluation.deviation_reason = result.deviation_reason.strip()
        evaluation.state, evaluation.closed_at = EvaluationState.CONFIRMED, now
        evaluation.save()
        label = SupportType(result.support_type).label
        told = _happening(evaluation, by, now)
        record("evaluation.confirmed", evaluation, told, support_type=label, minutes_week=result.minutes_week)


def end_evaluation(*, evaluation_id: UUID, by: Doer, now: datetime) -> None:
    """End an open evaluation without a result (the application was withdrawn or cancelled)."""
    with transaction.atomic():
        evaluation = _open(evaluation_id)
        evaluation.state, evaluation.closed_at = EvaluationState.CANCELLED, now
        evaluation.save()
        record("evaluation.cancelled", evaluation, _happening(evaluation, by, now))


def _open(evaluation_id: UUID) -> Evaluation:
    evaluation = Evaluation.objects.select_for_update().get(pk=evaluation_id)
    if evaluation.closed_at is not None:
        raise EvaluationClosed
    return evaluation


def _happening(evaluation: Evaluation, by: Doer, now: datetime) -> Happening:
    return Happening(by=by, now=now, instance_id=evaluation.instance_id)
