"""Carries out the actions of a sample, on a case of today and on one that was stored long ago alike."""

from datetime import timedelta

from engine import jobs, operations, queries
from engine.feel import to_feel, to_json
from engine.models import Incident, ProcessInstance
from tests.engine.conftest import Bench


def act(case: Bench, action: list[object]) -> None:
    verb, *said = action
    VERBS[str(verb)](case, *said)


def ending(case: Bench) -> dict[str, object]:
    """How a case ended, as JSON can hold it."""
    row = case.row
    variables = to_json(queries.variables(row.id))
    family = ProcessInstance.objects.filter(root_id=row.id).order_by("depth", "case_number")
    return {
        "status": row.status,
        "end_event": row.end_event,
        "family": sorted(family.values_list("process_id", "status")),
        "variables": variables,
        "open": case.open,
    }


def complete(case: Bench, element_id: str, data: dict[str, object]) -> None:
    open_ones = [task for task in case.work.open.values() if task.element_id == element_id]
    task = min(open_ones, key=lambda one: (one.opened_at, str(one.id)))
    operations.complete(instance_id=case.work.place[task.id], task_id=task.id, data=data, by=case.by, now=case.now)


def wait(case: Bench, span: str) -> None:
    duration = {"P1D": 24, "P1DT1H": 25, "P4D": 96}[span]
    case.now += timedelta(hours=duration)
    while jobs.run_due(case.now):
        continue


def send(case: Bench, name: str, key: str | None, data: dict[str, object]) -> None:
    operations.deliver_message(name=name, key=key or case.row.case_number, data=to_feel(data), by=case.by, now=case.now)


def work(case: Bench, type: str, data: dict[str, object]) -> None:
    [job] = operations.take_jobs(type=type, limit=1, lease=timedelta(minutes=1), now=case.now)
    operations.complete_job(job=job, variables=data, by=case.by, now=case.now)


def correct(case: Bench, name: str, value: object) -> None:
    edit = operations.Edit(changes=(operations.Change(name=name, new=to_feel(value)),), reason="corrected")
    operations.set_variables(instance_id=case.row.id, edit=edit, by=case.by, now=case.now)


def retry(case: Bench) -> None:
    incident = Incident.objects.get(resolved_at=None)
    operations.retry(incident_id=incident.id, by=case.by, now=case.now)


VERBS = {"complete": complete, "wait": wait, "message": send, "worker": work, "correct": correct, "retry": retry}
