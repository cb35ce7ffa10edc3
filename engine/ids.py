"""Ids that grow with time (UUID version 7, RFC 9562): what is written together lies together in every index, and of
two things that are due at once, the one made first goes first.
"""

from __future__ import annotations

import os
import threading
import time
from uuid import UUID

_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62
_CHANCE = (1 << 54) - 1
_lock = threading.Lock()
_last = 0


def new() -> UUID:
    """A new id, greater than every one this process made before: 48 bits of milliseconds since 1970, 20 of the
    nanoseconds beyond, 54 of chance.
    """
    global _last
    with _lock:
        _last = moment = max(_last + 1, time.time_ns())
    milliseconds, rest = divmod(moment, 1_000_000)
    chance = (rest & 0xFF) << 54 | (int.from_bytes(os.urandom(7)) & _CHANCE)
    return UUID(int=milliseconds << 80 | _VERSION_7 | (rest >> 8) << 64 | _VARIANT | chance)
