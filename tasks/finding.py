"""What items are found by: the text of their case, which has an index, and the name of their step, of which there are
few. A new item of a known case costs neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
_FOUND = """
    SELECT EXISTS (SELECT 1 FROM tasks_steptext WHERE text LIKE %(word)s), ARRAY(
        SELECT item.id FROM tasks_casetext found
        JOIN tasks_workitem item USING (root_id, instance_id)
        WHERE found.text LIKE %(word)s AND item.state = 'open' LIMIT %(limit)s)
"""


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


def rare(words: Sequence[str], limit: int) -> list[UUID] | None:
    """The open items of the cases that a rare word names, whose other words are still to be looked at.

    None where no word is rare: then they are met soon enough while walking the lists.
    """
    for word in words:
        if len(word) < searching.SHORTEST_INDEXED:
            continue
        is_step, found = _looked_up(word, limit)
        if not is_step and len(found) <= limit:
            return found
    return None


def _looked_up(word: str, limit: int) -> tuple[bool, list[UUID]]:
    facts: dict[str, Any] = {"word": searching.pattern(word), "limit": limit + 1}
    with connection.cursor() as sql:
        sql.execute(_FOUND, facts)
        is_step, found = sql.fetchone()
    return bool(is_step), list(found)
