"""A family rests as a whole or not at all, and what has ended does not rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import connection

from engine.verification.findings import Difference
from engine.verification.subjects import Subject

_ODD = """
    SELECT i.id, i.status <> 'running', i.suspended_at IS NULL
    FROM engine_processinstance i JOIN engine_processinstance r ON r.id = i.root_id
    WHERE i.id = ANY(%s) AND CASE WHEN i.status = 'running'
        THEN i.suspended_at IS DISTINCT FROM r.suspended_at ELSE i.suspended_at IS NOT NULL END
"""


def check(subjects: Sequence[Subject]) -> Iterator[Difference]:
    """Compare each instance with the outermost of its family."""
    by_id = {subject.row.id: subject for subject in subjects}
    with connection.cursor() as cursor:
        cursor.execute(_ODD, [list(by_id)])
        for instance_id, has_ended, moves in cursor.fetchall():
            yield by_id[instance_id].differs("rows", _sentence(has_ended=has_ended, moves=moves))


def _sentence(*, has_ended: bool, moves: bool) -> str:
    if has_ended:
        return "it has ended, but is marked as resting"
    return "its family rests, but it does not" if moves else "it rests, but its family does not"
