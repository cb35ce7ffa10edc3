"""`bin/demo` as a newcomer meets it: in a folder that only its owner may enter, started from a script with `&`."""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
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

    def processes(self, word: bytes = b"") -> list[int]:
        """Every process that was started from this clone."""
        path, found = os.fsencode(self.folder), []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                cwd, command = os.readlink(entry / "cwd"), (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if (path in command or cwd == str(self.folder)) and word in command:
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


def test_the_demo_comes_back_after_kill_9_and_ends_on_ctrl_c(clone: Clone) -> None:
    assert health(clone.start()) == "ok"
    [server] = [
        pid for pid in clone.processes(b"/bin/postgres\0") if b"-D" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
    assert Path(f"/proc/{server}").stat().st_uid != 0

    for pid in clone.processes():
        os.kill(pid, signal.SIGKILL)
    address = clone.start()
    assert health(address) == "ok"

    [supervisor] = clone.processes(b"config.embedded.supervisor")
    began = time.monotonic()
    os.kill(supervisor, signal.SIGINT)
    assert children.wait_until(lambda: not clone.processes(), STOP_SECONDS), clone.processes()
    assert time.monotonic() - began < STOP_SECONDS
    assert "Everything has stopped." in clone.said.read_text()
    with pytest.raises(OSError, match="refused"):
        health(address)


def test_nothing_outlives_a_killed_supervisor(clone: Clone) -> None:
    clone.start()
    [supervisor] = clone.processes(b"config.embedded.supervisor")
    os.kill(supervisor, signal.SIGKILL)
    assert children.wait_until(lambda: not clone.processes(), 15), clone.processes()
