"""Which incoming flows of a gateway can still be reached from a node without passing the gateway itself; computed
once a version.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.spiff.definition import Definition


def to_gateway(definition: Definition, gateway: str) -> Mapping[str, frozenset[str]]:
    """For every node that can reach the gateway: the gateway's incoming flows it can reach."""
    known = definition.reach.get(gateway)
    if known is None:
        known = definition.reach[gateway] = _computed(definition, gateway)
    return known


def _computed(definition: Definition, gateway: str) -> dict[str, frozenset[str]]:
    diagram = definition.diagram
    found: dict[str, set[str]] = {}
    for last in diagram.incoming.get(gateway, []):
        pending = [last.source]
        seen: set[str] = set()
        while pending:
            node_id = pending.pop()
            if node_id == gateway or node_id in seen:
                continue
            seen.add(node_id)
            found.setdefault(node_id, set()).add(last.id)
            pending.extend(flow.source for flow in diagram.incoming.get(node_id, []))
            node = diagram.nodes.get(node_id)
            if node is not None and node.host is not None:
                pending.append(node.host)
            if node is not None and node.trigger.kind == "link":
                pending.extend(diagram.jumps_to(node))
    return {node_id: frozenset(flows) for node_id, flows in found.items()}
