"""Which variables come out of forms and from nowhere else in a diagram."""

from __future__ import annotations

from engine.exploring import giving
from engine.exploring.subject import Subject
from engine.exploring.unknowns import Domain
from engine.spiff.diagram import Node


def written_by_forms(subject: Subject) -> dict[str, Domain]:
    """The fields of a diagram's forms that nothing else writes and all forms that have them agree on."""
    found: dict[str, Domain | None] = {}
    for node in subject.diagram.nodes.values():
        for name, domain in _fields(subject, node).items():
            found[name] = domain if found.get(name, domain) == domain else None
    others = {name for node in subject.diagram.nodes.values() for name in _other_names(node)}
    return {name: domain for name, domain in found.items() if domain is not None and name not in others}


def _fields(subject: Subject, node: Node) -> dict[str, Domain]:
    form = subject.forms.get(node.ext.form_id or node.id) if node.kind in {"userTask", "startEvent"} else None
    return {} if form is None or node.ext.outputs else dict(form)


def _other_names(node: Node) -> set[str]:
    """What a node writes by its mappings, its result and its loop."""
    ext, loop = node.ext, node.loop
    names = {line.target.partition(".")[0] for line in (*ext.inputs, *ext.outputs)}
    names |= {ext.result_variable or "", ext.headers.get("resultVariable", "")}
    names |= {loop.element or "", loop.output_collection or ""} if loop is not None else set()
    return names | giving.declared(node)
