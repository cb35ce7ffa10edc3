"""Variables that a condition reads and nothing writes: nearly the name of one that something does write is a slip."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from engine.checks.kinds import conditions
from engine.exploring import giving, relevance
from engine.exploring.subject import Subject
from engine.findings import Finding, warning
from engine.spiff.diagram import Node

#: How much alike two names are, from 0 to 1, before one is taken for the other.
ALIKE = 0.85


def check(subject: Subject) -> Iterator[Finding]:
    """A name of which nothing in the diagram says where it comes from is left alone, unless it is nearly another."""
    written = {name for node in subject.diagram.nodes.values() for name in _written(subject, node)}
    for element_id, text in conditions(subject.diagram):
        for name in sorted(relevance.names_in(text) - written):
            for meant in get_close_matches(name, sorted(written), n=1, cutoff=ALIKE):
                yield warning(
                    element_id,
                    f"{name}에 값을 넣는 곳이 없습니다. {meant}을(를) 잘못 적은 것인지 확인하세요.",
                    f"Nothing gives {name} a value: is {meant} meant?",
                )


def _written(subject: Subject, node: Node) -> set[str]:
    """The names a node is known to write: fields, mappings, results, and what a loop has for each element."""
    ext, loop = node.ext, node.loop
    names = {line.target.partition(".")[0] for line in (*ext.inputs, *ext.outputs)}
    names |= {ext.result_variable or "", ext.headers.get("resultVariable", "")} | giving.declared(node)
    if node.kind in {"userTask", "startEvent"}:
        names |= set(subject.forms.get(ext.form_id or node.id, ()))
    if loop is not None:
        names |= {loop.element or "", loop.output_collection or "", "loopCounter"}
    return names - {""}
