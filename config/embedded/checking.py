"""`bin/check`: format, lint, types, layers, migrations and processes hold. Needs no server."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from config.embedded import set_up, steps
from config.embedded.places import BASE_DIR

BIN = set_up.VENV / "bin"
PYTHON = str(set_up.PYTHON)


@dataclass(frozen=True)
class Check:
    """One question about the source, and the command that answers it."""

    name: str
    command: Sequence[str]


#: The slow one first: it takes a core of its own while the others follow each other on the second.
CHECKS = [
    Check("types", [str(BIN / "mypy"), "."]),
    Check("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
    Check("lint", [str(BIN / "ruff"), "check", "--quiet", "."]),
    Check("layers", [str(BIN / "lint-imports"), "--no-cache"]),
    Check("Django", [PYTHON, "manage.py", "check", "--fail-level", "WARNING"]),
    # It warns that it cannot ask a database about the past; there is none here on purpose.
    Check(
        "migrations", [PYTHON, "-W", "ignore::RuntimeWarning", "manage.py", "makemigrations", "--check", "--dry-run"]
    ),
    Check("processes", [PYTHON, "manage.py", "check_processes"]),
]


def all_hold() -> bool:
    """Run every check and say how each came out."""
    began = time.monotonic()
    # Until the lifecycles have landed there is nothing to check in them.
    known = [
        check
        for check in CHECKS
        if check.name != "processes" or [*BASE_DIR.glob("*/management/commands/check_processes.py")]
    ]
    with ThreadPoolExecutor(2) as pool:
        held = list(pool.map(_holds, known))
    steps.say(f"bin/check: {'all hold' if all(held) else 'NOT all hold'}, {time.monotonic() - began:.0f} s")
    return all(held)


def _holds(check: Check) -> bool:
    began = time.monotonic()
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    done = subprocess.run(  # noqa: S603
        check.command,
        cwd=BASE_DIR,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    held = done.returncode == 0
    steps.say(f"{'ok  ' if held else 'FAIL'} {check.name} ({time.monotonic() - began:.0f} s)")
    if not held:
        steps.say(f"{done.stdout}{done.stderr}".rstrip())
    return held


def main() -> None:
    """Set up what the checks need, and end with 1 if one of them fails."""
    steps.listen_for_the_end()
    with set_up.one_at_a_time():
        set_up.environment(for_tests=True)
    sys.exit(0 if all_hold() else 1)


if __name__ == "__main__":
    main()
