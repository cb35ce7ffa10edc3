"""A PostgreSQL and a Valkey of a test's own, to be killed, stopped and filled up without hurting any other test."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import redis
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from config import addresses
from config.embedded import children, keeper, postgres, servers, valkey
from config.embedded.places import VAR_DIR, Places
from tests.faults import disks
from tests.faults.disks import SmallDisk


class PrivateServers:
    """The two servers as children of this process (no keeper starts them again), and one database on them."""

    def __init__(self, name: str = "faults") -> None:
        self.run_name = f"test-{name}-{os.getpid()}"
        self.database = f"{self.run_name}_0".replace("-", "_")
        self.places = Places(VAR_DIR / self.run_name)
        self.postgres: subprocess.Popen[bytes] | None = None
        self.valkey: subprocess.Popen[bytes] | None = None
        self.disk: SmallDisk | None = None
        self._held: int | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What makes the settings of another process of ours point here."""
        return {
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "GYEOT_TEST_RUN": self.run_name,
            "PYTEST_XDIST_WORKER": "gw0",
            "DATABASE_URL": "",
            "REDIS_URL": "",
        }

    def start(self) -> None:
        """Start both and migrate the template that `renew` clones."""
        self.places.make()
        self._held = keeper.lock(self.places.var / "users.lock", keeper.ALONE)
        self.disk = SmallDisk.mount(self.places)
        self.start_valkey()
        self.start_postgres()
        self._make("template")
        with self.pointed_at("template"):
            call_command("migrate", verbosity=0, interactive=False)

    def stop(self) -> None:
        """End both and leave nothing behind."""
        if self.valkey is not None:
            valkey.stop(self.valkey)
        if self.postgres is not None:
            postgres.stop(self.postgres)
        if self.disk is not None:
            self.disk.unmount()
        keeper.remove(self.places)
        os.close(self._held or -1)

    def start_postgres(self) -> None:
        """Start PostgreSQL on its data; those of a killed one may need a moment to be let go."""
        for attempt in range(5):
            try:
                self.postgres = postgres.start(self.places, throw_away=True)
            except postgres.PostgresDidNotStart:
                if attempt == 4:
                    raise
                time.sleep(1)
            else:
                return

    def start_valkey(self) -> None:
        self.valkey = valkey.start(self.places)

    def kill_postgres(self) -> None:
        """kill -9 of the postmaster: its children find out and go."""
        self._kill(self.postgres)

    def kill_valkey(self) -> None:
        self._kill(self.valkey)

    @contextlib.contextmanager
    def frozen_valkey(self) -> Iterator[None]:
        """Valkey takes connections but answers nothing, as behind a broken network."""
        self.valkey.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.valkey.send_signal(signal.SIGCONT)

    def kill_a_backend(self) -> bool:
        """kill -9 of one connection's process, upon which PostgreSQL restarts all; False where none was there."""
        with postgres.connect(self.places, "postgres") as link:
            found = link.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid() LIMIT 1",
                [self.database],
            ).fetchone()
        if found is None:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(found[0]), signal.SIGKILL)
        return True

    def flush_valkey(self) -> None:
        with redis.Redis(unix_socket_path=str(self.places.valkey_socket)) as client:
            client.flushall()

    @contextlib.contextmanager
    def full_disk(self) -> Iterator[None]:
        """No byte is left where PostgreSQL writes; where we may not mount a small disk, no file may grow."""
        if self.disk is None:
            with self.files_that_cannot_grow():
                yield
            return
        self.disk.fill()
        try:
            yield
        finally:
            self.disk.free()
            self._up_again()

    @contextlib.contextmanager
    def files_that_cannot_grow(self) -> Iterator[None]:
        """PostgreSQL may write no file beyond a megabyte; the postmaster first, so that its new children inherit it."""
        disks.let_files_grow(self.processes_of_postgres(), disks.ROOM_FOR_A_FILE)
        disks.let_files_grow(self.processes_of_postgres(), disks.ROOM_FOR_A_FILE)
        try:
            yield
        finally:
            disks.let_files_grow(self.processes_of_postgres())
            disks.let_files_grow(self.processes_of_postgres())
            self._up_again()

    def _up_again(self) -> None:
        """A PostgreSQL that could not even write its log of changes has stopped itself: somebody starts it."""
        if not children.wait_until(lambda: self.postgres.poll() is not None or postgres.answers(self.places), 20):
            self.kill_postgres()
        if self.postgres.poll() is not None:
            self.start_postgres()

    def processes_of_postgres(self) -> list[int]:
        """The postmaster and its children."""
        own = self.postgres.pid
        with contextlib.suppress(OSError):
            return [own, *map(int, Path(f"/proc/{own}/task/{own}/children").read_text().split())]
        return [own]

    def renew(self) -> None:
        """Make the database afresh from the template."""
        with postgres.connect(self.places, "postgres") as link:
            name = sql.Identifier(self.database)
            link.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            link.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template").format(name))

    @contextlib.contextmanager
    def pointed_at(self, database: str) -> Iterator[None]:
        """Let this process's ORM, in every thread, speak to a database here."""
        known = connections["default"].settings_dict
        before = dict(known)
        connections.close_all()
        known.update(addresses.database(servers.database_url(self.places, database), keep_seconds=0))
        try:
            yield
        finally:
            connections.close_all()
            known.update(before)

    def _make(self, database: str) -> None:
        postgres.create_database(self.places, database)

    @staticmethod
    def _kill(process: subprocess.Popen[bytes] | None) -> None:
        process.kill()
        process.wait()
        children.wait_until(lambda: not Path(f"/proc/{process.pid}").exists(), 5)
