"""The embedded PostgreSQL: made once, run as a child, reached by a Unix socket that only its owner may enter."""

import contextlib
import os
import signal
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from config.embedded import children, unprivileged
from config.embedded.places import Places

USER = "gyeot"
DATABASE = "gyeot"
#: The built-in C.UTF-8 locale: with plain C, trigrams find no Korean.
LOCALE = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8", "--encoding=UTF8"]
#: A killed process loses nothing with these (the kernel has the pages); a power cut would: for throw-away data only.
THROW_AWAY = {"fsync": "off", "full_page_writes": "off", "max_wal_size": "4GB"}
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
}


class PostgresDidNotStart(RuntimeError):
    """PostgreSQL ended or stayed silent while we waited; the end of its log says why."""

    def __init__(self, log: Path) -> None:
        tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
        super().__init__(f"PostgreSQL did not start; the end of {log}:\n{tail}")


def start(places: Places, *, throw_away: bool = False) -> subprocess.Popen[bytes]:
    """Make the data folder if there is none, start the server and wait until it answers.

    Raises:
        PostgresDidNotStart: see its message.
    """
    unprivileged.make_data_dir(places)
    unprivileged.give_away(places.postgres_socket_dir)
    log = places.log_dir / "postgres.log"
    if not (places.data / "PG_VERSION").exists():
        _initialise(places, log)
    _clear_leftovers(places)
    settings = {**SETTINGS, "unix_socket_directories": str(places.postgres_socket_dir)}
    settings |= THROW_AWAY if throw_away else {}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    program = children.Program(
        name="postgres",
        command=[str(unprivileged.programs() / "postgres"), "-D", os.path.realpath(places.data), *options],
        log=log,
        stop_signal=signal.SIGINT,
        environment={"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "PGTZ": "UTC"},
        account=unprivileged.account(),
    )
    process = children.start(program)
    if not children.wait_until(lambda: answers(places) or process.poll() is not None, 60) or process.poll() is not None:
        stop(process)
        raise PostgresDidNotStart(log)
    return process


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the server; SIGINT is its fast stop, SIGTERM would wait for every client to leave."""
    children.stop(process, signal.SIGINT, seconds=5)


def answers(places: Places) -> bool:
    """Whether the server takes connections."""
    try:
        connect(places, "postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def connect(places: Places, database: str = DATABASE) -> "psycopg.Connection[tuple[object, ...]]":
    """Connect as the owner, each statement its own transaction (as CREATE DATABASE needs)."""
    return psycopg.connect(
        host=str(places.postgres_socket_dir), user=USER, dbname=database, autocommit=True, connect_timeout=5
    )


def create_database(places: Places, name: str = DATABASE) -> None:
    """Create a database unless it is there."""
    with connect(places, "postgres") as connection, contextlib.suppress(psycopg.errors.DuplicateDatabase):
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _initialise(places: Places, log: Path) -> None:
    command = [str(unprivileged.programs() / "initdb"), "-D", os.path.realpath(places.data), "--username", USER]
    command += ["--auth-local=trust", "--auth-host=reject", "--data-checksums", "--no-instructions", *LOCALE]
    with log.open("ab") as out:
        done = subprocess.run(  # noqa: S603
            command,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
            **unprivileged.run_as(),
        )
    if done.returncode != 0:
        raise PostgresDidNotStart(log)


def _clear_leftovers(places: Places) -> None:
    """After a kill -9: wait for an old server on these data to go, then remove the pid file it left.

    The keeper's lock makes sure that no other keeper runs one now. A pid that is somebody else's by now would
    otherwise stop PostgreSQL from starting.
    """
    pid_file = places.data / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = int((pid_file.read_text().split() or ["0"])[0])
    data = os.fsencode(os.path.realpath(places.data))
    if not children.wait_until(lambda: not _is_server(pid, data), 5):
        os.kill(pid, signal.SIGQUIT)
        children.wait_until(lambda: not _is_server(pid, data), 5)
    pid_file.unlink(missing_ok=True)
    for left in places.postgres_socket_dir.iterdir():
        left.unlink(missing_ok=True)


def _is_server(pid: int, data: bytes) -> bool:
    try:
        return data in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
