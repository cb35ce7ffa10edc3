"""Which variables can decide where a token goes: all others are left out, which keeps the states few."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.feel import FeelLimitExceeded, FeelSyntaxError
from engine.spiff import script
from engine.spiff.diagram import Diagram, Node


@dataclass(frozen=True)
class Relevant:
    """``names`` are the variables that matter, ``texts`` the expressions that compute them, ``patched`` those written
    in part (``a.b``), of which nothing is kept.
    """

    names: frozenset[str]
    texts: frozenset[str]
    patched: frozenset[str]


def names_in(text: str | None) -> frozenset[str]:
    """The variables an expression reads; none for plain text."""
    if not text:
        return frozenset()
    try:
        return script.compiled(script.body(text)).names
    except (FeelSyntaxError, FeelLimitExceeded):
        return frozenset()


def of(diagram: Diagram, decisions: Mapping[str, frozenset[str]]) -> Relevant:
    """Go back from the conditions over everything that writes what they read; ``decisions`` says what each reads."""
    written = [line for node in diagram.nodes.values() for line in _writes(node, decisions)]
    names = {name for text in _asked(diagram) for name in names_in(text)}
    texts: set[str] = set()
    grown = True
    while grown:
        before = len(names), len(texts)
        for target, text, reads in written:
            if target in names:
                names |= reads
                if text is not None:
                    texts.add(text)
        grown = before != (len(names), len(texts))
    return Relevant(frozenset(names), frozenset(texts), frozenset(_patched(diagram)))


def _asked(diagram: Diagram) -> Iterator[str | None]:
    for flow in diagram.flows.values():
        yield flow.condition
    for node in diagram.nodes.values():
        for trigger in node.triggers:
            if trigger.kind == "conditional":
                yield trigger.text
        if node.loop is not None:
            yield from (node.loop.collection, node.loop.completion, node.loop.condition)


def _writes(node: Node, decisions: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str | None, frozenset[str]]]:
    """What a node writes: the variable, the expression (None: none), and the variables that go into it."""
    ext, loop = node.ext, node.loop
    for line in (*ext.inputs, *ext.outputs):
        reads = names_in(line.source) if script.is_expression(line.source) else frozenset()
        yield line.target.partition(".")[0], line.source, reads
    if ext.script and ext.result_variable:
        yield ext.result_variable, ext.script, names_in(ext.script)
    if ext.decision_id and ext.result_variable:
        yield ext.result_variable, None, decisions.get(ext.decision_id, frozenset())
    if loop is not None and loop.element:
        yield loop.element, None, names_in(loop.collection)
    if loop is not None and loop.output_collection and loop.output_element:
        yield loop.output_collection, loop.output_element, names_in(loop.output_element)


def _patched(diagram: Diagram) -> Iterator[str]:
    for node in diagram.nodes.values():
        for line in (*node.ext.inputs, *node.ext.outputs):
            if "." in line.target:
                yield line.target.partition(".")[0]
