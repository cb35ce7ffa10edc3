"""Writes everything a step changed in one statement: round trips cost more than rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from engine import failpoints, ids, metrics, prepared, waking
from engine.commands import _report
from engine.prepared import Statement
from engine.spiff import codec, values
from engine.spiff.effects import Story

if TYPE_CHECKING:
    from engine.commands._family import Family, Live

_INSTANCE = (
    "id uuid, version_id uuid, process_id text, root_id uuid, parent_id uuid, parent_task_id uuid, depth int2, "
    "case_number text, title text, status text, state bytea, started_at timestamptz, started_by uuid, "
    "ended_at timestamptz, end_event text, cancel_reason text"
)
_EVENT = (
    "at timestamptz, root_id uuid, instance_id uuid, version_id uuid, kind text, element_id text, task_id uuid, "
    "actor_kind text, actor_id uuid, on_behalf_of uuid, capacity text, form_id text, data_names text[], detail jsonb"
)
_TABLES = {
    "engine_timer": "task_id uuid, instance_id uuid, element_id text, due_at timestamptz",
    "engine_subscription": (
        "task_id uuid, instance_id uuid, element_id text, kind text, name text, key text, created_at timestamptz"
    ),
    "engine_job": (
        "id uuid, instance_id uuid, task_id uuid, element_id text, kind text, type text, idempotency_key text, "
        "payload bytea, retries int2, attempts int2, due_at timestamptz, last_error text"
    ),
    "engine_incident": (
        "id uuid, instance_id uuid, task_id uuid, element_id text, kind text, message text, opened_at timestamptz"
    ),
    "engine_openstep": (
        "task_id uuid, instance_id uuid, process_id text, element_id text, kind text, "
        "opened_at timestamptz, due_at timestamptz"
    ),
    "engine_stepdelta": "process_id text, element_id text, day date, outcome text, seconds float8, bucket int2",
    "engine_participant": "instance_id uuid, role text, kind text, ref uuid, since_at timestamptz",
}
_AGAIN = {
    "engine_timer": "ON CONFLICT (task_id) DO UPDATE SET due_at = excluded.due_at, attempts = 0, retry_at = NULL, "
    "parked = false",
    "engine_openstep": "ON CONFLICT (task_id) DO UPDATE SET due_at = excluded.due_at, kind = excluded.kind",
    "engine_subscription": "ON CONFLICT (task_id) DO UPDATE SET name = excluded.name, key = excluded.key",
    "engine_job": "ON CONFLICT (idempotency_key) DO NOTHING",
}


def write(family: Family) -> None:
    """Write the state of every member and all that their effects ask for, and what the work list makes of it."""
    statement = Statement()
    for live in family.members.values():
        _end_holders(family, live)
        _instance(statement, live)
    for live in family.members.values():
        _take_away(statement, family, live)
    for table, columns in _TABLES.items():
        lines = [row for live in family.members.values() for row in _rows(table, family, live)]
        statement.insert(table, columns, lines, _AGAIN.get(table, ""))
    statement.insert(
        "engine_instanceevent", _EVENT, [row for live in family.members.values() for row in _events(family, live)]
    )
    _report.report(family, statement)
    failpoints.reach("before_write")
    if family.ends_transaction:
        statement.run_last()
    else:
        statement.run()
    if any(live.run.effects.jobs or live.run.effects.thrown for live in family.members.values()):
        waking.after_commit()
    failpoints.reach("after_write")


def _instance(statement: Statement, live: Live) -> None:
    row = live.row
    row.state = codec.encode(live.run)
    if row.fresh:
        line = [getattr(row, name) for name in prepared.names(_INSTANCE)]
        statement.insert("engine_processinstance", _INSTANCE, [line])
        row.fresh = False
        return
    statement.add(
        "UPDATE engine_processinstance "
        "SET state = %s, status = %s, ended_at = %s, end_event = %s, cancel_reason = %s WHERE id = %s",
        row.state,
        row.status,
        row.ended_at,
        row.end_event,
        row.cancel_reason,
        row.id,
    )


def _take_away(statement: Statement, family: Family, live: Live) -> None:
    effects = live.run.effects
    if effects.rows_gone:
        for table in ("engine_timer", "engine_subscription", "engine_job"):
            statement.add(f"DELETE FROM {table} WHERE task_id = ANY(%s)", effects.rows_gone)  # noqa: S608 - constant names
    if effects.spent:
        for table in ("engine_timer", "engine_subscription"):
            statement.add(f"DELETE FROM {table} WHERE task_id = ANY(%s)", effects.spent)  # noqa: S608 - constant names
    closed = [step.task_id for step in effects.closed]
    if closed:
        statement.add("DELETE FROM engine_openstep WHERE task_id = ANY(%s)", closed)
    if effects.healed:
        sql = "UPDATE engine_incident SET resolved_at = %s WHERE task_id = ANY(%s) AND resolved_at IS NULL"
        statement.add(sql, family.now, effects.healed)


def _end_holders(family: Family, live: Live) -> None:
    """Holders that are followed by others end in a statement of its own: the index of current holders sees both
    otherwise.
    """
    if not live.changed_roles or live.row.fresh:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE engine_participant SET until_at = %s "
            "WHERE instance_id = %s AND role = ANY(%s) AND until_at IS NULL",
            [family.now, live.row.id, list(live.changed_roles)],
        )


def _rows(table: str, family: Family, live: Live) -> list[list[Any]]:
    effects, own = live.run.effects, live.row.id
    match table:
        case "engine_timer":
            return [[t.task_id, own, t.element_id, t.due_at] for t in effects.timers.values()]
        case "engine_subscription":
            subscribed = effects.subscriptions.values()
            return [[s.task_id, own, s.element_id, s.kind, s.name, s.key, family.now] for s in subscribed]
        case "engine_job":
            return _jobs(family, live)
        case "engine_incident":
            gone = set(effects.gone)
            open_ = [t for t in effects.troubles if t.task_id not in gone]
            return [[ids.new(), own, t.task_id, t.element_id or "", t.kind, t.message, family.now] for t in open_]
        case "engine_openstep":
            closed = {step.task_id for step in effects.closed}
            steps = {s.task_id: s for s in effects.opened if s.task_id not in closed}
            process = live.row.process_id
            return [[s.task_id, own, process, s.element_id, s.kind, s.opened_at, s.due_at] for s in steps.values()]
        case "engine_participant":
            held = [live.participants[role] for role in sorted(live.changed_roles)]
            return [[own, p.role, p.kind, p.ref, family.now] for p in held]
        case _:
            return metrics.deltas(live.row.process_id, effects.closed, family.now)


def _jobs(family: Family, live: Live) -> list[list[Any]]:
    own, now = live.row.id, family.now
    gone = set(live.run.effects.gone)
    found: list[list[Any]] = []
    for request, kind in live.run.effects.jobs:
        if request.task_id not in gone:
            payload = values.pack([dict(request.headers), dict(request.inputs)])
            key = f"{own}:{request.task_id}"
            place = [ids.new(), own, request.task_id, request.element_id]
            found.append([*place, kind, request.type, key, payload, request.retries, 0, now, ""])
    for thrown in live.run.effects.thrown:
        job_id = ids.new()
        payload = values.pack([thrown.name, thrown.key, thrown.variables, [str(one) for one in thrown.reached]])
        found.append([job_id, own, None, "", thrown.kind, thrown.name, f"thrown:{job_id}", payload, 3, 0, now, ""])
    return found


def _events(family: Family, live: Live) -> list[list[Any]]:
    by, row = family.by, live.row
    place = [family.now, row.root_id, row.id, row.version_id]

    def line(story: Story) -> list[Any]:
        actor = [by.kind, by.id, by.on_behalf_of, by.capacity or ""]
        what = [story.kind, story.element_id or "", story.task_id]
        return [
            *place,
            *what,
            *actor,
            story.form_id or "",
            list(story.data_names),
            dict(story.detail),
        ]

    return [line(story) for story in live.run.effects.stories]
