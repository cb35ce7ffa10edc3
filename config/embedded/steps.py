"""One step of a set-up: says what it does, shows that it goes on, and on failure shows the end of its log.

Everything here and in `set_up.py`, `front_end.py` and `browser.py` runs on a bare Python, before any package is there.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from config.embedded import children
from config.embedded.places import BASE_DIR, VAR_DIR, Places

LOG = VAR_DIR / "log" / "set-up.log"
SECONDS_BETWEEN_SIGNS = 10


class StepFailed(SystemExit):
    """A step ended badly; its message is for the person at the terminal."""


def say(text: str) -> None:
    """A line for the person at the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def listen_for_the_end() -> None:
    """End on SIGINT and SIGTERM, also where a shell's `&` had SIGINT ignored."""

    def end(sign: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + sign)

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)


def run(text: str, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
    """Run a command of the set-up, its output in `.var/log/set-up.log`.

    Raises:
        StepFailed: the command failed; carries the end of the log.
    """
    if attempt(text, command, environment) != 0:
        raise StepFailed(f"\n{tail(LOG)}\n\nThis step failed: {text}")


def tail(log: Path) -> str:
    """The end of a log, and where the rest is."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join([*lines[-25:], "", f"The whole log: {log}"])


def attempt(text: str, command: Sequence[str], environment: Mapping[str, str] | None = None) -> int:
    """Run a command, showing every ten seconds that it goes on; its exit code."""
    Places(VAR_DIR).make()
    say(f"· {text}")
    began = time.monotonic()
    process = children.start(
        children.Program(
            name=text, command=command, log=LOG, cwd=BASE_DIR, environment={"LC_ALL": "C.UTF-8", **(environment or {})}
        )
    )
    try:
        while True:
            try:
                return process.wait(SECONDS_BETWEEN_SIGNS)
            except subprocess.TimeoutExpired:
                say(f"    … {time.monotonic() - began:.0f} s")
    finally:
        if process.poll() is None:
            children.kill_session(process.pid)
            process.wait()


def is_current(stamp: Path, digest: str) -> bool:
    """Whether a step was done for exactly this input."""
    return stamp.exists() and stamp.read_text() == digest


def note(stamp: Path, digest: str) -> None:
    """Remember that a step was done for this input."""
    unfinished = stamp.with_name(f"{stamp.name}.{os.getpid()}")
    unfinished.write_text(digest)
    unfinished.rename(stamp)
