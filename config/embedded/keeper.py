"""The keeper: one process that runs one PostgreSQL and one Valkey for as long as anybody uses them.

Everybody who needs the servers (the supervisor, a test run, `manage.py`) holds a shared lock on `users.lock` while it
lives; the kernel lets go of it even after kill -9. The keeper ends the servers when it can take that lock alone, or
when it is told to (SIGTERM, SIGINT). `keeper.lock` makes sure that there is one keeper for one set of folders.
"""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Literal

from config.embedded import postgres, valkey
from config.embedded.places import VAR_DIR, Places

#: demo: kept over a stop. test: deleted afterwards, never waits for the disk. bench: deleted, but waits as in earnest.
Mode = Literal["demo", "test", "bench"]
ALONE = fcntl.LOCK_EX | fcntl.LOCK_NB
PAUSE_SECONDS = 0.25
#: A server that dies more often than this in a minute stays down, and the log says so.
RESTARTS_PER_MINUTE = 5


@dataclass
class Keeper:
    """What the keeper runs now."""

    places: Places
    mode: Mode
    told_to_end: bool = False
    servers: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    restarts: list[float] = field(default_factory=list)

    def starts(self) -> dict[str, Callable[[], "subprocess.Popen[bytes]"]]:
        """How each server is started, in order."""
        return {
            "postgres": lambda: postgres.start(self.places, throw_away=self.mode == "test"),
            "valkey": lambda: valkey.start(self.places),
        }

    def stop(self) -> None:
        """Stop Valkey, then PostgreSQL; remove what was only for a test run."""
        ready_file(self.places).unlink(missing_ok=True)
        if "valkey" in self.servers:
            valkey.stop(self.servers["valkey"])
        if "postgres" in self.servers:
            postgres.stop(self.servers["postgres"])
        if self.mode != "demo":
            remove(self.places)

    def look_after(self) -> None:
        """Start a server again that died without being asked."""
        for name, process in list(self.servers.items()):
            if process.poll() is None:
                continue
            print(f"{name} ended with {process.returncode}; starting it again", flush=True)  # noqa: T201 (the log)
            self.restarts = [at for at in self.restarts if at > time.monotonic() - 60] + [time.monotonic()]
            if len(self.restarts) > RESTARTS_PER_MINUTE:
                raise RuntimeError(f"{name} died {RESTARTS_PER_MINUTE} times in a minute")
            self.servers[name] = self.starts()[name]()


def ready_file(places: Places) -> Path:
    """Written (with the keeper's process id) when both servers answer, removed before they stop."""
    return places.var / "keeper.json"


def lock(path: Path, kind: int) -> int | None:
    """Take a lock on a file; None if that would have to wait (with `fcntl.LOCK_NB`)."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, kind)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def remove(places: Places) -> None:
    """Delete the folders of a test run, also those outside the clone."""
    if places.data.is_symlink():
        shutil.rmtree(places.data.resolve().parent, ignore_errors=True)
    shutil.rmtree(places.run, ignore_errors=True)
    shutil.rmtree(places.var, ignore_errors=True)


def sweep() -> None:
    """Delete the folders of test runs whose every process was killed."""
    for var in [*VAR_DIR.glob("test-*"), *VAR_DIR.glob("bench-*")]:
        if not var.is_dir() or Path("/proc", var.name.rpartition("-")[2]).exists():
            continue
        handles = [lock(var / name, ALONE) for name in ("users.lock", "keeper.lock")]
        if None not in handles:
            remove(Places(var))
        for handle in handles:
            if handle is not None:
                os.close(handle)


def keep(places: Places, *, mode: Mode) -> None:
    """Run the servers until nobody holds `users.lock` any more, or we are told to end."""
    if lock(places.var / "keeper.lock", ALONE) is None:
        return  # another keeper is there already
    keeper = Keeper(places, mode)

    def end(_sign: int, _frame: FrameType | None) -> None:
        keeper.told_to_end = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    try:
        for name, start in keeper.starts().items():
            keeper.servers[name] = start()
        ready_file(places).write_text(json.dumps({"pid": os.getpid()}))
        while not keeper.told_to_end and lock(places.var / "users.lock", ALONE) is None:
            keeper.look_after()
            time.sleep(PAUSE_SECONDS)
    finally:
        keeper.stop()


if __name__ == "__main__":
    modes: dict[str, Mode] = {"demo": "demo", "test": "test", "bench": "bench"}
    keep(Places(Path(sys.argv[1])), mode=modes[sys.argv[2]])
