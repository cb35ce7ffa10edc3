"""Ways to make PostgreSQL's writes fail for want of room, for root and for a plain user."""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path

from config.embedded import unprivileged
from config.embedded.places import VAR_DIR, Places

SIZE = "512m"
ROOM_FOR_A_FILE = 1024 * 1024
CHUNK = bytes(4 * 1024 * 1024)


class SmallDisk:
    """PostgreSQL's data on a small file system of their own, which a file of ours fills to the last byte (root)."""

    def __init__(self, places: Places) -> None:
        self.place = Path(os.path.realpath(places.data))
        self.filler = self.place / "filler"

    @classmethod
    def mount(cls, places: Places) -> SmallDisk | None:
        """Mount it under the data folder; None where this account or this machine may not mount."""
        if os.geteuid() != 0:
            return None
        _unmount_left_overs()
        unprivileged.make_data_dir(places)
        made = cls(places)
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "tmpfs", str(made.place)],
            capture_output=True,
            check=False,
        )
        return made if mounted.returncode == 0 else None

    def unmount(self) -> None:
        subprocess.run(["umount", str(self.place)], check=True, capture_output=True)

    def fill(self) -> None:
        with self.filler.open("ab", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(CHUNK)

    def free(self) -> None:
        self.filler.unlink(missing_ok=True)


def let_files_grow(pids: list[int], most_bytes: int | None = None) -> None:
    """Let these processes write no file beyond so many bytes: what a quota does (EFBIG), for a plain user too.

    The account they run as says so: root may lack the right over another's limits in a container.
    """
    limit = f"--fsize={most_bytes}:" if most_bytes else "--fsize=unlimited:"
    for pid in pids:
        said = subprocess.run(
            ["prlimit", "--pid", str(pid), limit], capture_output=True, check=False, cwd="/", **unprivileged.run_as()
        )
        assert said.returncode == 0 or not Path(f"/proc/{pid}").exists(), said.stderr


def _unmount_left_overs() -> None:
    """Runs that were killed leave their file systems behind."""
    for line in Path("/proc/mounts").read_text().splitlines():
        place = line.split(" ")[1]
        run = next((part for part in Path(place).parts if part.startswith("test-faults-")), None)
        ours = run is not None and (place.startswith(str(VAR_DIR)) or place.startswith(str(unprivileged.OUTSIDE)))
        if ours and not Path("/proc", run.rpartition("-")[2]).exists():
            subprocess.run(["umount", place], check=False, capture_output=True)
