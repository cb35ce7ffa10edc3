"""How fast programs may ask: a bucket of calls for each token, refilled steadily, and one of failures per address.

Kept in this process and not in Redis: a call must neither wait for it nor fail without it. With several web processes
a program may be let through that many times as often; the bound is there for programs that run wild.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Final

from rest_framework.throttling import BaseThrottle

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

_MOST_KEPT: Final = 10_000


class Bucket:
    """At most ``most`` calls at once for each key, refilled with as many a minute."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.clock = monotonic
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, key: Hashable) -> int:
        """Take one call out; the seconds until there is one again where there is none, else 0."""
        now = self.clock()
        with self._lock:
            left, since = self._left.pop(key, (float(self.most), now))
            left = min(float(self.most), left + (now - since) * self.most / 60)
            self._left[key] = (left - 1 if left >= 1 else left, now)
            if len(self._left) > _MOST_KEPT:
                self._left.popitem(last=False)
        return 0 if left >= 1 else math.ceil((1 - left) * 60 / self.most)

    def forget(self) -> None:
        """Empty what is kept; for tests."""
        self._left.clear()


#: Calls of one token, and refused tokens of one address, in a minute.
CALLS: Final = Bucket(1200)
REFUSALS: Final = Bucket(30)


class TokenPace(BaseThrottle):
    """Lets a token's call through, or says how long to wait."""

    def __init__(self) -> None:
        self._wait = 0

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether the bucket of the call's token holds one more."""
        self._wait = CALLS.wait(getattr(request.auth, "token_id", None))
        return self._wait == 0

    def wait(self) -> float | None:
        """The seconds until the next call is let through."""
        return self._wait
