"""From the files of a bundle to a definition that can run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine import dmn
from engine.bundle import Bundle
from engine.findings import ModelRefused, error
from engine.spiff import reading, specs
from engine.spiff.definition import Definition
from engine.spiff.diagram import Diagram


def diagrams(bundle: Bundle) -> dict[str, tuple[str, Diagram]]:
    """All processes of a bundle by id, with the path of their file; the file called like the process comes first.

    Raises:
        ModelRefused: a file cannot be read at all.
    """
    found: dict[str, tuple[str, Diagram]] = {}
    paths = sorted(bundle.of_kind(".bpmn"), key=lambda path: (path != f"{bundle.process_id}.bpmn", path))
    for path in paths:
        for process_id, diagram in reading.read(bundle.files[path]).items():
            found.setdefault(process_id, (path, diagram))
    return found


def diagram_of(bundle: Bundle) -> Diagram:
    """The diagram of the bundle's process.

    Raises:
        ModelRefused: no file of the bundle holds it.
    """
    found = diagrams(bundle).get(bundle.process_id)
    if found is None:
        raise ModelRefused(
            [
                error(
                    None, f"{bundle.process_id} 프로세스가 없습니다.", f"No file holds the process {bundle.process_id}."
                )
            ]
        )
    return found[1]


def decisions(bundle: Bundle) -> dict[str, Any]:
    """The parsed models of the bundle by the ids of the decisions they hold.

    Raises:
        DecisionRefused: a file cannot be read.
    """
    found: dict[str, Any] = {}
    files = bundle.of_kind(".dmn").values()
    library = dmn.by_namespace(files)
    for content in files:
        model = dmn.parse(content, imports=library)
        for decision_id in model.decisions:
            found[decision_id] = model
    return found


def define(bundle: Bundle, version: tuple[UUID, int], pins: Mapping[str, UUID]) -> Definition:
    """Make a bundle ready to run; do it once for each version and process (``engine.definitions`` keeps them)."""
    diagram = diagram_of(bundle)
    return Definition(
        version_id=version[0],
        version_number=version[1],
        diagram=diagram,
        spec=specs.build(diagram),
        decisions=decisions(bundle),
        forms=frozenset(bundle.forms),
        pins=dict(pins),
    )
