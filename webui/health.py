"""`GET /healthz`: what is up, for probes and for `bin/demo`.

`ok` and `degraded` answer 200: without Redis, a worker or beat people can still work, only background work waits.
`down` answers 503: no database, or a process that runs here calls a handler this release does not have.
"""

import logging
from collections.abc import Callable
from typing import Any

import redis
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from engine import queries
from webui import heartbeats

log = logging.getLogger(__name__)
#: Without these nobody can work.
VITAL = ("database", "handlers")


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """Each part with whether it is up, and the whole in one word."""
    parts = {"database": _asked(_database), "handlers": _asked(_handlers), **_redis_and_fleet()}
    if not all(parts[name]["up"] for name in VITAL):
        status = "down"
    else:
        status = "ok" if all(part["up"] for part in parts.values()) else "degraded"
    return JsonResponse({"status": status, "parts": parts}, status=503 if status == "down" else 200)


def _asked(probe: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What a probe of the database found; the reason of a failure goes to the log only."""
    try:
        return probe()
    except Error:
        log.warning("healthz: the database did not answer", exc_info=True)
        return {"up": False}


def _database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"up": True}


def _handlers() -> dict[str, Any]:
    missing = queries.missing_handlers()
    return {"up": not missing, "missing": missing} if missing else {"up": True}


def _redis_and_fleet() -> dict[str, dict[str, Any]]:
    try:
        fleet = heartbeats.alive(["worker", "beat"])
    except redis.RedisError:
        log.warning("healthz: Redis did not answer", exc_info=True)
        return {"redis": {"up": False}, "worker": {"up": False}, "beat": {"up": False}}
    return {"redis": {"up": True}} | {name: {"up": up} for name, up in fleet.items()}
