"""Reads scenario files: YAML in which dates stay text, numbers are decimals and only true and false are booleans."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from engine.scenarios import shape

_NULL = re.compile(r"^(?:~|null|)$")
_TRUTH = re.compile(r"^(?:true|false)$")
_MERGE = re.compile(r"^<<$")
_NUMBER = re.compile(r"^[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?$")
#: Of a document with what its aliases repeat: a few lines could otherwise stand for millions.
_PARTS = 100_000


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
        keys = [_whole(key) for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        twice = next((key for number, key in enumerate(keys) if key in keys[:number] and key != "<<"), None)
        if twice is not None:
            raise yaml.constructor.ConstructorError(None, None, f"{twice} stands twice", node.start_mark)
        self.flatten_mapping(node)
        if any(not isinstance(key, yaml.ScalarNode) for key, _ in node.value):
            raise yaml.constructor.ConstructorError(None, None, "a key is no text", node.start_mark)
        return {_whole(key): self.construct_object(value, deep=deep) for key, value in node.value}

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> Any:  # noqa: ANN401 - as the parent
        """A text of whole characters."""
        said = super().construct_scalar(node)
        return _whole(node) if isinstance(node, yaml.ScalarNode) else said


def _whole(node: yaml.ScalarNode) -> str:
    """The text of a node: JSON escapes a rare character as two halves, and one half alone is no text."""
    try:
        return str(node.value).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        raise yaml.constructor.ConstructorError(None, None, "half a character is no text", node.start_mark) from None


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", _NULL, ["~", "n", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", _TRUTH, list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", _NUMBER, list("-+.0123456789"))
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
        documents = list(_documents(content.decode("utf-8-sig")))
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError, ValueError) as problem:
        raise ScenarioUnreadable(f"{path}: {' '.join(str(problem).split())}") from None
    if not documents:
        raise ScenarioUnreadable(f"{path}: it is empty")
    return [_scenario(path, one, number, len(documents)) for number, one in enumerate(documents, start=1)]


def _documents(text: str) -> Iterator[tuple[yaml.Node, Any]]:
    """What is said in each document that says something, and the nodes it came from."""
    loader = _Loader(text)
    try:
        while loader.check_node():
            node = loader.get_node()
            if node is None:
                continue
            _count(node, {})
            said = loader.construct_document(node)
            if said is not None:
                yield node, said
    finally:
        loader.dispose()


def _count(node: yaml.Node, seen: dict[int, int]) -> int:
    """How many parts a node has, aliases written out."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) in seen:
        if not seen[id(node)]:
            raise yaml.constructor.ConstructorError(None, None, "it holds itself", node.start_mark)
        return seen[id(node)]
    seen[id(node)] = 0
    parts = [part for pair in node.value for part in pair] if isinstance(node, yaml.MappingNode) else node.value
    seen[id(node)] = found = 1 + sum(_count(part, seen) for part in parts)
    if found > _PARTS:
        raise yaml.constructor.ConstructorError(None, None, f"more than {_PARTS} parts", node.start_mark)
    return found


def _scenario(path: Path, document: tuple[yaml.Node, Any], number: int, count: int) -> Scenario:
    node, said = document
    place = f"{path}: " if count == 1 else f"{path}, document {number}: "
    if wrong := list(shape.problems(said)):
        raise ScenarioUnreadable(place + "; ".join(f"line {_line(node, one.place)}: {one}" for one in wrong))
    given = {name: value for name, value in said.items() if value is not None and name != "scenario"}
    given["steps"] = tuple(given.get("steps", ()))
    given["start"] = dict(said["start"] or {}) if "start" in said else None
    texts = {name: str(given[name]) for name in ("process", "now") if name in given}
    return Scenario(path=path, name=str(said.get("scenario") or path.stem), **{**given, **texts})


def _line(node: yaml.Node, place: shape.Place) -> int:
    """The line of what stands at a place, or of what comes nearest to it."""
    line = node.start_mark.line
    for part in place.path:
        if isinstance(node, yaml.MappingNode):
            key, inner = next((pair for pair in node.value if pair[0].value == part), (None, node))
            line = line if key is None else key.start_mark.line
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            inner = node.value[part]
            line = inner.start_mark.line
        else:
            break
        node = inner
    return int(line) + 1
