"""One instance made two: what might happen is tried on the copy, the original stays as it was."""

from __future__ import annotations

from typing import Any

from engine.spiff import stepping
from engine.spiff.run import Run, Scope, Token, empty


def fork(run: Run) -> Run:
    """The same settled instance once more, with nothing told or to be written yet; values are shared, never changed in
    place.
    """
    other = empty(run.definition, run.host)
    for token in run.tokens.values():
        twin = object.__new__(Token)
        twin.__dict__.update(token.__dict__)
        twin.workflow, twin.extra, twin.next = other.workflow, _copied(token.extra), []
        other.workflow.tasks[twin.id] = twin
    for scope in run.scopes.values():
        other.scopes[scope.id] = Scope(
            scope.id, scope.parent, scope.element, scope.owner, dict(scope.variables), scope.flow, scope.live
        )
    other.next_scope, other.memory, other.oracle = run.next_scope, _copied(run.memory), run.oracle
    other.end_event, other.ended = run.end_event, run.ended
    return stepping.connect(other)


def _copied(value: Any) -> Any:  # noqa: ANN401 - whatever a token keeps
    if type(value) is dict:
        return {name: _copied(part) for name, part in value.items()}
    return [_copied(part) for part in value] if type(value) is list else value
