"""Writes a case with all its rows into a folder, and reads such a folder into a database of today."""

import json
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import connection

from engine import ports
from engine.models import OpenStep, ProcessVersion
from tests.engine.conftest import Bench

HERE = Path(__file__).parent
OF_INSTANCES = (
    "engine_participant",
    "engine_timer",
    "engine_subscription",
    "engine_job",
    "engine_incident",
    "engine_openstep",
    "engine_instanceevent",
)
#: Parents first. Rows are found by the family, versions by the rows.
TABLES = {
    "engine_processversion": "id IN (SELECT version_id FROM engine_processinstance WHERE root_id = %(root)s)",
    "engine_versionfile": "version_id IN (SELECT version_id FROM engine_processinstance WHERE root_id = %(root)s)",
    "engine_processinstance": "root_id = %(root)s",
    **dict.fromkeys(OF_INSTANCES, "instance_id IN (SELECT id FROM engine_processinstance WHERE root_id = %(root)s)"),
}
#: Kept as files of their own: the bytes this is about.
FILES = {"engine_processinstance": "state", "engine_versionfile": "content"}


def store(folder: Path, root_id: UUID) -> None:
    """The rows of a family, its states and its versions' files."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = {table: _rows(table, where, root_id) for table, where in TABLES.items()}
    for table, column in FILES.items():
        for row in rows[table]:
            name = _name(table, row)
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(bytes.fromhex(str(row[column])[2:]))
            row[column] = f"file:{name}"
    (folder / "rows.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


def note(folder: Path, told: dict[str, object]) -> None:
    """When it was stored, what is to be done with it, and how it ended then."""
    (folder / "case.json").write_text(json.dumps(told, ensure_ascii=False, indent=1, default=str) + "\n")


def load(folder: Path, case: Bench) -> dict[str, object]:
    """Put the rows into the database and the open tasks into the case's work list; what is to be done."""
    rows = json.loads((folder / "rows.json").read_text())
    for table in TABLES:
        for row in rows[table]:
            column = FILES.get(table)
            if column is not None:
                row[column] = "\\x" + (folder / row[column].removeprefix("file:")).read_bytes().hex()
            _insert(table, row)
    told: dict[str, object] = json.loads((folder / "case.json").read_text())
    case.now = datetime.fromisoformat(str(told["now"]))
    case.instance_id = UUID(str(told["root"]))
    for step in OpenStep.objects.filter(kind="user"):
        task = ports.UserTask(
            id=step.task_id, element_id=step.element_id, name="", role=None, form_id=None, opened_at=step.opened_at
        )
        case.work.open[task.id], case.work.place[task.id] = task, step.instance_id
    return told


def _rows(table: str, where: str, root_id: UUID) -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t WHERE {where} ORDER BY 1", {"root": root_id})
        return [json.loads(found) if isinstance(found, str) else found for (found,) in cursor.fetchall()]


def _insert(table: str, row: dict[str, object]) -> None:
    """Only the columns it had then and has still: what came later has its default, as after a migration."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
        known = {name for (name,) in cursor.fetchall()} - MADE_ANEW.get(table, set())
        names = ", ".join(name for name in row if name in known)
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_record(NULL::{table}, %s::jsonb)",
            [json.dumps(row)],
        )


#: Numbers of sequences: another row may have them by now.
MADE_ANEW = {"engine_versionfile": {"id"}, "engine_participant": {"id"}, "engine_instanceevent": {"id"}}


def _name(table: str, row: dict[str, object]) -> str:
    if table == "engine_versionfile":
        process_id = ProcessVersion.objects.get(pk=row["version_id"]).process_id
        return f"{process_id}/{row['path']}".replace("forms/", "").replace("decisions/", "")
    return f"{row['process_id']}.state"
