"""The standard's public test kit: reads its test files, runs the cases, compares as the kit wants it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from lxml import etree

from engine.dmn.errors import DecisionRefused
from engine.dmn.evaluation import evaluate_leniently
from engine.dmn.model import Model
from engine.dmn.parsing import neighbours, parse
from engine.dmn.xml import Element, local
from engine.feel.compare import equal
from engine.feel.conversion import NotAFeelValue
from engine.feel.environment import Environment, Run
from engine.feel.errors import FeelLimitExceeded, Undefined
from engine.feel.limits import Limits
from engine.feel.temporal_text import parse_date, parse_date_time, parse_duration, parse_time
from engine.feel.values import Value

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_ENVIRONMENT = Environment(now=datetime(2024, 1, 1, tzinfo=UTC), limits=Limits(seconds=5.0))
_CLOSE = Decimal("1e-8")


@dataclass(frozen=True)
class Case:
    """The outcome of one case: which file, which id, and what was wrong (empty when it passed)."""

    file: str
    id: str
    wrong: str


def run_folder(folder: Path) -> Iterator[Case]:
    """Run every test file under a folder."""
    for file in sorted(folder.rglob("*.xml")):
        yield from run_file(file)


def run_file(file: Path) -> Iterator[Case]:
    """Run the cases of one test file against the model beside it."""
    root = etree.parse(
        str(file), etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False)
    ).getroot()
    if local(root) != "testCases":
        return
    name = _text(root, "modelName")
    try:
        model: Model | None = parse((file.parent / name).read_bytes(), imports=neighbours(file.parent))
        problem = ""
    except (DecisionRefused, OSError) as error:
        model, problem = None, str(error)
    for case in _children(root, "testCase"):
        wrong = problem if model is None else _run_case(model, case)
        yield Case(str(file), str(case.get("id")), wrong)


def _run_case(model: Model, case: Element) -> str:
    inputs = {str(node.get("name")): _value(node) for node in _children(case, "inputNode")}
    wrongs = [_run_result(model, case, node, inputs) for node in _children(case, "resultNode")]
    return "; ".join(wrong for wrong in wrongs if wrong)


def _run_result(model: Model, case: Element, node: Element, inputs: Mapping[str, Value]) -> str:
    wanted = str(case.get("invocableName") or node.get("name"))
    expected = next(iter(_children(node, "expected")), None)
    value = None if expected is None else _value(expected)
    try:
        found = evaluate_leniently(model, wanted, inputs, _ENVIRONMENT).value
    except (DecisionRefused, FeelLimitExceeded, NotAFeelValue) as error:
        return "" if value is None else f"{wanted}: {error}"
    if isinstance(found, dict) and case.get("type") == "decisionService" and str(node.get("name")) in found:
        found = found[str(node.get("name"))]
    return "" if _alike(value, found) else f"{wanted}: {value!r} was expected, not {found!r}"


def _alike(expected: Value, found: Value) -> bool:
    if isinstance(expected, Decimal) and isinstance(found, Decimal):
        return abs(expected - found) <= _CLOSE * max(Decimal(1), abs(expected))
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(map(_alike, expected, found))
    if isinstance(expected, dict) and isinstance(found, dict):
        return expected.keys() == found.keys() and all(_alike(expected[name], found[name]) for name in expected)
    return equal(expected, found, Run(_ENVIRONMENT)) is True


def _value(element: Element) -> Value:
    if element.get(f"{_XSI}nil") == "true":
        return None
    first = next(_children(element), None)
    if first is None:
        return None
    if local(first) == "value":
        return _scalar(first)
    if local(first) == "list":
        return None if first.get(f"{_XSI}nil") == "true" else [_value(item) for item in _children(first, "item")]
    return {str(part.get("name")): _value(part) for part in _children(element, "component")}


def _scalar(element: Element) -> Value:
    text, kind = element.text or "", str(element.get(f"{_XSI}type") or "").rpartition(":")[2]
    if element.get(f"{_XSI}nil") == "true":
        return None
    try:
        return _READERS.get(kind, str)(text)
    except Undefined:
        return text


def _boolean(text: str) -> bool:
    return text.strip() in ("true", "1")


def _number(text: str) -> Decimal:
    return Decimal(text.strip())


_READERS = {
    "boolean": _boolean,
    **dict.fromkeys(("decimal", "double", "integer", "int", "long", "float"), _number),
    "date": parse_date,
    "time": parse_time,
    "dateTime": parse_date_time,
    "duration": parse_duration,
}


def _children(element: Element, name: str = "") -> Iterator[Element]:
    for child in element:
        if not name or local(child) == name:
            yield child


def _text(element: Element, name: str) -> str:
    return next((child.text or "" for child in _children(element, name)), "").strip()
