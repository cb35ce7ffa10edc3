"""Where the embedded servers keep their things: one `Places` per set of servers."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / ".var"
#: A Unix socket's path may have about 107 bytes; `/pg/.s.PGSQL.5432.lock` is what PostgreSQL appends.
LONGEST_RUN_DIR = 80


class FolderNotOurs(RuntimeError):
    """A folder that must be ours alone belongs to somebody else, or is a link."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} exists already and is not a folder of this user; remove it and start again.")
        self.folder = folder


@dataclass(frozen=True)
class Places:
    """The folders of one PostgreSQL and one Valkey: the demo's `.var`, or a test run's `.var/test-<pid>`."""

    var: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's data; a link to `/var/lib/gyeot/…` where only root may enter the clone."""
        return self.var / "postgres"

    @property
    def run(self) -> Path:
        """The folder of the sockets, short enough for a socket's path."""
        inside = self.var / "run"
        if len(os.fsencode(inside)) <= LONGEST_RUN_DIR and others_may_enter_clone():
            return inside
        return Path(f"/tmp/gyeot-{os.geteuid()}-{short_digest(self.var)}")  # noqa: S108 (made 0700 and checked to be ours)

    @property
    def postgres_socket_dir(self) -> Path:
        """PostgreSQL's own part of `run`; as root it belongs to the account PostgreSQL runs as."""
        return self.run / "pg"

    @property
    def valkey_socket(self) -> Path:
        """Valkey's socket."""
        return self.run / "valkey.sock"

    @property
    def log_dir(self) -> Path:
        """One log file per process."""
        return self.var / "log"

    def make(self) -> None:
        """Make the folders; as root others may pass through, since PostgreSQL runs as another account."""
        mode = 0o711 if os.geteuid() == 0 else 0o700
        for folder in (VAR_DIR, self.var, self.run):
            make_private(folder, mode)
        make_private(self.log_dir)


def others_may_enter_clone() -> bool:
    """Whether the account that PostgreSQL runs as can enter the clone; always so for a plain user's own account."""
    if os.geteuid() != 0:
        return True
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (BASE_DIR, *BASE_DIR.parents))


def short_digest(path: Path) -> str:
    """Eight hex digits that stand for a path."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:8]


def make_private(folder: Path, mode: int = 0o700) -> None:
    """Make a folder that nobody else could have put there.

    Raises:
        FolderNotOurs: it is a link, or belongs to another account.
    """
    folder.mkdir(mode=mode, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise FolderNotOurs(folder)
    folder.chmod(mode)
