"""Lets go of what the inbox keeps about cases that retention deletes: items, what was done with them, drafts."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

_ITEMS = "SELECT id FROM tasks_workitem WHERE root_id = ANY(%(roots)s)"
_STATEMENTS = (
    # Written out as subjects, so that their index is used.
    f"DELETE FROM tasks_draft WHERE subject = ANY(ARRAY(SELECT 'item:' || id FROM ({_ITEMS}) AS items))",  # noqa: S608
    f"DELETE FROM tasks_itemevent WHERE item_id IN ({_ITEMS})",  # noqa: S608 - constants only
    "DELETE FROM tasks_casetext WHERE instance_id = ANY(%(members)s)",
    "DELETE FROM tasks_workitem WHERE root_id = ANY(%(roots)s)",
    "DELETE FROM tasks_startsubmission WHERE instance_id = ANY(%(members)s)",
)


def forget(root_ids: Sequence[UUID], member_ids: Sequence[UUID]) -> None:
    """Delete the rows of whole families; inside the transaction that deletes the families."""
    with connection.cursor() as cursor:
        for statement in _STATEMENTS:
            cursor.execute(statement, {"roots": list(root_ids), "members": list(member_ids)})
