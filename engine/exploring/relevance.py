"""Which variables can decide where a token goes: all others are left out, which keeps the states few."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.feel import FeelLimitExceeded, FeelSyntaxError
from engine.spiff import script
from engine.spiff.diagram import Diagram, Node

#: A name behind a point; a few too many do no harm.
_MEMBER = re.compile(r"\.\s*([^\W\d]\w*)")


@dataclass(frozen=True)
class Relevant:
    """``names`` are the variables that matter, ``texts`` the expressions that compute them, ``members`` what these and
    the conditions may look for inside of a value.
    """

    names: frozenset[str]
    texts: frozenset[str]
    members: frozenset[str]


def names_in(text: str | None) -> frozenset[str]:
    """The variables an expression reads; none for plain text."""
    if not text:
        return frozenset()
    try:
        return script.compiled(script.body(text)).names
    except (FeelSyntaxError, FeelLimitExceeded):
        return frozenset()


def of(diagram: Diagram) -> Relevant:
    """Go back from the conditions over everything that writes what they read."""
    written = [line for node in diagram.nodes.values() for line in _writes(node)]
    names = {name for text in _asked(diagram) for name in names_in(text)}
    texts: set[str] = set()
    grown = True
    while grown:
        before = len(names)
        for target, text in written:
            if target in names:
                names |= names_in(text)
                texts.add(text)
        grown = before != len(names)
    members = {found for text in (*texts, *_asked(diagram)) for found in _MEMBER.findall(text or "")}
    return Relevant(frozenset(names), frozenset(texts), frozenset(members))


def _asked(diagram: Diagram) -> Iterator[str | None]:
    for flow in diagram.flows.values():
        yield flow.condition
    for node in diagram.nodes.values():
        for trigger in node.triggers:
            if trigger.kind == "conditional":
                yield trigger.text
        if node.loop is not None:
            yield from (node.loop.collection, node.loop.completion, node.loop.condition)


def _writes(node: Node) -> Iterator[tuple[str, str]]:
    """The variables a node computes, with their expressions; what a decision gives is supposed, not computed."""
    ext, loop = node.ext, node.loop
    yield from ((line.target.partition(".")[0], line.source) for line in (*ext.inputs, *ext.outputs))
    if ext.script and ext.result_variable:
        yield ext.result_variable, ext.script
    if loop is not None and loop.element:
        yield loop.element, loop.collection
    if loop is not None and loop.output_collection and loop.output_element:
        yield loop.output_collection, loop.output_element
