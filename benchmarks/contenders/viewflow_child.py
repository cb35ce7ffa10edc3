"""The same flow coded in django-viewflow, run in a process of its own: one round for each line on standard input.

Six user tasks, three exclusive gateways, a split and a join, a rule and a script as functions, 3 KB of data in the
process. A completion is what Viewflow's own task view does: lock, load, check the owner, validate the form, save the
process, execute. It has no timer on the second step, which would only slow it down.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

import django
from django.conf import settings

HOST, NAME, USER = (os.environ[f"CONTENDER_{part}"] for part in ("HOST", "NAME", "USER"))
settings.configure(
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "viewflow",
        "viewflow.workflow",
        "viewflow_app",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": HOST,
            "NAME": NAME,
            "USER": USER,
            "CONN_MAX_AGE": None,
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    SECRET_KEY="benchmark",
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from viewflow.workflow import STATUS  # noqa: E402
from viewflow.workflow.models import Task  # noqa: E402
from viewflow_app.flows import Answer, Bench  # noqa: E402


def complete(task_id: int, worker: User, posted: dict[str, str]) -> None:
    """One completion."""
    known = Task.objects.select_related("process").get(pk=task_id)
    with Bench.lock(known.process_id):
        task = Bench.task_class._default_manager.get(pk=task_id)
        activation = task.flow_task.activation_class(task)
        if not task.flow_task.can_execute(worker, task):
            raise PermissionError
        activation.start(None)
        form = Answer(posted)
        if not form.is_valid():
            raise ValueError(form.errors)
        activation.process.data.update(form.cleaned_data)
        activation.process.save()
        activation.execute()


def round_of(count: int, posted: dict[str, str], data: dict[str, Any], *, with_wal: bool) -> dict[str, Any]:
    """Median seconds and mean bytes of WAL of a completion in ``count`` cases, and the most statements of one.

    ``with_wal`` slows what is timed. Nothing is asked between two completions, as on our side.
    """
    worker = User.objects.get(username="worker")
    seconds, wal, statements = [], [], 0
    begun_now = [Bench.begin.run(data=data).pk for _ in range(count)]
    for task_id in waves(begun_now[1:]):
        before, begun = written() if with_wal else 0, time.perf_counter()
        complete(task_id, worker, posted)
        seconds.append(time.perf_counter() - begun)
        wal.append(written() - before if with_wal else 0)
    for task_id in waves(begun_now[:1]):
        with CaptureQueriesContext(connection) as captured:
            complete(task_id, worker, posted)
        statements = max(statements, len(captured))
    return {"median": statistics.median(seconds), "wal": statistics.mean(wal), "statements": statements}


def waves(processes: Sequence[int]) -> Iterator[int]:
    """What is to be completed until the processes have ended: what is open in all of them, then what that opened."""
    while found := list(
        Task.objects.filter(process_id__in=processes, status=STATUS.ASSIGNED)
        .order_by("process_id", "pk")
        .values_list("pk", flat=True)
    ):
        yield from found


def written() -> int:
    """Bytes of WAL so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')")
        return int(cursor.fetchone()[0])


def main() -> None:
    """Migrate, then a round for each line: {count, posted, data}."""
    call_command("migrate", verbosity=0)
    User.objects.get_or_create(username="worker")
    sys.stdout.write(json.dumps({"ready": True}) + "\n")
    sys.stdout.flush()
    for line in sys.stdin:
        said = json.loads(line)
        sys.stdout.write(
            json.dumps(round_of(said["count"], said["posted"], said["data"], with_wal=said.get("wal", False))) + "\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
