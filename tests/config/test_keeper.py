"""The keeper: the servers live as long as somebody uses them, and come back when they were killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.embedded import children, keeper, postgres, servers, valkey
from config.embedded.places import BASE_DIR, VAR_DIR, Places


@pytest.fixture
def places() -> Iterator[Places]:
    chosen = Places(VAR_DIR / f"test-keeper-{os.getpid()}")
    yield chosen
    servers.release(chosen)
    servers.wait_for_end(chosen)


def both_answer(places: Places) -> bool:
    return postgres.answers(places) and valkey.answers(places)


def test_the_servers_end_with_their_last_user_and_leave_nothing(places: Places) -> None:
    servers.use(places, "test")
    assert both_answer(places)
    run = places.run
    servers.release(places)
    assert servers.wait_for_end(places)
    assert not places.var.exists()
    assert not run.exists()


def test_a_second_user_finds_them_running_and_keeps_them(places: Places) -> None:
    servers.use(places, "test")
    words = "import sys; from pathlib import Path; from config.embedded import servers; "
    words += "from config.embedded.places import Places; "
    words += f"print(servers.use(Places(Path({str(places.var)!r})), 'test'), flush=True); sys.stdin.read()"
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", words], cwd=BASE_DIR, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "None"
        servers.release(places)
        assert not children.wait_until(lambda: not both_answer(places), 1.5)
        other.kill()
    assert servers.wait_for_end(places)


@pytest.mark.faults
def test_a_killed_server_is_started_again_with_its_data(places: Places) -> None:
    servers.use(places, "test")
    with postgres.connect(places, "postgres") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    pid = int((places.data / "postmaster.pid").read_text().split()[0])
    os.killpg(pid, signal.SIGKILL)
    assert children.wait_until(lambda: not Path(f"/proc/{pid}").exists() and postgres.answers(places), 20)
    with postgres.connect(places, "postgres") as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)


@pytest.mark.faults
def test_after_everything_was_killed_the_next_start_works(places: Places) -> None:
    started = servers.use(places, "test")
    assert started is not None
    pid = int((places.data / "postmaster.pid").read_text().split()[0])
    started.kill()
    started.wait()
    children.kill_session(pid)
    servers.release(places)
    servers.use(places, "test")
    assert both_answer(places)


def test_strangers_do_not_reach_the_sockets(places: Places) -> None:
    servers.use(places, "test")
    assert places.postgres_socket_dir.stat().st_mode & 0o777 == 0o700
    assert places.valkey_socket.stat().st_mode & 0o777 == 0o700
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host="127.0.0.1", user=postgres.USER, dbname="postgres", connect_timeout=2)
    assert keeper.lock(places.var / "users.lock", keeper.ALONE) is None
