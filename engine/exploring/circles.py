"""Circles in a graph: where moves that were put off would be put off for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def in_circles(after: Mapping[int, Iterable[int]]) -> list[int]:
    """The nodes of a graph that lie on a circle, or between two, in order; ``after`` are the nodes that follow each."""
    forward = {node: {other for other in following if other in after} for node, following in after.items()}
    backward: dict[int, set[int]] = {node: set() for node in forward}
    for node in forward:
        for other in forward[node]:
            backward[other].add(node)
    ends = [node for node in forward if not forward[node] or not backward[node]]
    gone: set[int] = set()
    while ends:
        node = ends.pop()
        if node in gone:
            continue
        gone.add(node)
        for following, before in ((forward, backward), (backward, forward)):
            for other in following[node] - gone:
                before[other].discard(node)
                if not before[other]:
                    ends.append(other)
    return sorted(forward.keys() - gone)
