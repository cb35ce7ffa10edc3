"""Requirements that cannot be met: of what is not in the model, and of itself in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from engine.dmn.model import Decision, Knowledge, Model, Problem, Reference, Service

_Asking: TypeAlias = Decision | Knowledge | Service


def problems(model: Model) -> Iterator[Problem]:
    """What is wrong with the requirements inside one model; those into imported models are looked at when read."""
    inside: dict[str, tuple[str, ...]] = {}
    elements: list[_Asking] = [*model.decisions.values(), *model.knowledge.values(), *model.services.values()]
    for element in elements:
        wanted = tuple(reference.id for reference in _required(element) if not reference.prefix)
        inside[element.id] = wanted
        for missing in wanted:
            if not _holds(model, missing):
                yield Problem(element.id, element.id, f"it requires {missing}, which is not in the model")
    for element_id in inside:
        if element_id in model.decisions and _comes_back(element_id, inside):
            yield Problem(element_id, element_id, "the decision requires itself")


def _required(element: _Asking) -> tuple[Reference, ...]:
    if isinstance(element, Service):
        return (*element.inputs, *element.input_decisions, *element.outputs)
    return element.requires


def _holds(model: Model, element_id: str) -> bool:
    return element_id in {*model.input_data, *model.decisions, *model.knowledge, *model.services}


def _comes_back(start: str, inside: dict[str, tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    pending = list(inside[start])
    while pending:
        element_id = pending.pop()
        if element_id == start:
            return True
        if element_id not in seen:
            seen.add(element_id)
            pending.extend(inside.get(element_id, ()))
    return False
