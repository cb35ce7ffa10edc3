"""Runs another engine in an environment and a process of its own, on the same PostgreSQL, one round at a time."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.db import connection

from config.embedded.places import BASE_DIR, VAR_DIR

HERE = Path(__file__).parent


class Contender:
    """A child that answers each line of JSON with one."""

    def __init__(self, name: str) -> None:
        """Install what ``<name>.txt`` lists (once), make a database, start ``<name>_child.py``."""
        python = _environment(HERE / f"{name}.txt")
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
        given = connection.get_connection_params()
        place = {"CONTENDER_HOST": given["host"], "CONTENDER_NAME": name, "CONTENDER_USER": given["user"]}
        self._child = subprocess.Popen(
            [str(python), str(HERE / f"{name}_child.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **place},
        )
        if self._child.stdin is None or self._child.stdout is None:
            raise RuntimeError("the contender has no pipes")
        self._to, self._from = self._child.stdin, self._child.stdout
        self._answer()

    def round(self, **said: Any) -> dict[str, Any]:
        """One round's figures."""
        self._to.write(json.dumps(said) + "\n")
        self._to.flush()
        return self._answer()

    def end(self) -> None:
        """Let the child end."""
        self._to.close()
        self._child.wait(10)

    def _answer(self) -> dict[str, Any]:
        line = self._from.readline()
        if not line:
            raise RuntimeError(f"the contender ended with {self._child.wait(10)}")
        found: dict[str, Any] = json.loads(line)
        return found


def _environment(wanted: Path) -> Path:
    folder = VAR_DIR / "contenders" / wanted.stem
    python, stamp = folder / "bin" / "python", folder / ".installed"
    digest = hashlib.sha256(wanted.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], cwd=BASE_DIR, check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(wanted)]
        subprocess.run(pip, check=True, stdout=sys.stderr)
        stamp.write_text(digest)
    return python
