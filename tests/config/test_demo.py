"""`bin/demo` as a newcomer meets it: in a folder that only its owner may enter, started from a script with `&`."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.embedded import children
from config.embedded.places import BASE_DIR, short_digest
from config.embedded.unprivileged import OUTSIDE
from tests.house.source import tracked

pytestmark = pytest.mark.faults
COLD_SECONDS = 180
STOP_SECONDS = 8


def parent_of(pid: int) -> int | None:
    """The parent's id; None for a process that has ended meanwhile."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    return int(re.search(r"^PPid:\s+(\d+)$", status, re.MULTILINE)[1])


@dataclass
class Clone:
    """A clone of this source with a demo in it; the packages are this clone's, so that the test need not fetch them."""

    folder: Path
    said: Path

    def start(self) -> str:
        """Start the demo the way a script would, wait until it says that it runs; its address."""
        with self.said.open("wb") as said:
            words = ["sh", "-c", "bin/demo --port 0 &"]  # such a shell has its children ignore SIGINT
            subprocess.run(words, cwd=self.folder, stdout=said, stderr=said, stdin=subprocess.DEVNULL, check=True)
        children.wait_until(lambda: "Gyeot runs" in self.said.read_text() or not self.processes(), COLD_SECONDS, 0.5)
        found = re.search(r"Gyeot runs \(ok.*?(http://\S+?)/\n", self.said.read_text())
        assert found, self.said.read_text()
        return found[1]

    def supervisor(self) -> int:
        """The process a person's Ctrl-C reaches."""
        [found] = self.processes(b"config.embedded.supervisor")
        return found

    def server(self) -> int:
        """PostgreSQL's first process; a child that was forked this instant still carries its command line."""
        found = set(self.processes(b"/bin/postgres\0"))
        [first] = [pid for pid in found if parent_of(pid) not in {None, *found}]
        return first

    def processes(self, word: bytes = b"") -> list[int]:
        """Every process that was started from this clone."""
        paths = [os.fsencode(self.folder), os.fsencode(OUTSIDE / short_digest(self.folder))]
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                cwd, command = os.readlink(entry / "cwd"), (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if (any(path in command for path in paths) or cwd == str(self.folder)) and word in command:
                found.append(int(entry.name))
        return found


@pytest.fixture
def clone() -> Iterator[Clone]:
    root = Path(tempfile.mkdtemp(prefix="gyeot-demo-"))
    folder = root / "clone"
    for path in tracked():
        target = folder / path.relative_to(BASE_DIR)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    for name in (".venv", "node_modules"):
        if (BASE_DIR / name).exists():
            (folder / name).symlink_to(BASE_DIR / name)
    if (BASE_DIR / "webui/static/build").exists():
        shutil.copytree(BASE_DIR / "webui/static/build", folder / "webui/static/build", dirs_exist_ok=True)
    clone = Clone(folder, root / "said.txt")
    yield clone
    for pid in clone.processes():
        os.kill(pid, signal.SIGKILL)
    children.wait_until(lambda: not clone.processes(), 10)
    shutil.rmtree(root, ignore_errors=True)
    shutil.rmtree(OUTSIDE / short_digest(folder), ignore_errors=True)
    shutil.rmtree(f"/tmp/gyeot-{os.geteuid()}-{short_digest(folder / '.var')}", ignore_errors=True)


def health(address: str) -> str:
    with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
        return str(json.load(answer)["status"])


def test_the_demo_comes_back_whatever_was_killed_and_ends_on_ctrl_c(clone: Clone) -> None:
    """One story, since the first start of a clone is the long part."""
    assert health(clone.start()) == "ok"
    assert os.geteuid() != 0 or Path(f"/proc/{clone.server()}").stat().st_uid != 0

    os.kill(clone.supervisor(), signal.SIGKILL)
    assert children.wait_until(lambda: not clone.processes(), 20), "something outlived its supervisor"

    assert health(clone.start()) == "ok"
    for pid in clone.processes():
        with contextlib.suppress(ProcessLookupError):  # it went with its parent
            os.kill(pid, signal.SIGKILL)

    address = clone.start()
    assert health(address) == "ok"
    os.kill(clone.supervisor(), signal.SIGINT)
    assert children.wait_until(lambda: not clone.processes(), STOP_SECONDS), clone.processes()
    assert "Everything has stopped." in clone.said.read_text()
    with pytest.raises(OSError, match="refused"):
        health(address)
