"""The environment in `.venv`: made with the Python at hand, filled from the lock files, checked by their hashes."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from config.embedded import steps
from config.embedded.places import BASE_DIR, VAR_DIR, Places

if TYPE_CHECKING:
    from collections.abc import Iterator

VENV = BASE_DIR / ".venv"
PYTHON = VENV / "bin" / "python"
NO_VENV = """Python's venv module is not complete here, and this account may not install it.
Install it and start again; on Debian and Ubuntu:  apt-get install python3-venv"""


@contextmanager
def one_at_a_time() -> "Iterator[None]":
    """Two set-ups of one clone at once wait for each other."""
    Places(VAR_DIR).make()
    with ExitStack() as stack:
        handle = stack.enter_context((VAR_DIR / "set-up.lock").open("w"))
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            steps.say("· waiting for another set-up of this clone")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def environment(*, for_tests: bool) -> None:
    """Make `.venv` and install what the lock files name; nothing to do if they did not change."""
    locks = ["requirements.lock", *(["requirements-dev.lock"] if for_tests else [])]
    if not _works():
        _make_venv()
    for lock in locks:
        install(lock)


def install(lock: str) -> None:
    """Install a lock file into `.venv`, unless that was done."""
    digest = _digest([lock])
    stamp = VENV / f".{lock}.installed"
    if steps.is_current(stamp, digest):
        return
    pip = [*_pip(), "install", "--disable-pip-version-check", "--no-input", "--no-compile", "--no-deps"]
    steps.run(f"installing the packages of {lock}", [*pip, "--require-hashes", "-r", lock])
    steps.note(stamp, digest)


def _digest(files: Iterable[str]) -> str:
    found = hashlib.sha256(sys.version.encode())
    for name in files:
        found.update((BASE_DIR / name).read_bytes())
    return found.hexdigest()


def _works() -> bool:
    """Whether `.venv` runs (it does not when it was moved, or the system's Python has gone)."""
    if not PYTHON.exists():
        return False
    question = "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))"
    return subprocess.run([str(PYTHON), "-c", question], capture_output=True, check=False).returncode == 0  # noqa: S603


def _make_venv() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(VENV)]
    if steps.attempt("making the environment .venv", command) == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if _has_pip(sys.executable):
        steps.run("making the environment with the system's pip", [*command, "--without-pip"])
    elif os.geteuid() == 0 and shutil.which("apt-get"):
        apt_install("python3-venv")
        steps.run("making the environment .venv", command)
    else:
        raise steps.StepFailed(NO_VENV)


def apt_install(*packages: str) -> None:
    """Install packages of the system (as root on Debian or Ubuntu)."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    steps.run("reading the system's package lists", ["apt-get", "update"], quiet)
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    steps.run(f"installing the system's {', '.join(packages)}", command, quiet)


def _has_pip(python: str) -> bool:
    return subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0  # noqa: S603


def _pip() -> list[str]:
    if _has_pip(str(PYTHON)):
        return [str(PYTHON), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]
