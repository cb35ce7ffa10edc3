"""What items are found by: the text of their case, which has an index, and the name of their step, of which there are
few. A new item of a known case costs neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from tasks import searching
from tasks.models import StepText

#: Names of steps that are committed for good.
_kept: set[str] = set()

NEW_CASE = "INSERT INTO tasks_casetext (instance_id, root_id, text) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
ENDED_CASE = "DELETE FROM tasks_casetext WHERE instance_id = %s"
#: The cases are fetched up to the limit before their items are looked for, and only where they are few: joined at once,
#: a common word is read to its end, since the planner cannot know how many cases it names.
_FOUND = """
    WITH found AS MATERIALIZED (
        SELECT root_id, instance_id FROM tasks_casetext WHERE text LIKE %(word)s LIMIT %(limit)s + 1)
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM tasks_steptext WHERE text LIKE %(word)s) THEN NULL
        WHEN (SELECT count(*) FROM found) <= %(limit)s THEN ARRAY(
            SELECT item.id FROM found JOIN tasks_workitem item USING (root_id, instance_id) WHERE {items}) END
"""
_ESTIMATED = "EXPLAIN (FORMAT JSON) SELECT 1 FROM tasks_casetext WHERE text LIKE %s"


def forget() -> None:
    """Empty what is kept; only tests need it, whose databases come and go."""
    _kept.clear()


def learn(step_texts: Iterable[str]) -> None:
    """Take in names of steps that are new."""
    new = {text for text in step_texts if text not in _kept}
    if not new:
        return
    StepText.objects.bulk_create([StepText(text=text) for text in sorted(new)], ignore_conflicts=True)
    # Only after the commit: a name learnt by a transaction that is rolled back is not known.
    transaction.on_commit(partial(_kept.update, new))


def rare(words: Sequence[str], limit: int, items: str, facts: Mapping[str, Any]) -> list[UUID] | None:
    """The items that ``items`` (a condition on ``item``, with its facts) lets through, of the cases that a rare word
    names; whose other words are still to be looked at.

    None where each word names a step or more than ``limit`` cases: then they are met soon enough while walking the
    lists.
    """
    for word in words:
        if len(word) < searching.SHORTEST_INDEXED or _estimate(word) > limit:
            continue
        with connection.cursor() as sql:
            sql.execute(_FOUND.format(items=items), {**facts, "word": searching.pattern(word), "limit": limit})
            (found,) = sql.fetchone()
        if found is not None:
            return list(found)
    return None


def _estimate(word: str) -> int:
    """How many cases PostgreSQL's statistics give a word: right for common ones, which would cost most to count."""
    with connection.cursor() as sql:
        sql.execute(_ESTIMATED, [searching.pattern(word)])
        ((plan,),) = sql.fetchone()
    return int(plan["Plan"]["Plan Rows"])
