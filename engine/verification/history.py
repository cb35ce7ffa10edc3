"""An instance's history against its state: what was opened and never closed is open, and nothing happened twice.

PostgreSQL sums up the events of each task and gives only tasks that are still open or odd, so that a case of ten
years costs no more memory than a young one. Where retention has let the beginning of a history go, what would need
it is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from engine.verification.findings import Difference
from engine.verification.subjects import Places, Subject

_MILESTONES = """
    SELECT instance_id,
        count(*) FILTER (WHERE kind = 'started'), count(*) FILTER (WHERE kind = 'ended'),
        count(*) FILTER (WHERE kind = 'instance_cancelled'), count(*) FILTER (WHERE kind = 'task_completed')
    FROM engine_instanceevent WHERE root_id = ANY(%s) AND instance_id = ANY(%s) GROUP BY instance_id
"""
_TASKS = """
    SELECT instance_id, task_id, min(element_id),
        count(*) FILTER (WHERE kind = 'task_opened') AS opened,
        count(*) FILTER (WHERE kind = 'task_completed') AS completed,
        count(*) FILTER (WHERE kind = 'cancelled') AS cancelled,
        count(*) FILTER (WHERE kind = 'handler_done') AS effects
    FROM engine_instanceevent
    WHERE root_id = ANY(%s) AND instance_id = ANY(%s) AND task_id IS NOT NULL
        AND kind IN ('task_opened', 'task_completed', 'cancelled', 'handler_done')
    GROUP BY instance_id, task_id
    HAVING count(*) FILTER (WHERE kind = 'task_opened') > 1 OR count(*) FILTER (WHERE kind = 'task_completed') > 1
        OR count(*) FILTER (WHERE kind = 'handler_done') > 1
        OR (count(*) FILTER (WHERE kind = 'task_opened') > 0
            AND count(*) FILTER (WHERE kind IN ('task_completed', 'cancelled')) = 0)
"""


@dataclass
class _Told:
    """What the history of one instance says, in numbers; ``open`` are tasks opened and not closed."""

    started: int = 0
    ended: int = 0
    cancelled: int = 0
    completed: int = 0
    open: Places = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)


def check(subjects: Sequence[Subject]) -> Iterator[Difference]:
    """Compare the instances of a batch with their histories, and note how many tasks each says were completed."""
    told = _read(subjects)
    for subject in subjects:
        said = told.get(subject.row.id, _Told())
        subject.completed = said.completed if said.started else None
        yield from (subject.differs("history", sentence) for sentence in _sentences(subject, said))


def _read(subjects: Sequence[Subject]) -> dict[UUID, _Told]:
    told: dict[UUID, _Told] = {}
    ids = [subject.row.id for subject in subjects]
    which = [sorted({subject.row.root_id for subject in subjects}), ids]
    with connection.cursor() as cursor:
        cursor.execute(_MILESTONES, which)
        for instance_id, started, ended, cancelled, completed in cursor.fetchall():
            told[instance_id] = _Told(started=started, ended=ended, cancelled=cancelled, completed=completed)
        cursor.execute(_TASKS, which)
        for instance_id, task_id, element_id, opened, completed, cancelled, effects in cursor.fetchall():
            said = told.setdefault(instance_id, _Told())
            if opened and not completed + cancelled:
                said.open[task_id] = element_id
            said.odd += _twice(element_id, {"opened": opened, "completed": completed, "had its effect": effects})
    return told


def _twice(element_id: str, counts: dict[str, int]) -> list[str]:
    return [f"{element_id} was {what} {count} times" for what, count in counts.items() if count > 1]


def _sentences(subject: Subject, said: _Told) -> Iterator[str]:
    yield from said.odd
    if said.started > 1:
        yield f"it was started {said.started} times"
    if not subject.ended:
        yield from _while_it_runs(subject, said)
    elif said.started or said.ended or said.cancelled:
        yield from _after_its_end(subject, said)


def _while_it_runs(subject: Subject, said: _Told) -> Iterator[str]:
    if said.ended + said.cancelled:
        yield "it runs, but its history says that it ended"
    if subject.run is None:
        return
    open_now = subject.open_tasks
    for task_id in said.open.keys() - open_now.keys():
        yield f"{said.open[task_id]} was opened and never closed, but does not stand open"
    if said.started:  # else the beginning of the history is gone, perhaps with these
        for task_id in open_now.keys() - said.open.keys():
            yield f"{open_now[task_id]} stands open, but its history does not say so"


def _after_its_end(subject: Subject, said: _Told) -> Iterator[str]:
    of_its_kind = said.ended if subject.row.status == "completed" else said.cancelled
    if of_its_kind != 1 or said.ended + said.cancelled != 1:
        yield (f"it is {subject.row.status}, but its history has {said.ended} ends and {said.cancelled} cancellations")
    if said.open:
        yield f"it has ended, but its history leaves {', '.join(sorted(set(said.open.values())))} open"
