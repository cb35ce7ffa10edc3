"""Work in the background that belongs to no case: its effects and its end stand in one transaction.

Several are done in one transaction, so that they share its commit; where one of them fails, all are taken back and
done one by one. A function registered with ``handlers.background`` therefore may only write to the database.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from engine import failpoints, handlers, ids, prepared, waking
from engine.feel import Value, to_feel
from engine.handlers import Work
from engine.models import Job
from engine.spiff import values
from engine.typing_values import build

log = logging.getLogger("engine.jobs")
KIND = "background"
RETRIES = 5
_COLUMNS = (
    "id uuid, element_id text, kind text, type text, idempotency_key text, payload bytea, retries int2, attempts int2, "
    "due_at timestamptz, last_error text"
)
_NAMES = ", ".join(prepared.names(_COLUMNS))
_ADD = (
    f"INSERT INTO engine_job ({_NAMES}) SELECT {_NAMES} FROM {prepared.recordset(_COLUMNS)} "  # noqa: S608 - constants
    "ON CONFLICT (idempotency_key) DO NOTHING"
)
_TAKE_AWAY = "DELETE FROM engine_job WHERE id = ANY(%s) AND lease_id = ANY(%s) RETURNING id"


class NoSuchWork(LookupError):
    """No function is registered for this type of work."""


def enqueue(*, type: str, work: Mapping[str, Mapping[str, Value]], due_at: datetime) -> None:
    """Queue work as part of the caller's transaction: inputs by key. A key that waits already is not queued twice.

    Raises:
        NoSuchWork: no function is registered for the type.
    """
    if handlers.find_background(type) is None:
        raise NoSuchWork(type)
    lines = []
    for key, inputs in work.items():
        payload = values.pack(to_feel(dict(inputs)))
        lines.append([ids.new(), "", KIND, type, f"{type}:{key}", payload, RETRIES, 0, due_at, ""])
    prepared.execute(_ADD, [prepared.rows(prepared.names(_COLUMNS), lines)])
    waking.after_commit()


def retry_work(*, job_id: UUID, now: datetime) -> None:
    """Let work be tried again that failed too often; nothing where it is gone or is tried already."""
    parked = Job.objects.filter(pk=job_id, parked=True, instance=None)
    if parked.update(parked=False, attempts=0, due_at=now, last_error=""):
        waking.after_commit()


def run_together(jobs: Sequence[Job], now: datetime) -> set[UUID]:
    """Do several claimed jobs in one transaction; gives which are over. None where one failed: they are to be done
    one by one then.
    """
    try:
        with transaction.atomic():
            mine = _taken_away(jobs)
            for job in jobs:
                if job.id in mine:
                    _do(job, now)
            failpoints.reach("background_done")
    except Exception as problem:
        if connection.needs_rollback:
            raise
        log.warning("work done together failed, it is done one by one: %s", type(problem).__name__)
        return set()
    return {job.id for job in jobs}


def run_one(job: Job, now: datetime) -> bool:
    """Do one; False where its lease was lost."""
    with transaction.atomic():
        if not _taken_away([job]):
            return False
        _do(job, now)
    return True


def _do(job: Job, now: datetime) -> None:
    entry = handlers.find_background(job.type)
    if entry is None:
        raise NoSuchWork(job.type)
    key = job.idempotency_key.removeprefix(f"{job.type}:")
    entry.function(Work(key=key, now=now), build(entry.inputs, values.unpack(bytes(job.payload))))


def _taken_away(jobs: Sequence[Job]) -> set[UUID]:
    found = prepared.fetch(_TAKE_AWAY, [[job.id for job in jobs], [job.lease_id for job in jobs]])
    return {row[0] for row in found}
