"""The lifecycle folders on disk, called processes before those that call them."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from engine import bundle as bundles
from engine.bundle import Bundle
from engine.findings import ModelRefused
from engine.spiff import parsing


def bundles_in(directory: Path) -> list[Bundle]:
    """The bundles of ``processes/*/`` that hold a diagram, in an order in which they can be deployed."""
    found = {
        folder.name: bundles.from_folder(folder, directory / "shared")
        for folder in sorted(directory.iterdir())
        if (folder / f"{folder.name}.bpmn").exists()
    }
    graph = {name: called_by(bundle) & found.keys() for name, bundle in found.items()}
    try:
        return [found[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError:
        return list(found.values())


def called_by(bundle: Bundle) -> set[str]:
    """The processes a bundle's own process calls; nothing where it cannot be read (the checks will say why)."""
    try:
        nodes = parsing.diagram_of(bundle).nodes.values()
    except ModelRefused:
        return set()
    return {node.ext.called_process for node in nodes if node.ext.called_process and node.kind == "callActivity"}
