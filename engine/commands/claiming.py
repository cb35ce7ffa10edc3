"""Taking due jobs for the length of a lease, several in one statement."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from engine import leases, prepared
from engine.models import Job

_COLUMNS = (
    "id", "instance_id", "task_id", "element_id", "kind", "type", "idempotency_key", "payload", "retries", "attempts",
    "due_at", "lease_ends_at", "lease_id", "last_error", "parked",
)  # fmt: skip
_MAY = """
    kind <> 'external' AND NOT parked AND due_at <= %(now)s
    AND (%(only)s::uuid[] IS NULL OR instance_id = ANY(%(only)s::uuid[]))
    AND NOT EXISTS (
        SELECT 1 FROM engine_processinstance i WHERE i.id = engine_job.instance_id AND i.suspended_at IS NOT NULL
    )
"""
#: Nobody waits for the disk: where PostgreSQL itself dies and forgets a claim, the job is free again, and who held it
#: can end it no more, since its end names the lease.
#: What somebody died over comes first, and alone: should it kill again, it takes nothing else along.
_CLAIM = f"""
    WITH lost AS (
        SELECT id FROM engine_job WHERE lease_ends_at < statement_timestamp() AND {_MAY}
        ORDER BY lease_ends_at LIMIT 1 FOR UPDATE SKIP LOCKED
    ), free AS (
        SELECT id FROM engine_job WHERE lease_ends_at IS NULL AND NOT EXISTS (SELECT 1 FROM lost) AND {_MAY}
        ORDER BY due_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    )
    UPDATE engine_job SET lease_ends_at = clock_timestamp() + make_interval(secs => %(seconds)s),
        lease_id = %(lease)s, attempts = attempts + 1
    WHERE id IN (SELECT id FROM lost UNION ALL SELECT id FROM free)
    RETURNING {", ".join(_COLUMNS)}, (SELECT set_config('synchronous_commit', 'off', true))
"""  # noqa: S608 - constants only


def claim(*, limit: int, now: datetime, lease: timedelta | None = None, only: list[UUID] | None = None) -> list[Job]:
    """Take due jobs (of these instances only) for the length of a lease; nobody else gets them until it runs out.

    Leases run on real time, whatever the engine's clock shows. A job whose lease ran out comes by itself. A transaction
    of its own: around it, another one would be committed without waiting for the disk either.
    """
    seconds = (leases.length() if lease is None else lease).total_seconds()
    said = {"now": now, "only": only, "limit": limit, "seconds": seconds, "lease": uuid4()}
    rows = prepared.fetch(_CLAIM, said)
    found = [Job.from_db("default", _COLUMNS, row[:-1]) for row in rows]
    return sorted(found, key=lambda job: (job.due_at, job.id))
