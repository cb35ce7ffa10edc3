"""Signs of life of the Celery worker and of beat, kept in Redis for half a minute."""

import contextlib
import threading
from collections.abc import Iterable

import redis
from django.conf import settings

#: How often a sign is given, and how long it counts.
PAUSE_SECONDS = 5
VALID_SECONDS = 30


def keep_giving(name: str) -> None:
    """Start a thread that says every five seconds that this process lives, for as long as it does."""
    threading.Thread(target=_give, args=(name,), name=f"heartbeat of {name}", daemon=True).start()


def alive(names: Iterable[str]) -> dict[str, bool]:
    """Which of these processes gave a sign lately.

    Raises:
        redis.RedisError: Redis itself does not answer.
    """
    wanted = list(names)
    with _client() as client:
        found = client.mget([_key(name) for name in wanted])
    return dict(zip(wanted, (sign is not None for sign in found), strict=True))


def _give(name: str) -> None:
    pause = threading.Event()
    with _client() as client:
        while True:
            with contextlib.suppress(redis.RedisError):  # the site says that Redis is away; nobody to tell here
                client.set(_key(name), "1", ex=VALID_SECONDS)
            pause.wait(PAUSE_SECONDS)


def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)


def _key(name: str) -> str:
    return f"gyeot:alive:{name}"
