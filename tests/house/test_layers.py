"""Who may speak with the outside: what import-linter's contracts cannot say, module by module."""

import ast
from pathlib import Path

import pytest

from config.embedded.places import BASE_DIR
from tests.house.source import modules, tree, where


@pytest.mark.parametrize(
    ("package", "room"),
    [("django.http", "webui"), ("rest_framework", "webui"), ("SpiffWorkflow", "engine/spiff")],
)
def test_only_one_room_speaks_it(package: str, room: str) -> None:
    speakers = [where(path) for path in modules() if any(begins(name, package) for name in imports(path))]
    # A benchmark may run the raw engine beside ours.
    wrong = [name for name in speakers if not name.startswith((f"{room}/", "benchmarks/"))]
    assert not wrong, "\n".join(wrong)


def test_a_handler_reaches_no_outside_system() -> None:
    handlers = [
        path for path in modules() if path.name == "handlers.py" and path.is_relative_to(BASE_DIR / "processes")
    ]
    wrong = [where(path) for path in handlers if any(begins(name, "integrations") for name in imports(path))]
    assert not wrong, "\n".join(wrong)


def begins(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def imports(path: Path) -> set[str]:
    """Every module a file imports; `from a import b` counts as `a` and as `a.b`."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found
