"""What is installed is exactly what was looked at: pinned, hashed, named with its reason, from no particular host."""

import ast
import json
import re
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from config.embedded.places import BASE_DIR
from tests.house.source import modules, tree, where

LOCKS = ["requirements", "requirements-dev", "requirements-node"]
HOST = re.compile(r"https?://")


def wanted(path: Path) -> list[str]:
    """The names in a `.in` file, as the index writes them."""
    lines = [line.split("#")[0].strip() for line in path.read_text().splitlines()]
    names = [re.split(r"[\[=<>~! ;]", line)[0] for line in lines if line and not line.startswith("-")]
    return [re.sub(r"[-_.]+", "-", name).lower() for name in names]


def locked(path: Path) -> dict[str, str]:
    """Name and version of every package in a lock file."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", path.read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_locked_with_a_version_and_a_hash(name: str) -> None:
    lock = BASE_DIR / f"{name}.lock"
    assert set(wanted(BASE_DIR / f"{name}.in")) <= set(locked(lock))
    entries = re.split(r"^(?=[a-z0-9])", lock.read_text(), flags=re.MULTILINE)[1:]
    assert entries
    wrong = [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
    assert not wrong, str(wrong)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_host(name: str) -> None:
    assert HOST.findall((BASE_DIR / f"{name}.lock").read_text()) == []


def test_tests_run_on_the_versions_that_people_get() -> None:
    run, test = (locked(BASE_DIR / f"{name}.lock") for name in LOCKS[:2])
    assert {name: (run[name], test[name]) for name in run.keys() & test.keys() if run[name] != test[name]} == {}


def test_the_front_ends_lock_names_no_host() -> None:
    lock = json.loads((BASE_DIR / "package-lock.json").read_text())
    wrong = [name for name, entry in lock["packages"].items() if "resolved" in entry]
    assert not wrong, str(wrong)
    unpinned = [name for name, entry in lock["packages"].items() if name and not entry.get("integrity")]
    assert not unpinned, "\n".join(unpinned)


def test_every_requirement_has_its_reason_in_the_architecture() -> None:
    text = (BASE_DIR / "ARCHITECTURE.md").read_text().lower()
    names = [name for lock in LOCKS for name in wanted(BASE_DIR / f"{lock}.in")]
    package = json.loads((BASE_DIR / "package.json").read_text())
    names += [*package.get("dependencies", {}), *package.get("devDependencies", {})]
    wrong = [name for name in names if name.lower() not in text]
    assert not wrong, str(wrong)


def test_what_the_product_imports_is_required_at_run_time() -> None:
    packages = packages_distributions()
    known = set(wanted(BASE_DIR / "requirements.in"))
    missing = {
        f"{where(path)}: {name}"
        for path in modules()
        for name in imported(path)
        if name in packages and not {re.sub(r"[-_.]+", "-", package).lower() for package in packages[name]} & known
    }
    assert not missing, "\n".join(sorted(missing))


def imported(path: Path) -> set[str]:
    """The first words of a module's imports."""
    nodes = list(ast.walk(tree(path)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    parts = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.split(".")[0] for name in plain | parts}
