"""Named places where tests let a process die or stop; dead code unless the settings of tests or the demo switch them
on.
"""

from __future__ import annotations

import os
import signal
import time

from django.conf import settings


def reach(name: str) -> None:
    """Die (``kill:NAME``) or wait for a minute (``stop:NAME``) here if ENGINE_FAILPOINT says so.

    The variable is read only where the settings allow the clock to move, that is in tests and in the demo.
    """
    if not getattr(settings, "CLOCK_MAY_MOVE", False):
        return
    wanted = os.environ.get("ENGINE_FAILPOINT", "")
    if wanted == f"kill:{name}":
        os.kill(os.getpid(), signal.SIGKILL)
    elif wanted == f"stop:{name}":
        time.sleep(60)
