"""Sizes: a reader holds a function in the eye and a module in the head."""

import ast

from tests.house.source import classes, functions, lines_of_code, modules, where

LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
LONGEST_HANDLER = 15
MOST_METHODS = 8


def test_there_is_something_to_measure() -> None:
    assert len(modules()) > 20


def test_no_module_is_longer_than_300_lines() -> None:
    lengths = {where(path): len(path.read_text().splitlines()) for path in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = {
        f"{where(path, node)} {node.name}": lines_of_code(node)
        for path in modules()
        for node in functions(path)
        if lines_of_code(node) > LONGEST_FUNCTION
    }
    assert not long, str(long)


def test_a_handler_leaves_the_rules_to_records_and_tables() -> None:
    long = {
        f"{where(path, node)} {node.name}": lines_of_code(node)
        for path in modules()
        if path.name in {"handlers.py", "outside.py"} and "processes" in path.parts
        for node in functions(path)
        if lines_of_code(node) > LONGEST_HANDLER
    }
    assert not long, str(long)


def test_no_class_has_more_than_8_methods() -> None:
    many = {
        f"{where(path, node)} {node.name}": len(_methods(node))
        for path in modules()
        for node in classes(path)
        if len(_methods(node)) > MOST_METHODS
    }
    assert not many, str(many)


def test_there_are_no_mixins_of_ours() -> None:
    mixins = [
        f"{where(path, node)} {node.name}" for path in modules() for node in classes(path) if "Mixin" in node.name
    ]
    assert not mixins, "\n".join(mixins)


def _methods(node: ast.ClassDef) -> list[str]:
    """What the class defines; names that Python itself calls do not count."""
    named = [part.name for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [name for name in named if not (name.startswith("__") and name.endswith("__"))]
