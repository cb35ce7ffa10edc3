"""The inbox against the engine: every open item has its open task, and every completed one its line of history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Count

from engine import ports
from engine.verification import Difference, Subject
from tasks.models import ItemState, WorkItem
from tasks.worklist import TaskWorkList

_COUNTS = """
    WITH counted AS (
        SELECT holder, process_id, sum(n) AS n FROM (
            SELECT holder, process_id, open AS n FROM tasks_opencount
            UNION ALL SELECT holder, process_id, change FROM tasks_opencountdelta
        ) AS parts GROUP BY 1, 2
    ), lying AS (
        SELECT CASE WHEN assignee_id IS NULL THEN 's' || access_set_id ELSE 'a' || assignee_id END AS holder,
            process_id, count(*) AS n
        FROM tasks_workitem WHERE state = 'open' GROUP BY 1, 2
    )
    SELECT holder, process_id, coalesce(counted.n, 0), coalesce(lying.n, 0)
    FROM counted FULL JOIN lying USING (holder, process_id)
    WHERE coalesce(counted.n, 0) <> coalesce(lying.n, 0) ORDER BY 1, 2
"""


def items(batch: Sequence[Subject]) -> Iterator[Difference]:
    """Compare the work items of some instances with their open tasks and with their history."""
    if not _reported_to_the_inbox():
        return
    ids = [subject.row.id for subject in batch]
    lying: dict[UUID, dict[UUID, str]] = {}
    for instance_id, item_id, element_id in WorkItem.objects.filter(
        instance_id__in=ids, state=ItemState.OPEN
    ).values_list("instance_id", "id", "element_id"):
        lying.setdefault(instance_id, {})[item_id] = element_id
    completed = _completed(ids)
    for subject in batch:
        for sentence in _sentences(subject, lying.get(subject.row.id, {}), completed[subject.row.id]):
            yield subject.differs("inbox", sentence)


def counts() -> Iterator[Difference]:
    """Compare the inbox's counters, folded or not, with the items that lie in it."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        for holder, process_id, counted, lying in cursor.fetchall():
            sentence = f"the inbox of {holder} counts {counted} open items of {process_id}, but holds {lying}"
            yield Difference(check="inbox", sentence=sentence, process_id=process_id)


def _sentences(subject: Subject, lying: dict[UUID, str], completed: int) -> Iterator[str]:
    wanted = subject.open_tasks
    for task_id in wanted.keys() - lying.keys():
        yield f"{wanted[task_id]} stands open, but has no work item"
    for task_id in lying.keys() - wanted.keys():
        yield f"a work item of {lying[task_id]} lies in the inbox, but no token waits for it"
    if subject.completed is not None and subject.completed != completed:
        yield f"{completed} work items are completed, but its history has {subject.completed} completions"


def _completed(ids: Sequence[UUID]) -> Counter[UUID]:
    rows = WorkItem.objects.filter(instance_id__in=ids, state=ItemState.COMPLETED)
    return Counter(dict(rows.values_list("instance_id").annotate(n=Count("id"))))


def _reported_to_the_inbox() -> bool:
    """Whether the engine tells this inbox at all: scenarios and tests keep lists of their own."""
    return ports.filled("worklist") and isinstance(ports.worklist(), TaskWorkList)
