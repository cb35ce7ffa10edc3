"""What the steps of an evaluation write into the records; each docstring is shown under its step."""

from engine.handlers import Call, Result, handler
from engine.participants import ParticipantSpec
from processes.evaluation import inputs
from processes.evaluation.letters import LETTERS
from processes.shared import announcing
from records.support import operations, queries


@handler("evaluation.notify")
def notify(call: Call, given: announcing.Facts) -> None:
    """Tell the people concerned: in their notices at once, by SMS and mail shortly after."""
    announcing.announce(call, LETTERS, given.facts)


@handler("evaluation.pick_evaluator")
def pick_evaluator(call: Call, given: inputs.Asked) -> Result:
    """Open the evaluation and give it to the branch's evaluator with the least open work."""
    application = queries.application(given.application_id)
    opening = _opening(call, given)
    evaluation = operations.open_evaluation(opening=opening, by=call.actor, now=call.now)
    chosen = queries.evaluator_with_least_load(application.branch_id, call.now.date())
    operations.assign_evaluator(evaluation_id=evaluation.pk, evaluator_id=chosen.pk, by=call.actor, now=call.now)
    return Result(
        variables={"evaluation_id": str(evaluation.pk), "evaluator_id": str(chosen.pk)},
        participants=[ParticipantSpec(role="evaluator", kind="person", ref=chosen.pk)],
    )


def _opening(call: Call, given: inputs.Asked) -> operations.Opening:
    application = queries.application(given.application_id)
    return operations.Opening(
        instance_id=call.instance_id,
        worker_id=application.applicant_id,
        workplace_id=application.workplace_id,
        branch_id=application.branch_id,
        application_id=application.pk,
    )


@handler("evaluation.fix_visit")
def fix_visit(call: Call, given: inputs.Visit) -> None:
    """Set the visit to the date that was picked, or to the first where nobody picked."""
    operations.propose_dates(evaluation_id=given.evaluation_id, dates=given.proposed)
    operations.set_visit(evaluation_id=given.evaluation_id, visit_at=given.visit_at, by=call.actor, now=call.now)


@handler("evaluation.record_sheet")
def record_sheet(call: Call, given: inputs.Sheet) -> None:
    """Keep the visit sheet: core tasks are recognised with nothing, no task with more than it takes."""
    tasks = [_seen(task) for task in given.job_tasks]
    operations.file_sheet(evaluation_id=given.evaluation_id, tasks=tasks, by=call.actor, now=call.now)


def _seen(task: inputs.Task) -> operations.TaskSeen:
    recognised = 0 if task.importance == "CORE" else min(task.recognised_minutes, task.weekly_minutes)
    return operations.TaskSeen(
        name=task.task_name,
        category=task.importance,
        weekly_minutes=task.weekly_minutes,
        recognised_minutes=recognised,
        barrier=task.barrier,
        solvable_by_device=task.device_solves,
    )


@handler("evaluation.record_opinion")
def record_opinion(call: Call, given: inputs.Opinion) -> None:
    """Keep the employer's opinion."""
    operations.record_opinion(evaluation_id=given.evaluation_id, opinion=given.opinion, by=call.actor, now=call.now)


@handler("evaluation.record_result")
def record_result(call: Call, given: inputs.Confirmed) -> None:
    """Keep what the table recommended and what was confirmed, with the reason where they differ."""
    score, result = vars(given.score), vars(given.result)
    operations.recommend(evaluation_id=given.evaluation_id, result=operations.Result(**score))
    confirmed = operations.Result(**result, deviation_reason=given.deviation_reason)
    operations.confirm(evaluation_id=given.evaluation_id, result=confirmed, by=call.actor, now=call.now)


@handler("evaluation.close")
def close(call: Call, given: inputs.Ending) -> None:
    """End the evaluation without a result."""
    operations.end_evaluation(evaluation_id=given.evaluation_id, by=call.actor, now=call.now)
