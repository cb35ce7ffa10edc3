"""What a scope can still undo: its completed activities that have a compensation handler, in order of completion.

Kept in the run's memory by scope, only where the diagram can compensate at all; it goes with the scope. A record is
[number, element id, variables of a completed sub-process, variables of a multi-instance's item, records inside].
"""

from __future__ import annotations

from typing import Any, TypeAlias

from engine.spiff.run import Run, Token

Record: TypeAlias = list[Any]


def note(run: Run, token: Token) -> None:
    """Remember a completed activity that could be undone; of a loop each pass, not the whole; nothing for others."""
    diagram = run.definition.diagram
    whole_loop = token.node.loop is not None and token.body is None
    if token.node.id not in diagram.undoable or "undo" in token.extra or whole_loop:
        return
    body = run.tokens.get(token.body) if token.body is not None else None
    inside = run.scopes.get(token.local) if token.local is not None and token.node.kind == "subProcess" else None
    records = _all(run).pop(inside.id, []) if inside is not None else []
    if token.node.id not in diagram.handlers and not records and not diagram.undo_start(token.node.id):
        return
    run.memory["completions"] = number = last(run) + 1
    own = dict(inside.variables) if inside is not None else {}
    item = dict(run.scopes[token.scope].variables) if body is not None else {}
    home = token.scope if body is None else body.scope
    _all(run).setdefault(home, []).append([number, token.node.id, own, item, records])


def last(run: Run) -> int:
    """The number of the newest completion noted."""
    found: int = run.memory.get("completions", 0)
    return found


def put(run: Run, scope_id: int, records: list[Record]) -> None:
    """Give a scope the records of a sub-process that is being undone."""
    _all(run)[scope_id] = records


def peek(run: Run, wanted: list[Any]) -> Record | None:
    """The newest record a compensation wants: [scope, element or None, newest number]; it stays."""
    scope_id, element_id, newest = wanted
    fitting = (r for r in _all(run).get(scope_id, []) if r[0] <= newest and element_id in (None, r[1]))
    return max(fitting, key=lambda record: int(record[0]), default=None)


def take(run: Run, wanted: list[Any]) -> Record | None:
    """Take the newest record a compensation wants: nothing is undone twice."""
    record = peek(run, wanted)
    if record is not None:
        _all(run)[wanted[0]].remove(record)
    return record


def _all(run: Run) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = run.memory.setdefault("completed", {})
    return found
