"""Making instances: by hand at the top, and by a call activity below another one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from engine import definitions, ids, prepared
from engine.commands import _calls, _watching
from engine.commands._family import Circumstances, Family, Live
from engine.commands._rows import Row
from engine.models import ProcessVersion
from engine.spiff import leaving, script, stepping
from engine.spiff.run import Token, empty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.feel import Value
    from engine.spiff.effects import ChildStart

#: Waits for whoever draws a number of this prefix until their transaction has ended, so that none is left out.
_COUNT_ON = (
    "INSERT INTO engine_casecounter (prefix, year, last) VALUES (%s, %s, 1) "
    "ON CONFLICT (prefix, year) DO UPDATE SET last = engine_casecounter.last + 1 RETURNING last"
)


def version_of(parent: Live, token: Token, process_id: str) -> UUID | None:
    """The version a call activity starts: pinned at deployment, or the live one where it says ``latest``."""
    pins = parent.run.definition.pins
    pinned = pins.get(_calls.pin_name(token.node), pins.get(process_id))
    if token.node.ext.binding != "latest" and pinned is not None:
        return pinned
    live = ProcessVersion.objects.filter(process_id=process_id, is_live=True).values_list("id", flat=True).first()
    return live if isinstance(live, UUID) else None


def rests(version_id: UUID) -> bool:
    """Whether nothing of a version may be started at the moment."""
    return ProcessVersion.objects.filter(pk=version_id, suspended_at__isnull=False).exists()


def refuse(parent: Live, token: Token, message: str) -> None:
    """Leave an incident at a call activity that cannot start anything."""
    leaving.stick(parent.run, token, script.Trouble("call", message))


def make(family: Family, parent: Live, what: tuple[ChildStart, UUID]) -> Live:
    """Start a called instance with the participants of its caller."""
    call, version_id = what
    row = new_row(family, version_id)
    row.root_id, row.parent_id, row.parent_task_id = parent.row.root_id, parent.row.id, call.task_id
    row.depth, row.title = parent.row.depth + 1, parent.row.title
    child = adopt(family, row)
    for participant in parent.participants.values():
        family.hold(child, participant)
    begin(child, call.variables)
    return child


def new_row(family: Family, version_id: UUID, instance_id: UUID | None = None) -> Row:
    """A row for a new instance, with its case number."""
    found = instance_id or ids.new()
    version = definitions.get(version_id)
    if (watcher := _watching.watcher()) is not None:
        watcher.began(version.diagram.process_id, found)
    return Row(
        id=found,
        version_id=version_id,
        process_id=version.diagram.process_id,
        root_id=found,
        parent_id=None,
        parent_task_id=None,
        depth=0,
        case_number=case_number(
            version.diagram.ext.properties.get("casePrefix", ""), version.diagram.process_id, family.now
        ),
        title="",
        status="running",
        state=b"",
        started_at=family.now,
        started_by=family.by.id,
        fresh=True,
    )


def adopt(family: Family, row: Row) -> Live:
    """Make the run of a new row."""
    run = stepping.connect(empty(definitions.get(row.version_id), Circumstances(family, row.id)))
    return family.adopt(row, run)


def begin(live: Live, variables: Mapping[str, Value], start: str | None = None) -> None:
    """Let a new instance run to its first waits."""
    stepping.tell_start(live.run, live.row.case_number)
    stepping.begin(live.run, variables, start)


def case_number(prefix: str, process_id: str, now: datetime) -> str:
    """The next number of a prefix and year, such as ``SA-2026-000123``; without prefix the process's initials."""
    letters = prefix or "".join(part[0] for part in process_id.split("_") if part).upper() or "X"
    year = now.astimezone(ZoneInfo("Asia/Seoul")).year
    number = prepared.fetch(_COUNT_ON, [letters, year])[0][0]
    return f"{letters}-{year}-{number:06d}"
