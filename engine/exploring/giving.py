"""What a step may give: the fields of its form, the result its handler declares, else anything."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from engine import handlers
from engine.exploring import relevance
from engine.exploring.subject import Subject
from engine.exploring.unknowns import ANYTHING, Domain
from engine.spiff import script
from engine.spiff.diagram import Node


def given(subject: Subject, node: Node) -> dict[str, Domain]:
    """What the result of a step may write, as far as it can matter."""
    known = _of_form(subject, node) if node.kind in {"userTask", "startEvent"} else _of_machine(node)
    wanted = subject.relevant.names.union(*(relevance.names_in(line.source) for line in node.ext.outputs))
    if known is None:
        return dict.fromkeys(wanted, ANYTHING)
    return {name: domain for name, domain in known.items() if name in wanted}


def answered(subject: Subject, node: Node) -> dict[str, Domain]:
    """What a step is answered with: its result, or the members of the one variable it gathers that in."""
    found = given(subject, node)
    return dict.fromkeys(sorted(subject.relevant.members), ANYTHING) if found and _gathered(node) else found


def waits_outside(subject: Subject, node: Node) -> bool:
    """Whether a service step may be open for a while: it works outside, or may fail while something listens."""
    beside = subject.diagram.boundaries.get(node.id, [])
    if any(trigger.kind != "error" for event in beside for trigger in event.triggers):
        return True
    named = node.ext.job_type or ""
    known = None if script.is_expression(named) else handlers.find(named)
    return known is None or known.place != "inside" or node.ext.headers.get("external") == "true"


def declared(node: Node) -> set[str]:
    """The variables a handler's result has by its annotation, where it says."""
    return set(_of_handler(node) or ())


def _of_form(subject: Subject, node: Node) -> Mapping[str, Domain] | None:
    return subject.forms.get(node.ext.form_id or node.id)


def _of_machine(node: Node) -> dict[str, Domain] | None:
    if node.kind == "callActivity" and not (node.ext.child_variables or node.ext.outputs):
        return {}
    return _of_handler(node)


def _gathered(node: Node) -> str:
    """The one variable a service gathers its result in; empty where it has none."""
    return node.ext.headers.get("resultVariable", "") if node.ext.job_type else ""


def _of_handler(node: Node) -> dict[str, Domain] | None:
    """The variables a handler's result has by its annotation; None where it may be any."""
    if name := _gathered(node):
        return {name: ANYTHING}
    known = handlers.find(node.ext.job_type) if node.ext.job_type else None
    if known is None:
        return None
    try:
        said = typing.get_type_hints(known.apply or known.function).get("return")
    except (NameError, TypeError):
        return None
    if said is type(None):
        return {}
    if isinstance(said, type) and is_dataclass(said) and said is not handlers.Result:
        return {one.name: ANYTHING for one in fields(said)}
    return None
