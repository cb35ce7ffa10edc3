"""The steps of a scenario: one verb each, through the engine's own door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from engine import environment, operations, queries
from engine.actors import SYSTEM
from engine.commands.deliver_message import deliver_kept, kept_and_wanted
from engine.commands.process_starts import fire_start_timer
from engine.commands.run_job import claim, run_job
from engine.feel import Value
from engine.models import Incident, Job
from engine.ports import UserTask
from engine.scenarios import answers
from engine.scenarios.dues import Dues
from engine.scenarios.world import Failed, NotAllowed, NotOpen, NotThere, World, actor_for
from engine.spiff import events, script, timing

Step = Mapping[str, Any]
REFUSALS = (
    operations.TaskNotOpen,
    operations.InstanceNotActive,
    operations.IncidentNotOpen,
    NotAllowed,
    NotOpen,
    answers.AnswersRefused,
)


#: How often things may come due within one step: a clock set far ahead over a cycle of seconds would never arrive.
_DUES = 4_000
#: What may be due at one moment, as much as a multi-instance may have elements.
_AT_ONCE = 10_000


def act(world: World, step: Step) -> None:
    """Do a step, then whatever is due without the clock moving."""
    for kind, verb in _VERBS.items():
        if kind in step:
            verb(world, step)
    settle(world)


def settle(world: World) -> None:
    """Do jobs, messages and timers that are due right now, until nothing is."""
    for _ in range(_AT_ONCE):
        due = world.due()
        worked = due.jobs and _work(world)
        given = due.messages and _give(world)
        if not (worked or given) and not _fire(world, due):
            return
    raise Failed("the scenario does not come to rest")


def _work(world: World) -> bool:
    """Do jobs that are due; False where none can be taken."""
    jobs = claim(limit=20, now=world.now, only=world.mine())
    for job in jobs:
        run_job(job=job, now=world.now)
    return bool(jobs)


def _give(world: World) -> bool:
    """Deliver kept messages to those of ours who wait for them; False where nobody does."""
    mine = world.mine()
    wanted = [line for line in kept_and_wanted(50, world.now) if line[2] in mine]
    for message_id, task_id, instance_id in wanted:
        deliver_kept(message_id=message_id, waiting=(task_id, instance_id), by=SYSTEM, now=world.now)
    return bool(wanted)


def _fire(world: World, due: Dues) -> bool:
    """Let one timer fire, a case's own before one that begins cases; False where none does."""
    if due.timer is not None:
        return operations.fire_timer(timer_id=due.timer, now=world.now)
    return due.start is not None and fire_start_timer(start_timer_id=due.start, now=world.now)


def _complete(world: World, step: Step) -> None:
    task = _task(world, str(step["complete"]), step.get("item"))
    by = actor_for(task, step.get("as"))
    place = world.work.place[task.id]
    data = answers.through_form(task, place, step.get("data") or {}, world.now)
    operations.complete(instance_id=place, task_id=task.id, data=data, by=by, now=world.now)


def _task(world: World, element_id: str, item: Any) -> UserTask:  # noqa: ANN401 - YAML
    found = [task for task in world.work.open.values() if task.element_id == element_id]
    if item is not None:
        numbers = [_number(world, task) for task in found]
        chosen = [task for task, number in zip(found, numbers, strict=True) if number == item]
        # Several tokens at one task that is no multi-instance have no numbers of their own: they count as they opened.
        found = chosen if any(numbers) else found[int(item) - 1 : int(item)]
    if not found:
        raise NotOpen(f"{element_id} is not open" if item is None else f"{element_id}, item {item}, is not open")
    return found[0]


def _number(world: World, task: UserTask) -> Any:  # noqa: ANN401 - a FEEL value
    return queries.variables(world.work.place[task.id], task.id).get("loopCounter")


def _advance(world: World, step: Step) -> None:
    try:
        until = timing.span(str(step["advance"])).after(world.now)
    except (ValueError, OverflowError):
        raise Failed("the clock cannot go that far") from None
    settle(world)
    for _ in range(_DUES):
        due = world.next_due(until)
        if due is None:
            world.now = until
            return
        world.now = max(world.now, due)
        settle(world)
    raise Failed(f"more than {_DUES} things are due until {until:%Y-%m-%d}")


def _message(world: World, step: Step) -> None:
    said = step["message"]
    said = {"name": said} if isinstance(said, str) else said
    lives = said.get("ttl")
    key = said.get("key")
    operations.deliver_message(
        name=str(said["name"]),
        key=events.text(_key(world, key)),
        data=said.get("data") or {},
        by=SYSTEM,
        now=world.now,
        time_to_live=None if lives is None else timing.span(str(lives)).after(world.now) - world.now,
    )


def _key(world: World, key: Value) -> Value:
    """A key as written; one that begins with ``=`` is FEEL over the scenario's own case (its number is new)."""
    if not isinstance(key, str) or not script.is_expression(key) or world.top is None:
        return key
    top = queries.instance(world.top)
    names = {"instance.id": str(world.top), "instance.caseNumber": top.facts.case_number, **top.variables}
    return script.compiled(script.body(key)).evaluate(names, environment.at(world.now)).value


def _signal(world: World, step: Step) -> None:
    said = step["signal"]
    said = {"name": said} if isinstance(said, str) else said
    operations.throw_signal(name=str(said["name"]), data=said.get("data") or {}, by=SYSTEM, now=world.now)


def _worker(world: World, step: Step) -> None:
    said = step["worker"]
    mine = set(Job.objects.filter(instance_id__in=world.mine(), kind="external").values_list("id", flat=True))
    taken = operations.take_jobs(type=str(said["type"]), limit=1000, lease=timedelta(0), now=world.now)
    job = next((job for job in taken if job.id in mine), None)
    if job is None:
        raise NotThere(f"no job of type {said['type']} waits")
    if "error" in said:
        operations.throw_job_error(job=job, code=str(said["error"]), by=SYSTEM, now=world.now)
    elif "fail" in said:
        operations.fail_job(job=job, message=str(said["fail"]), by=SYSTEM, now=world.now)
    else:
        operations.complete_job(job=job, variables=said.get("complete") or {}, by=SYSTEM, now=world.now)


def _retry(world: World, step: Step) -> None:
    open_ = Incident.objects.filter(instance_id__in=world.mine(), element_id=step["retry"], resolved_at=None)
    incident = open_.order_by("opened_at").first()
    if incident is None:
        raise NotThere(f"no incident at {step['retry']}")
    operations.retry(incident_id=incident.id, by=SYSTEM, now=world.now)


def _cancel(world: World, step: Step) -> None:
    if world.top is None:
        raise NotThere("there is nothing to cancel")
    operations.cancel(instance_id=world.top, reason=str(step["cancel"]), by=SYSTEM, now=world.now)


_VERBS: dict[str, Callable[[World, Step], None]] = {
    "complete": _complete,
    "advance": _advance,
    "message": _message,
    "signal": _signal,
    "worker": _worker,
    "retry": _retry,
    "cancel": _cancel,
}
