"""Reads scenario files: YAML in which dates stay text, numbers are decimals and only true and false are booleans."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from engine.scenarios import shape

_NULL = re.compile(r"^(?:~|null|)$")
_TRUTH = re.compile(r"^(?:true|false)$")
_MERGE = re.compile(r"^<<$")
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
    """SafeLoader with our scalars only; keys are text as they are written, and none stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        """A mapping by the text of its keys."""
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        twice = next((key for number, key in enumerate(keys) if key in keys[:number] and key != "<<"), None)
        if twice is not None:
            raise yaml.constructor.ConstructorError(None, None, f"{twice} stands twice", node.start_mark)
        self.flatten_mapping(node)
        if any(not isinstance(key, yaml.ScalarNode) for key, _ in node.value):
            raise yaml.constructor.ConstructorError(None, None, "a key is no text", node.start_mark)
        return {key.value: self.construct_object(value, deep=deep) for key, value in node.value}


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", _NULL, ["~", "n", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", _TRUTH, list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", _NUMBER, list("-+0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:merge", _MERGE, ["<"])
_Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(str(node.value)))


def find(paths: list[Path]) -> list[Path]:
    """The scenario files among these paths; folders are searched through."""
    found: list[Path] = []
    for path in paths:
        inside = sorted({*path.rglob("*.yaml"), *path.rglob("*.yml")}) if path.is_dir() else [path]
        found.extend(inside)
    return found


def load(path: Path) -> Scenario:
    """Read the one scenario of a file; raises ScenarioUnreadable as ``read`` does."""
    return read(path, _content(path))


def load_all(path: Path) -> list[Scenario]:
    """Read every scenario of a file, its documents divided by ``---``; raises ScenarioUnreadable as ``read`` does."""
    return read_all(path, _content(path))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise ScenarioUnreadable(f"{path}: {problem}") from None


def read(path: Path, content: bytes) -> Scenario:
    """Read a scenario from what its file holds.

    Raises:
        ScenarioUnreadable: no YAML, not the format, or more than one.
    """
    found = read_all(path, content)
    if len(found) > 1:
        raise ScenarioUnreadable(f"{path}: it holds {len(found)} scenarios")
    return found[0]


def read_all(path: Path, content: bytes) -> list[Scenario]:
    """Read the scenarios a file holds, at least one; raises ScenarioUnreadable."""
    try:
        documents = list(yaml.load_all(content.decode("utf-8-sig"), Loader=_Loader))
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as problem:
        raise ScenarioUnreadable(f"{path}: {' '.join(str(problem).split())}") from None
    said = [document for document in documents if document is not None]
    if not said:
        raise ScenarioUnreadable(f"{path}: it is empty")
    return [_scenario(path, document, number, len(said)) for number, document in enumerate(said, start=1)]


def _scenario(path: Path, said: Any, number: int, count: int) -> Scenario:  # noqa: ANN401 - YAML
    place = f"{path}: " if count == 1 else f"{path}, document {number}: "
    if wrong := list(shape.problems(said)):
        raise ScenarioUnreadable(place + "; ".join(wrong))
    given = {name: value for name, value in said.items() if value is not None and name != "scenario"}
    given["steps"] = tuple(given.get("steps", ()))
    given["start"] = dict(said["start"] or {}) if "start" in said else None
    texts = {name: str(given[name]) for name in ("process", "now") if name in given}
    return Scenario(path=path, name=str(said.get("scenario") or path.stem), **{**given, **texts})
