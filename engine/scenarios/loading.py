"""Reads scenario files: YAML in which dates stay text, numbers are decimals and only true and false are booleans."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

KNOWN = frozenset({"scenario", "process", "now", "start", "mock", "steps", "expect"})
STEP_KINDS = ("complete", "advance", "message", "signal", "worker", "retry", "cancel")
_NULL = re.compile(r"^(?:~|null|)$")
_TRUTH = re.compile(r"^(?:true|false)$")
_NUMBER = re.compile(r"^[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$")


class ScenarioUnreadable(Exception):
    """A file that is no scenario; the text says why."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One scenario as written; ``path`` is its file."""

    path: Path
    name: str
    process: str
    now: str = "2026-01-05T09:00+09:00"
    start: dict[str, Any] | None = None
    mock: dict[str, Any] = field(default_factory=dict)
    steps: tuple[dict[str, Any], ...] = ()
    expect: dict[str, Any] = field(default_factory=dict)


class _Loader(yaml.SafeLoader):
    """SafeLoader with our scalars only."""


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", _NULL, ["~", "n", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", _TRUTH, list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", _NUMBER, list("-+0123456789"))
_Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(str(node.value)))


def find(paths: list[Path]) -> list[Path]:
    """The scenario files among these paths; folders are searched through."""
    found: list[Path] = []
    for path in paths:
        inside = sorted({*path.rglob("*.yaml"), *path.rglob("*.yml")}) if path.is_dir() else [path]
        found.extend(inside)
    return found


def load(path: Path) -> Scenario:
    """Read a scenario from its file; raises ScenarioUnreadable as ``read`` does."""
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise ScenarioUnreadable(f"{path}: {problem}") from None
    return read(path, content)


def read(path: Path, content: bytes) -> Scenario:
    """Read a scenario from what its file holds.

    Raises:
        ScenarioUnreadable: no YAML, or not the format.
    """
    try:
        said = yaml.load(content.decode("utf-8"), Loader=_Loader)  # noqa: S506 - a SafeLoader of our own
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as problem:
        raise ScenarioUnreadable(f"{path}: {problem}") from None
    if not isinstance(said, dict) or "process" not in said:
        raise ScenarioUnreadable(f"{path}: it names no process")
    if unknown := set(map(str, said)) - KNOWN:
        raise ScenarioUnreadable(f"{path}: unknown: {', '.join(sorted(unknown))}")
    given = {name: value for name, value in said.items() if value is not None and name != "scenario"}
    given["steps"] = tuple(_step(path, step) for step in given.get("steps", ()))
    start = said.get("start", None)
    given["start"] = dict(start or {}) if "start" in said else None
    return Scenario(path=path, name=str(said.get("scenario", path.stem)), **given)


def _step(path: Path, step: Any) -> dict[str, Any]:  # noqa: ANN401 - YAML
    if not isinstance(step, dict) or not (set(step) & {*STEP_KINDS, "expect"}):
        raise ScenarioUnreadable(f"{path}: a step is one of {', '.join(STEP_KINDS)}")
    return step
