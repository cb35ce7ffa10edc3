"""Errors that leave a called process: where nobody who calls catches them, such a case waits for a supervisor."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from engine.findings import Finding, warning
from engine.spiff.diagram import Diagram, Node


def check(
    diagrams: Mapping[str, Diagram], process_id: str, known: Mapping[str, Collection[str]] | None
) -> Iterator[Finding]:
    """Calls of a process that nobody calls, to a process of the same bundle whose error nothing here catches.

    ``known`` are the other processes and what they call; without them nobody can say who calls.
    """
    if known is None or any(process_id in called for name, called in known.items() if name != process_id):
        return
    own = diagrams[process_id]
    for node in own.nodes.values():
        for code in sorted(_out_of_call(diagrams, own, node, (process_id,))):
            yield warning(
                node.id,
                f"호출한 프로세스가 오류 {code}(으)로 끝날 수 있는데 받는 곳이 없습니다.",
                f"The called process may end with the error {code}, and nothing catches it.",
            )


def _out_of_call(diagrams: Mapping[str, Diagram], diagram: Diagram, node: Node, above: tuple[str, ...]) -> set[str]:
    """The error codes that come out of a call activity and are not caught around it; ``above`` calls already."""
    name = node.ext.called_process or ""
    callee = diagrams.get(name) if node.kind == "callActivity" and name not in above else None
    if callee is None:
        return set()
    thrown = {inner.trigger.name or "" for inner in callee.nodes.values() if _escapes(callee, inner)}
    for inner in callee.nodes.values():
        thrown |= _out_of_call(diagrams, callee, inner, (*above, name))
    return {code for code in thrown if not _caught(diagram, node, code)}


def _escapes(diagram: Diagram, node: Node) -> bool:
    return node.kind == "endEvent" and node.trigger.kind == "error" and not _caught(diagram, node, node.trigger.name)


def _caught(diagram: Diagram, node: Node, code: str | None) -> bool:
    """Whether an error out of a node meets an event that catches it, on its way out of the process."""
    current: Node | None = node
    while current is not None:
        catching = [*diagram.boundaries.get(current.id, []), *diagram.event_starts(current.scope)]
        triggers = [trigger for event in catching for trigger in event.triggers if trigger.kind == "error"]
        if any(trigger.name in (None, code) for trigger in triggers):
            return True
        current = diagram.nodes.get(current.scope or "")
    return False
