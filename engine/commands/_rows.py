"""Instance rows as a step reads and locks them: the root of the family first, which serialises everything in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine import prepared
from engine.direct import Query, Record
from engine.ports import InstanceFacts

_COLUMNS = (
    "id, version_id, process_id, root_id, parent_id, parent_task_id, depth, case_number, title, status, state, "
    "started_at, started_by, suspended_at"
)
_LOCK = (
    f"SELECT {_COLUMNS} FROM engine_processinstance WHERE id = %(id)s "  # noqa: S608 - constants only
    "OR id = (SELECT root_id FROM engine_processinstance WHERE id = %(id)s) ORDER BY depth FOR UPDATE"
)
_LOCK_OF_TASK = (
    f"SELECT {_COLUMNS}, (SELECT instance_id FROM engine_openstep WHERE task_id = %(id)s) "  # noqa: S608 - constants only
    "FROM engine_processinstance WHERE id = ("
    "SELECT own.root_id FROM engine_openstep step JOIN engine_processinstance own ON own.id = step.instance_id "
    "WHERE step.task_id = %(id)s) FOR UPDATE"
)
_READ = f"SELECT {_COLUMNS} FROM engine_processinstance WHERE id = %(id)s FOR UPDATE"  # noqa: S608 - constants only


class InstanceNotFound(Exception):
    """No instance has this id."""


class InstanceNotActive(Exception):
    """An instance that has ended takes no more steps; ``status`` says how it ended."""

    def __init__(self, instance_id: UUID, status: str) -> None:
        """Keep which instance and its status."""
        self.instance_id = instance_id
        self.status = status
        super().__init__(f"{instance_id} is {status}")


class InstanceSuspended(Exception):
    """An instance that rests takes no step until somebody lets it go on; ``case_number`` is its outermost case."""

    def __init__(self, instance_id: UUID, case_number: str) -> None:
        """Keep which instance, and the case people know."""
        self.instance_id = instance_id
        self.case_number = case_number
        super().__init__(f"{case_number} is suspended")


@dataclass
class Row:
    """The columns of an instance that a step needs; ``fresh`` until it was written once."""

    id: UUID
    version_id: UUID
    process_id: str
    root_id: UUID
    parent_id: UUID | None
    parent_task_id: UUID | None
    depth: int
    case_number: str
    title: str
    status: str
    state: bytes
    started_at: datetime
    started_by: UUID
    suspended_at: datetime | None = None
    ended_at: datetime | None = None
    end_event: str = ""
    cancel_reason: str = ""
    fresh: bool = False

    def facts(self, version_number: int) -> InstanceFacts:
        """What others may know of it."""
        return InstanceFacts(
            id=self.id,
            root_id=self.root_id,
            parent_id=self.parent_id,
            process_id=self.process_id,
            version_id=self.version_id,
            version_number=version_number,
            case_number=self.case_number,
            title=self.title,
            status=self.status,
            suspended_at=self.suspended_at,
        )


def lock(instance_id: UUID) -> list[Row]:
    """Lock an instance and the root of its family (one statement, outermost first).

    Raises:
        InstanceNotFound: there is none.
    """
    rows = _fetch(_LOCK, instance_id)
    if not any(row.id == instance_id for row in rows):
        raise InstanceNotFound(instance_id)
    return rows


def lock_of_task(task_id: UUID, then: Query) -> tuple[list[Row], list[Record]]:
    """Lock the root of a family and the instance at whose open step a task is, nothing where it is not open; and what
    ``then`` finds once the root is locked, in the same journey to the server.
    """
    found, seen = prepared.fetch_all(Query(_LOCK_OF_TASK, {"id": task_id}), then)
    if not found:
        return [], seen
    *columns, own_id = found[0]
    root = _row(tuple(columns))
    return ([root] if own_id == root.id else [root, read(own_id)]), seen


def read(instance_id: UUID) -> Row:
    """Lock one more instance of a family whose root is locked already."""
    return _fetch(_READ, instance_id)[0]


def _fetch(statement: str, instance_id: UUID) -> list[Row]:
    return [_row(found) for found in prepared.fetch(statement, {"id": instance_id})]


def _row(found: tuple[Any, ...]) -> Row:
    row = Row(*found)
    row.state = bytes(row.state)
    return row
