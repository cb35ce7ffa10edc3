"""Server addresses from the environment, in the words of Django and of Celery."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from psycopg.conninfo import conninfo_to_dict

_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def database(url: str, *, keep_seconds: int = 60) -> dict[str, Any]:
    """Django's `DATABASES` entry for a PostgreSQL address; `keep_seconds` is how long a connection is reused."""
    parts = conninfo_to_dict(url)
    entry: dict[str, Any] = {"ENGINE": "config.postgresql"}
    entry |= {name: str(parts.pop(word, "") or "") for word, name in _NAMES.items()}
    # From the second run on, for the statements that are bound on the server (``engine.prepared``).
    entry["OPTIONS"] = {"connect_timeout": 10, "prepare_threshold": 1, **parts}
    entry["CONN_MAX_AGE"] = keep_seconds
    entry["CONN_HEALTH_CHECKS"] = keep_seconds > 0
    return entry


def celery_broker(url: str) -> str:
    """Celery's form of a redis-py address: only Unix sockets are written differently (`redis+socket://`)."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.netloc}{parts.path}?virtual_host={number}"
