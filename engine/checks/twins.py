"""Events of which only one can ever come: two that catch the same at the same place, and links that also flow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.findings import Finding, error
from engine.spiff.diagram import Diagram, Node

_SAME = frozenset({"error", "escalation", "message"})


def check(diagram: Diagram) -> Iterator[Finding]:
    """All findings about events in each other's way."""
    for events in diagram.boundaries.values():
        yield from _same(events)
    yield from _same(diagram.starts(None))
    for scope in [None, *(node.id for node in diagram.nodes.values() if node.kind == "subProcess")]:
        yield from _same(diagram.event_starts(scope))
    for node in diagram.nodes.values():
        if node.kind == "eventBasedGateway":
            yield from _same(_behind(diagram, node), node.id)
        if node.trigger.kind == "link":
            yield from _link(diagram, node)


def _same(events: Iterable[Node], *others: str) -> Iterator[Finding]:
    first: dict[tuple[str, str | None, str | None], str] = {}
    for node in events:
        for trigger in node.triggers:
            what = (trigger.kind, trigger.name, trigger.key)
            if trigger.kind in _SAME and what in first:
                yield error(
                    node.id,
                    f"같은 곳에서 {first[what]}이(가) 이미 같은 것을 받습니다.",
                    f"{first[what]} catches the same at the same place.",
                    first[what],
                    *others,
                )
            first.setdefault(what, node.id)


def _behind(diagram: Diagram, gateway: Node) -> Iterator[Node]:
    """What a gateway waits for."""
    targets = (diagram.nodes.get(flow.target) for flow in diagram.outgoing.get(gateway.id, []))
    return (node for node in targets if node is not None)


def _link(diagram: Diagram, node: Node) -> Iterator[Finding]:
    throws = node.kind == "intermediateThrowEvent"
    for flow in (diagram.outgoing if throws else diagram.incoming).get(node.id, []):
        yield error(
            node.id,
            "링크에는 들어오거나 나가는 흐름 하나만 있습니다.",
            "No flow leaves a link that throws, and none leads into one that catches.",
            flow.id,
        )
