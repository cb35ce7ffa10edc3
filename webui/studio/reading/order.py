"""The order in which people read steps: along the flows from the start, boundary events right after their step."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from lxml import etree


def in_flow_order(nodes: Mapping[str, etree._Element], flows: Sequence[etree._Element]) -> list[str]:
    """The ids of the nodes; first what start events lead to, then event sub-processes and what nothing leads to."""
    after: dict[str, list[str]] = defaultdict(list)
    for flow in flows:
        after[flow.get("sourceRef", "")].append(flow.get("targetRef", ""))
    attached: dict[str, list[str]] = defaultdict(list)
    for name, node in nodes.items():
        if node.get("attachedToRef"):
            attached[node.get("attachedToRef", "")].append(name)
    led_to = {target for targets in after.values() for target in targets}
    beginnings = [name for name in nodes if name not in led_to and not nodes[name].get("attachedToRef")]
    found: dict[str, None] = {}
    for name in (*_starts_first(beginnings, nodes), *nodes):
        if name in nodes:
            _walk(name, after, attached, found)
    return [name for name in found if name in nodes]


def _starts_first(names: Sequence[str], nodes: Mapping[str, etree._Element]) -> list[str]:
    return sorted(names, key=lambda name: not str(nodes[name].tag).endswith("startEvent"))


def _walk(
    first: str, after: Mapping[str, list[str]], attached: Mapping[str, list[str]], found: dict[str, None]
) -> None:
    """Depth first without recursion: a long line must not hit the interpreter's limit."""
    waiting = [first]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = None
        events = attached.get(name, [])
        found.update(dict.fromkeys(events))
        onward = [target for event in events for target in after.get(event, [])]
        waiting += reversed([*after.get(name, []), *onward])
