"""Plain Celery with Redis, as its manual has it: a message a job, acknowledged before it is done. As fast as it can be
made: its processes keep their connections to PostgreSQL (by default Celery opens one a task) and never ask after their
health; no results, events, rate limits, heartbeats or gossip.
"""

from __future__ import annotations

import django
from celery import Celery

django.setup()

from django.conf import settings  # noqa: E402 - Django is ready only now
from django.db import connection  # noqa: E402

from benchmarks.working import effects, ours  # noqa: E402
from engine import clock  # noqa: E402
from engine.commands import outside  # noqa: E402
from engine.models import Job  # noqa: E402

QUEUE = "plain"
connection.settings_dict.update(CONN_MAX_AGE=None, CONN_HEALTH_CHECKS=False)
app = Celery("plain", broker=settings.CELERY_BROKER_URL, set_as_current=False)
app.conf.update(
    task_ignore_result=True, task_default_queue=QUEUE, worker_disable_rate_limits=True, CELERY_DB_REUSE_MAX=10**9
)
ours.register()


@app.task(name="plain.effect")
def effect(key: str) -> None:
    """The bare job."""
    effects.write(key)


@app.task(name="plain.advance")
def advance(job_id: str) -> None:
    """The job that advances an instance: the engine's own two halves, without its leases."""
    outside.call_out(Job.objects.get(pk=job_id), clock.now())
