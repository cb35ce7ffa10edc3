"""Using the embedded servers: `use()` starts them if nobody did, and they stay while this process lives."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from config.embedded import children, keeper, postgres
from config.embedded.places import BASE_DIR, VAR_DIR, Places

START_SECONDS = 90
#: Management commands that never ask the database.
WITHOUT_SERVERS = frozenset({"check", "check_processes", "collectstatic", "help", "makemigrations", "--help"})
WITHOUT_SERVERS |= {"compilemessages", "makemessages", "diffsettings", "findstatic", "version", "--version"}

_held: dict[Path, int] = {}
_started: dict[Path, "subprocess.Popen[bytes]"] = {}


class KeeperDidNotStart(RuntimeError):
    """The embedded servers did not come up; the keeper's log says why."""

    def __init__(self, log: Path) -> None:
        tail = log.read_text(errors="replace")[-3000:] if log.exists() else ""
        super().__init__(f"The embedded servers did not start; the end of {log}:\n{tail}")


def demo_places() -> Places:
    """The folders of the demo, of `manage.py` and of everything else that is not a test."""
    return Places(VAR_DIR)


def database_url(places: Places, name: str = postgres.DATABASE) -> str:
    """The address of a database on the embedded PostgreSQL, as `DATABASE_URL` would give it."""
    return f"postgresql://{postgres.USER}@/{name}?host={quote(str(places.postgres_socket_dir), safe='')}"


def redis_url(places: Places, number: int = 0) -> str:
    """The address of the embedded Valkey, in redis-py's form."""
    return f"unix://{quote(str(places.valkey_socket))}?db={number}"


def all_elsewhere() -> bool:
    """Whether the environment names both servers, so that none of ours is needed."""
    return bool(os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))


def use(places: Places, mode: keeper.Mode = "demo") -> "subprocess.Popen[bytes] | None":
    """Have both servers running, and keep them while this process lives.

    Returns the keeper if this call started it; None if the servers ran already.

    Raises:
        KeeperDidNotStart: see its message.
    """
    if places.var in _held:
        return None
    places.make()
    keeper.sweep()
    handle = keeper.lock(places.var / "users.lock", fcntl.LOCK_SH)  # waits while an old keeper stops
    assert handle is not None  # noqa: S101 (only a lock that does not wait can be None)
    _held[places.var] = handle
    if _keeper_pid(places) is not None:
        return None
    started = _started[places.var] = _start_keeper(places, mode)
    end = time.monotonic() + START_SECONDS
    while _keeper_pid(places) is None:
        gone = started.poll() not in (None, 0)  # 0: another keeper was faster
        if gone or time.monotonic() > end:
            release(places)
            raise KeeperDidNotStart(_log(places))
        time.sleep(0.05)
    return started if started.poll() is None else None


def release(places: Places) -> None:
    """Let go of the servers; the keeper ends them when nobody else uses them."""
    handle = _held.pop(places.var, None)
    if handle is not None:
        os.close(handle)


def end_keeper(started: "subprocess.Popen[bytes]", places: Places) -> None:
    """Stop the servers now and wait for it."""
    release(places)
    children.stop(started, signal.SIGTERM, seconds=8)


def wait_for_end(places: Places, seconds: float = 15) -> bool:
    """Wait until the keeper has stopped the servers (after `release`)."""
    started = _started.pop(places.var, None)
    if started is not None:
        return children.wait_until(lambda: started.poll() is not None, seconds)
    return children.wait_until(lambda: not places.var.exists() or _keeper_pid(places) is None, seconds)


def use_for_command(arguments: list[str]) -> None:
    """Start what `manage.py COMMAND` needs: both servers and the database, unless they are elsewhere."""
    command = arguments[1] if len(arguments) > 1 else "help"
    if command in WITHOUT_SERVERS or all_elsewhere() or {"-h", "--help"} & set(arguments):
        return
    use(demo_places())
    have_database(demo_places())


def have_database(places: Places) -> None:
    """Make the database on the embedded PostgreSQL, unless DATABASE_URL names another."""
    if not os.environ.get("DATABASE_URL"):
        postgres.create_database(places)


def _keeper_pid(places: Places) -> int | None:
    """The process id of a keeper whose servers answer; None while there is none."""
    try:
        pid = int(json.loads(keeper.ready_file(places).read_text())["pid"])
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return None
    return pid if b"config.embedded.keeper" in words and os.fsencode(places.var) in words else None


def _start_keeper(places: Places, mode: keeper.Mode) -> "subprocess.Popen[bytes]":
    keeper.ready_file(places).unlink(missing_ok=True)
    command = [sys.executable, "-m", "config.embedded.keeper", str(places.var), mode]
    with _log(places).open("ab") as log:
        return subprocess.Popen(  # noqa: S603 (it outlives its starter on purpose: the lock ends it)
            command,
            cwd=BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _log(places: Places) -> Path:
    return places.log_dir / "keeper.log"
