"""Variables that elements at work side by side share: what one wrote, another may overwrite before it is read."""

from __future__ import annotations

from collections.abc import Iterator

from engine.exploring.ahead import WAITING
from engine.exploring.facts import NONE, Variables
from engine.exploring.liveness import Liveness
from engine.exploring.subject import Subject
from engine.findings import Finding, warning
from engine.spiff.diagram import Diagram, Node


def check(subject: Subject) -> Iterator[Finding]:
    """Of each multi-instance whose elements are done at once, what decides its flow and is kept outside of it."""
    nodes = subject.diagram.nodes.values()
    several = [node for node in nodes if node.kind == "subProcess" and node.loop is not None]
    live = Liveness(subject) if several else None
    for node in several:
        if live is not None and node.loop is not None and not (node.loop.sequential or node.loop.standard):
            for name in sorted(_shared(live, node)):
                yield warning(
                    node.id,
                    f"항목마다 따로 있는 값이 아니어서 {name}을(를) 다른 항목이 덮어쓸 수 있습니다. "
                    f"여기에 입력 {name}을(를) 두면 항목마다 제 값이 됩니다.",
                    f"Another element may overwrite {name}, which they share: an input {name} here gives each its own.",
                )


def _shared(live: Liveness, several: Node) -> set[str]:
    inside = list(_inside(live.subject.diagram, several.id))
    facts = [live.facts[node.id] for node in inside]
    own = {several.id, *(node.id for node in inside)}
    written = NONE.union(*(one.writes for one in facts))
    read = live.facts[several.id].takes.union(*(one.begins | one.takes | one.after for one in facts))
    kept: Variables = NONE.union(*(live.leaving[node.id] for node in inside if node.kind in WAITING))
    return {name for owner, name in written & read & kept if owner not in own}


def _inside(diagram: Diagram, scope: str) -> Iterator[Node]:
    for node in diagram.members.get(scope, []):
        yield node
        yield from _inside(diagram, node.id)
