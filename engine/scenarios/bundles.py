"""Finds what a scenario runs: its process, the processes that one calls, and the forms and tables they name."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from engine import bundle as bundles
from engine.bundle import Bundle
from engine.findings import ModelRefused
from engine.scenarios.loading import Scenario, ScenarioUnreadable
from engine.spiff import reading
from engine.spiff.diagram import Diagram


def of(scenario: Scenario) -> list[Bundle]:
    """The bundles to deploy, called ones first; the last one is the scenario's own.

    Raises:
        ScenarioUnreadable: the process is nowhere.
        ModelRefused: its file cannot be read.
    """
    own = _own(scenario)
    ordered: list[Bundle] = []
    _collect(own, scenario.path.parent, (ordered, set()))
    return ordered


def _own(scenario: Scenario) -> Bundle:
    here = scenario.path.parent
    if scenario.process.endswith(".bpmn"):
        file = here / scenario.process
        if not file.exists():
            raise ScenarioUnreadable(f"{file} is not there")
        return _from_file(file, next(iter(reading.read(file.read_bytes()))))
    found = _search(scenario.process, here)
    if found is None:
        raise ScenarioUnreadable(f"{scenario.path}: the process {scenario.process} is nowhere")
    return found


def _search(process_id: str, here: Path) -> Bundle | None:
    """A lifecycle folder around or among ours, else a file beside that holds the process."""
    for folder in (here.parent, here, here.parent.parent / process_id, Path(settings.PROCESSES_DIR) / process_id):
        if folder.name == process_id and (folder / f"{process_id}.bpmn").exists():
            return bundles.from_folder(folder, folder.parent / "shared")
    for file in sorted({*here.glob("*.bpmn"), *here.parent.glob("*.bpmn")}):
        content = file.read_bytes()
        if f'id="{process_id}"'.encode() in content and process_id in _readable(content):
            return _from_file(file, process_id)
    return None


def _readable(content: bytes) -> dict[str, Diagram]:
    try:
        return reading.read(content)
    except ModelRefused:
        return {}


def _from_file(file: Path, process_id: str) -> Bundle:
    """The bundle of one process of a file, with the forms and tables beside it that the file names."""
    if file.stem == process_id and (file.parent / "forms").is_dir():
        return (
            bundles.from_folder(file.parent, file.parent.parent / "shared")
            if file.parent.name == process_id
            else _plain(file, process_id)
        )
    return _plain(file, process_id)


def _plain(file: Path, process_id: str) -> Bundle:
    content = file.read_bytes()
    files = {file.name: content}
    for folder in (file.parent, file.parent / "forms", file.parent / "decisions"):
        for form in sorted(folder.glob("*.form")):
            if f'"{form.stem}"'.encode() in content:
                files[f"forms/{form.name}"] = form.read_bytes()
        for table in sorted(folder.glob("*.dmn")):
            if _names_one(content, table.read_bytes()):
                files[f"decisions/{table.name}"] = table.read_bytes()
    return Bundle(process_id, files)


def _names_one(diagram: bytes, table: bytes) -> bool:
    """Whether a diagram names a decision of a table file."""
    parts = diagram.split(b'decisionId="')[1:]
    return any(b'id="' + part.split(b'"', 1)[0] + b'"' in table for part in parts)


def _collect(bundle: Bundle, here: Path, found: tuple[list[Bundle], set[str]]) -> None:
    ordered, seen = found
    if bundle.process_id in seen:
        return
    seen.add(bundle.process_id)
    diagrams: dict[str, Diagram] = {}
    for content in bundle.of_kind(".bpmn").values():
        diagrams |= _readable(content)
    own = diagrams.get(bundle.process_id)
    for node in own.nodes.values() if own is not None else ():
        name = node.ext.called_process
        if name is None or node.kind != "callActivity":
            continue
        called = Bundle(name, bundle.files) if name in diagrams else _search(name, here)
        if called is not None:
            _collect(called, here, found)
    ordered.append(bundle)
