"""The instances of one batch with everything stored beside them, read in a few statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias
from uuid import UUID

from django.db import connection

from engine import definitions
from engine.actors import SYSTEM
from engine.commands._family import Circumstances, Family
from engine.models import ProcessInstance
from engine.spiff import codec
from engine.spiff.run import Run
from engine.verification.findings import Check, Difference

#: A token's id to its element.
Places: TypeAlias = dict[UUID, str]
Kind = Literal["timers", "subscriptions", "open steps", "jobs", "incidents", "called instances"]
ENDED = frozenset({"completed", "cancelled"})
_ROWS: dict[Kind, str] = {
    "timers": "SELECT instance_id, task_id, element_id FROM engine_timer WHERE instance_id = ANY(%s)",
    "subscriptions": "SELECT instance_id, task_id, element_id FROM engine_subscription WHERE instance_id = ANY(%s)",
    "open steps": "SELECT instance_id, task_id, element_id FROM engine_openstep WHERE instance_id = ANY(%s)",
    "jobs": (
        "SELECT instance_id, task_id, element_id FROM engine_job WHERE instance_id = ANY(%s) AND task_id IS NOT NULL"
    ),
    "incidents": (
        "SELECT instance_id, task_id, element_id FROM engine_incident "
        "WHERE instance_id = ANY(%s) AND task_id IS NOT NULL AND resolved_at IS NULL"
    ),
    "called instances": (
        "SELECT parent_id, id, process_id FROM engine_processinstance "
        "WHERE parent_id = ANY(%s) AND status NOT IN ('completed', 'cancelled')"
    ),
}


@dataclass
class Subject:
    """One instance: its row, its run (None once it has ended, or where ``unreadable`` says why), and its rows.

    ``completed`` counts the user tasks its history says were completed; None where old history has been let go.
    """

    row: ProcessInstance
    run: Run | None = None
    unreadable: str = ""
    rows: dict[Kind, Places] = field(default_factory=dict)
    completed: int | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more can happen in it."""
        return self.row.status in ENDED

    @property
    def open_tasks(self) -> Places:
        """The user tasks that stand open for people, as the state says."""
        if self.run is None:
            return {}
        tokens = self.run.tokens.values()
        return {token.id: token.node.id for token in tokens if token.extra.get("waits") == "user"}

    def differs(self, check: Check, sentence: str) -> Difference:
        """A difference of this instance."""
        row = self.row
        return Difference(
            check=check,
            sentence=sentence,
            process_id=row.process_id,
            case_number=row.case_number,
            instance_id=row.id,
        )


def read(rows: Sequence[ProcessInstance]) -> list[Subject]:
    """The subjects of some instances, in their order."""
    ids = [row.id for row in rows]
    beside = {kind: _beside(statement, ids) for kind, statement in _ROWS.items()}
    found = [_subject(row) for row in rows]
    for subject in found:
        subject.rows = {kind: beside[kind].get(subject.row.id, {}) for kind in beside}
    return found


def _beside(statement: str, ids: list[UUID]) -> dict[UUID, Places]:
    found: dict[UUID, Places] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, [ids])
        for instance_id, task_id, element_id in cursor.fetchall():
            found.setdefault(instance_id, {})[task_id] = element_id
    return found


def _subject(row: ProcessInstance) -> Subject:
    if row.status in ENDED:
        return Subject(row)
    host: Any = Circumstances(Family(SYSTEM, datetime.now(UTC)), row.id)
    try:
        return Subject(row, run=codec.decode(bytes(row.state), definitions.get(row.version_id), host))
    except Exception as problem:  # noqa: BLE001 - whatever is wrong with one state must not hide the other instances
        return Subject(row, unreadable=type(problem).__name__)
