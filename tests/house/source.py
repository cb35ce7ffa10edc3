"""The source as the tests of the house see it: files, syntax trees, names."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from config.embedded.places import BASE_DIR

ROOMS = ["config", "webui", "processes", "tasks", "engine", "records", "integrations", "benchmarks"]


@cache
def modules() -> list[Path]:
    """Every Python module of the product; migrations are written by Django."""
    found = [path for room in ROOMS for path in sorted((BASE_DIR / room).rglob("*.py"))]
    return [path for path in found if not {"migrations", "node_modules", "__pycache__"} & set(path.parts)]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def classes(path: Path) -> Iterator[ast.ClassDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef))


def lines_of_code(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """From `def` to the end, without the docstring: that one may be as long as the reader needs."""
    docstring = node.body[0] if ast.get_docstring(node, clean=False) is not None else None
    said = (docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0
    return (node.end_lineno or 0) - node.lineno + 1 - said


def where(path: Path, node: ast.AST | None = None) -> str:
    """A place a person can go to."""
    line = f":{node.lineno}" if node is not None and hasattr(node, "lineno") else ""
    return f"{path.relative_to(BASE_DIR)}{line}"


@cache
def tracked() -> list[Path]:
    """Every file that is or would be committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=BASE_DIR, capture_output=True, check=True).stdout.decode().split("\0")
    return [BASE_DIR / name for name in names if name and (BASE_DIR / name).is_file()]
