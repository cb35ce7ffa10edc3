"""Which families were kept long enough: every member has ended and is past its own process's term, nothing of them is
still to be sent, and nobody holds them.

A called process without a rule of its own follows the outermost case's. A process without a rule is kept for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

RULES = "SELECT DISTINCT ON (process_id) process_id, days FROM engine_retentionrule ORDER BY process_id, id DESC"
#: A condition on the outermost case ``r`` with its process's rule ``rule``; its parameter is ``now``.
_IS_DUE = """
    r.parent_id IS NULL AND r.ended_at <= %(now)s - make_interval(days => rule.days)
    AND NOT EXISTS (
        SELECT 1 FROM engine_processinstance m LEFT JOIN rules own ON own.process_id = m.process_id
        WHERE m.root_id = r.id AND (
            m.ended_at IS NULL OR (own.process_id IS NOT NULL AND own.days IS NULL)
            OR m.ended_at > %(now)s - make_interval(days => coalesce(own.days, rule.days))
            OR EXISTS (SELECT 1 FROM engine_job j WHERE j.instance_id = m.id)))
    AND NOT EXISTS (SELECT 1 FROM engine_legalhold h WHERE h.root_id = r.id AND h.lifted_at IS NULL)
"""
_FROM = "engine_processinstance r JOIN rules rule ON rule.process_id = r.process_id AND rule.days IS NOT NULL"
# Process by process in the order of their index: a large backlog is not sorted anew for each batch.
_NEXT = f"""
    WITH rules AS MATERIALIZED ({RULES})
    SELECT taken.id FROM rules rule CROSS JOIN LATERAL (
        SELECT r.id FROM engine_processinstance r WHERE r.process_id = rule.process_id AND {_IS_DUE}
        ORDER BY r.ended_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    ) AS taken WHERE rule.days IS NOT NULL
"""  # noqa: S608 - constants only
_SUMMED = f"""
    WITH rules AS ({RULES}), due AS (SELECT r.id, r.process_id, r.ended_at FROM {_FROM} WHERE {_IS_DUE})
    SELECT due.process_id, count(*), sum((SELECT count(*) FROM engine_processinstance m WHERE m.root_id = due.id)),
        min(due.ended_at)
    FROM due GROUP BY 1 ORDER BY 1
"""  # noqa: S608 - constants only
_OLDEST_KEPT = f"""
    WITH rules AS ({RULES})
    SELECT EXISTS (
        SELECT 1 FROM {{part}} e JOIN engine_processinstance r ON r.id = e.root_id
        LEFT JOIN rules rule ON rule.process_id = r.process_id
        WHERE rule.days IS NULL OR NOT ({_IS_DUE}))
"""  # noqa: S608 - constants only
_SHORTEST = f"WITH rules AS ({RULES}) SELECT min(days) FROM rules"  # noqa: S608 - constants only


@dataclass(frozen=True, kw_only=True)
class Due:
    """How much of one process is past its term: families of it, the instances in them, and when the oldest ended."""

    process_id: str
    families: int
    instances: int
    oldest_ended_at: datetime


def due_by_process(now: datetime) -> list[Due]:
    """What a run at ``now`` would delete."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMMED, {"now": now})
        return [
            Due(process_id=process_id, families=families, instances=int(instances), oldest_ended_at=oldest)
            for process_id, families, instances, oldest in cursor.fetchall()
        ]


def take(limit: int, now: datetime) -> list[UUID]:
    """Lock the outermost cases of up to ``limit`` families of each process that are due, those that ended first;
    others' locks are passed by.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, {"now": now, "limit": limit})
        return [found for (found,) in cursor.fetchall()]


def shortest_days() -> int | None:
    """The shortest term any process has; None where no process has one."""
    with connection.cursor() as cursor:
        cursor.execute(_SHORTEST)
        found: int | None = cursor.fetchone()[0]
    return found


def holds_what_is_kept(partition: str, now: datetime) -> bool:
    """Whether a partition of the history (a quoted name) has an event of a family that is not due."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST_KEPT.format(part=partition), {"now": now})
        return bool(cursor.fetchone()[0])
