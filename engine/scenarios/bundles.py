"""Finds what a scenario runs: its process, the processes that one calls, and the forms and tables they name."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from engine import bundle as bundles
from engine import dmn, written
from engine.bundle import Bundle
from engine.findings import ModelRefused
from engine.scenarios.loading import Scenario, ScenarioUnreadable
from engine.spiff import reading, script, starts
from engine.spiff.diagram import Diagram

_ID = re.compile(r"""\bid\s*=\s*(["'])(.*?)\1""")


def of(scenario: Scenario) -> list[Bundle]:
    """The bundles to deploy, called ones first; the last one is the scenario's own.

    Raises:
        ScenarioUnreadable: the process is nowhere.
        ModelRefused: its file cannot be read.
    """
    own = _own(scenario)
    here, ordered, seen = scenario.path.parent, list[Bundle](), set[str]()
    _collect(own, here, (ordered, seen))
    for name in _begun_by_events(own):
        _collect(Bundle(name, own.files), here, (ordered, seen))
    return [*(bundle for bundle in ordered if bundle is not own), own]


def _begun_by_events(own: Bundle) -> list[str]:
    """The other pools of the scenario's file that messages, signals or times start: they play along."""
    diagrams: dict[str, Diagram] = {}
    for content in own.of_kind(".bpmn").values():
        diagrams |= _readable(content)
    return [
        name
        for name, diagram in diagrams.items()
        if diagram.executable and name != own.process_id and not starts.by_hand(diagram)
    ]


def _own(scenario: Scenario) -> Bundle:
    here = scenario.path.parent
    if scenario.process.endswith(".bpmn"):
        file = here / scenario.process
        if not file.exists():
            raise ScenarioUnreadable(f"{file} is not there")
        return _from_file(file, next(iter(reading.read(file.read_bytes()))))
    found = _search(scenario.process, here) or _named(scenario.process, here)
    if found is None:
        raise ScenarioUnreadable(f"{scenario.path}: the process {scenario.process} is nowhere")
    return found


def _search(process_id: str, here: Path) -> Bundle | None:
    """A lifecycle folder around or among ours, else a file beside that holds the process."""
    for folder in (here.parent, here, here.parent.parent / process_id, Path(settings.PROCESSES_DIR) / process_id):
        if folder.name == process_id and (folder / f"{process_id}.bpmn").exists() and not _is_flat(folder, here):
            return _lifecycle(folder, process_id)
    for file in sorted({*here.glob("*.bpmn"), *here.parent.glob("*.bpmn")}):
        content = file.read_bytes()
        if process_id in written.text(content) and process_id in _readable(content):
            return _from_file(file, process_id)
    return None


def _named(stem: str, here: Path) -> Bundle | None:
    """The first process of the file beside that is called so, where no process is."""
    file = here / f"{stem}.bpmn"
    return _from_file(file, next(iter(reading.read(file.read_bytes())))) if file.exists() else None


def _is_flat(folder: Path, here: Path) -> bool:
    """Whether scenarios, diagrams and all else lie side by side: the other diagrams are then no part of this one."""
    return folder == here and not any((folder / name).is_dir() for name in ("forms", "decisions", "scenarios"))


def _lifecycle(folder: Path, process_id: str) -> Bundle:
    """A folder that is called as its process: what belongs to it there, and what it names and lies beside the file."""
    whole = bundles.from_folder(folder, folder.parent / "shared")
    return Bundle(process_id, {**_plain(folder / f"{process_id}.bpmn", process_id).files, **whole.files})


def _readable(content: bytes) -> dict[str, Diagram]:
    try:
        return reading.read(content)
    except ModelRefused:
        return {}


def _from_file(file: Path, process_id: str) -> Bundle:
    """The bundle of one process of a file, with the forms and tables beside it that the file names."""
    if file.stem == process_id and (file.parent / "forms").is_dir():
        return _lifecycle(file.parent, process_id) if file.parent.name == process_id else _plain(file, process_id)
    return _plain(file, process_id)


def _plain(file: Path, process_id: str) -> Bundle:
    content = file.read_bytes()
    files = {file.name: content}
    nodes = [node for diagram in _readable(content).values() for node in diagram.nodes.values()]
    forms = {node.ext.form_id or node.id for node in nodes}
    decisions = [node.ext.decision_id for node in nodes if node.ext.decision_id]
    library = Path(settings.PROCESSES_DIR) / "shared" / "forms"
    for folder in (file.parent, file.parent / "forms", file.parent / "decisions", library):
        for form in sorted(folder.glob("*.form")):
            if form.stem in forms:
                files.setdefault(f"forms/{form.name}", form.read_bytes())
    tables = _tables(file.parent, decisions)
    return Bundle(process_id, files | {f"decisions/{name}": table for name, table in tables.items()})


def _tables(here: Path, wanted: list[str]) -> dict[str, bytes]:
    """The table files beside a diagram that may hold a decision it names, and all that these import."""
    beside: dict[str, bytes] = {}
    for folder in (here, here / "decisions") if wanted else ():
        for file in sorted(folder.glob("*.dmn")):
            beside.setdefault(file.name, file.read_bytes())
    found = {name: table for name, table in beside.items() if _holds_one(table, wanted)}
    pending = [namespace for table in found.values() for namespace in dmn.imported(table)]
    library = dmn.by_namespace(beside.values()) if pending else {}
    names = {table: name for name, table in beside.items()}
    while pending:
        table = library.pop(pending.pop(), None)
        if table is not None:
            found[names[table]] = table
            pending += dmn.imported(table)
    return found


def _holds_one(table: bytes, wanted: list[str]) -> bool:
    """Whether a table file may hold one of the decisions a diagram names; a computed name may be any."""
    ids = {found for _quote, found in _ID.findall(written.text(table))}
    return any(name in ids or script.is_expression(name) for name in wanted)


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
        said = node.ext.called_process
        if said is None or node.kind != "callActivity":
            continue
        # A computed name may be any process of the same file.
        for name in [said] if not script.is_expression(said) else diagrams:
            called = Bundle(name, bundle.files) if name in diagrams else _search(name, here)
            if called is not None:
                _collect(called, here, found)
    ordered.append(bundle)
