"""Finds what a scenario runs: its process, the processes that one calls, and the forms and tables they name."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from engine import bundle as bundles
from engine import written
from engine.bundle import Bundle
from engine.scenarios import beside
from engine.scenarios.loading import Scenario, ScenarioUnreadable
from engine.spiff import reading, script, starts
from engine.spiff.diagram import Diagram


def of(scenario: Scenario) -> list[Bundle]:
    """The bundles to deploy, called ones first; the last one is the scenario's own.

    Raises:
        ScenarioUnreadable: the process is nowhere.
        ModelRefused: its file cannot be read.
    """
    own = _own(scenario)
    places, ordered, seen = _places(scenario), list[Bundle](), set[str]()
    _collect(own, places, (ordered, seen))
    for name in _begun_by_events(own):
        _collect(Bundle(name, own.files), places, (ordered, seen))
    return [*(bundle for bundle in ordered if bundle is not own), own]


def _begun_by_events(own: Bundle) -> list[str]:
    """The other pools of the scenario's file that messages, signals or times start: they play along."""
    diagrams: dict[str, Diagram] = {}
    for content in own.of_kind(".bpmn").values():
        diagrams |= beside.readable(content)
    return [
        name
        for name, diagram in diagrams.items()
        if diagram.executable and name != own.process_id and not starts.by_hand(diagram)
    ]


def _places(scenario: Scenario) -> list[Path]:
    """Where called processes are looked for: the scenario's folder, then that of the diagram it points to."""
    here = Path(os.path.abspath(scenario.path.parent))
    # Without the detours of ``../``: the folder's parent is looked into as well.
    drawn = Path(os.path.abspath(here / scenario.process)).parent if scenario.process.endswith(".bpmn") else here
    return [here] if drawn == here else [here, drawn]


def _own(scenario: Scenario) -> Bundle:
    here = scenario.path.parent
    if scenario.process.endswith(".bpmn"):
        file = here / scenario.process
        if not file.exists():
            raise ScenarioUnreadable(f"{file} is not there")
        return _from_file(file, _first(file))
    found = _search(scenario.process, here) or _named(scenario.process, here)
    if found is None:
        beside.refuse_meant(scenario.process, here)
        raise ScenarioUnreadable(f"{scenario.path}: the process {scenario.process} is nowhere")
    return found


def _search(process_id: str, here: Path) -> Bundle | None:
    """A lifecycle folder around or among ours, else a file beside that holds the process."""
    for folder in (here.parent, here, here.parent.parent / process_id, Path(settings.PROCESSES_DIR) / process_id):
        if folder.name == process_id and (folder / f"{process_id}.bpmn").exists() and not _is_flat(folder, here):
            return _lifecycle(folder, process_id)
    for file in sorted({*here.glob("*.bpmn"), *here.parent.glob("*.bpmn")}):
        content = file.read_bytes()
        if process_id in written.text(content) and process_id in beside.readable(content):
            return _from_file(file, process_id)
    return None


def _named(stem: str, here: Path) -> Bundle | None:
    """The first process of the file beside that is called so, where no process is."""
    file = here / f"{stem}.bpmn"
    return _from_file(file, _first(file)) if file.exists() else None


def _first(file: Path) -> str:
    """The first process of a file; of partners that are only drawn beside one that runs, that one."""
    diagrams = reading.read(file.read_bytes())
    return next((name for name, diagram in diagrams.items() if diagram.executable), next(iter(diagrams)))


def _is_flat(folder: Path, here: Path) -> bool:
    """Whether scenarios, diagrams and all else lie side by side: the other diagrams are then no part of this one."""
    return folder == here and not any((folder / name).is_dir() for name in ("forms", "decisions", "scenarios"))


def _lifecycle(folder: Path, process_id: str) -> Bundle:
    """A folder that is called as its process: what belongs to it there, and what it names and lies beside the file."""
    whole = bundles.from_folder(folder, folder.parent / "shared")
    return Bundle(process_id, {**beside.bundle_of(folder / f"{process_id}.bpmn", process_id).files, **whole.files})


def _from_file(file: Path, process_id: str) -> Bundle:
    """The bundle of one process of a file, with the forms and tables beside it that the file names."""
    in_its_folder = file.stem == process_id == file.parent.name and (file.parent / "forms").is_dir()
    return _lifecycle(file.parent, process_id) if in_its_folder else beside.bundle_of(file, process_id)


def _collect(bundle: Bundle, places: list[Path], found: tuple[list[Bundle], set[str]]) -> None:
    ordered, seen = found
    if bundle.process_id in seen:
        return
    seen.add(bundle.process_id)
    diagrams: dict[str, Diagram] = {}
    for content in bundle.of_kind(".bpmn").values():
        diagrams |= beside.readable(content)
    own = diagrams.get(bundle.process_id)
    for node in own.nodes.values() if own is not None else ():
        said = node.ext.called_process
        if said is None or node.kind != "callActivity":
            continue
        # A computed name may be any process of the same file.
        for name in [said] if not script.is_expression(said) else diagrams:
            called = Bundle(name, bundle.files) if name in diagrams else _called(name, places)
            if called is not None:
                _collect(called, places, found)
    ordered.append(bundle)


def _called(process_id: str, places: list[Path]) -> Bundle | None:
    """A called process from one of the places; None where it is in none.

    Raises:
        ModelRefused: its file cannot be read.
    """
    found = next(filter(None, (_search(process_id, place) for place in places)), None)
    if found is None:
        for place in places:
            beside.refuse_meant(process_id, place)
    return found
