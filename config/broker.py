"""Redis as Celery's messenger, which may die at any moment without taking a worker along."""

from __future__ import annotations

from typing import Any

from kombu.transport import redis as transport
from redis.exceptions import ConnectionError as ConnectionLost


class Channel(transport.Channel):
    """A channel that says when its connection is gone.

    Kombu (5.6) gives back and acknowledges messages over channels that were closed under it. What it meets there is an
    AttributeError, which nobody expects: the worker ended, and its poller with it. A lost connection it knows to bear.
    """

    def _connparams(self, asynchronous: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002 - kombu's own
        if self.connection is None or self.connection.client is None:
            raise ConnectionLost("the channel is closed")
        found: dict[str, Any] = super()._connparams(asynchronous)  # type: ignore[no-untyped-call]
        return found
