"""A lifecycle's folder, a version or a draft as a frozen set of files with a digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from engine import written

FOLDERS = {"forms": ".form", "decisions": ".dmn", "scenarios": ".yaml"}
#: What tries a process out is no part of what runs: it changes without a new version.
TRIALS = "scenarios/"


@dataclass(frozen=True)
class Bundle:
    """The files of a process by their path in its folder: the diagram, ``forms/*.form``, ``decisions/*.dmn``, and its
    ``scenarios/*.yaml``.
    """

    process_id: str
    files: Mapping[str, bytes]

    @cached_property
    def digest(self) -> str:
        """SHA-256 over paths and contents in order of path, scenarios left out: the same process has the same digest
        everywhere.
        """
        whole = hashlib.sha256(self.process_id.encode())
        for path in sorted(path for path in self.files if not path.startswith(TRIALS)):
            content = self.files[path]
            whole.update(f"\n{path}\n{len(content)}\n".encode())
            whole.update(content)
        return whole.hexdigest()

    def of_kind(self, suffix: str) -> dict[str, bytes]:
        """The files with this ending, by path."""
        return {path: content for path, content in sorted(self.files.items()) if path.endswith(suffix)}

    @cached_property
    def forms(self) -> dict[str, bytes]:
        """Form files by form id, which is the file's stem."""
        return {Path(path).stem: content for path, content in self.of_kind(".form").items()}


def from_folder(folder: Path, shared: Path | None = None) -> Bundle:
    """The bundle of ``processes/<id>/``: its own files, and those shared forms that its diagram names."""
    files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.bpmn"))}
    for name, suffix in FOLDERS.items():
        files |= {f"{name}/{path.name}": path.read_bytes() for path in sorted((folder / name).glob(f"*{suffix}"))}
    if shared is not None:
        files = _with_shared(files, shared)
    return Bundle(folder.name, files)


def _with_shared(files: dict[str, bytes], shared: Path) -> dict[str, bytes]:
    """Add the shared forms whose id some diagram mentions; a form of the bundle itself goes first."""
    diagrams = "".join(written.text(content) for path, content in files.items() if path.endswith(".bpmn"))
    found = dict(files)
    for path in sorted((shared / "forms").glob("*.form")):
        if f'formId="{path.stem}"' in diagrams or f'id="{path.stem}"' in diagrams:
            found.setdefault(f"forms/{path.name}", path.read_bytes())
    return found


def form_id(content: bytes) -> str | None:
    """The id a form file says it has; None where it is no form-js JSON."""
    try:
        found = json.loads(content).get("id")
    except (ValueError, AttributeError):
        return None
    return found if isinstance(found, str) else None
