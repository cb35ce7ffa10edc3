"""Variables in scopes, as in Camunda 8: read up the chain, write to the nearest scope that has the name, else to the
instance.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping
from uuid import UUID

from engine.feel.values import Value
from engine.spiff.run import ROOT, Run, Scope


def create(  # noqa: PLR0913 - the fields of a scope
    run: Run, parent: int | None, *, element: str | None = None, owner: UUID | None = None, flow: bool = False
) -> Scope:
    """Make a scope below another; ``flow`` scopes hold tokens and end when none is left."""
    number = ROOT if parent is None else run.next_scope
    run.next_scope += parent is not None
    scope = Scope(number, parent, element, owner, flow=flow)
    run.scopes[number] = scope
    return scope


def drop(run: Run, scope_id: int | None) -> None:
    """Forget a scope and what is in it; None and unknown scopes are fine."""
    if scope_id is not None:
        run.scopes.pop(scope_id, None)
        if "completed" in run.memory:
            run.memory["completed"].pop(scope_id, None)


def chain(run: Run, scope_id: int) -> Iterator[Scope]:
    """The scope and those around it, inner first."""
    current: int | None = scope_id
    while current is not None:
        scope = run.scopes[current]
        yield scope
        current = scope.parent


def visible(run: Run, scope_id: int, extra: Mapping[str, Value] | None = None) -> Mapping[str, Value]:
    """All names an expression in the scope may read, inner ones hiding outer ones."""
    layers = [scope.variables for scope in chain(run, scope_id)]
    first = [dict(extra)] if extra else []
    return ChainMap(*first, *layers, dict(run.host.names))


def variables(run: Run, scope_id: int) -> dict[str, Value]:
    """The variables alone, without the read-only names: what a called process or a job may be given."""
    found: dict[str, Value] = {}
    for scope in chain(run, scope_id):
        for name, value in scope.variables.items():
            found.setdefault(name, value)
    return found


def assign(run: Run, scope_id: int, name: str, value: Value) -> None:
    """Write a variable; a dotted name writes into a context of that name without touching its other entries."""
    head, _, rest = name.partition(".")
    target = run.scopes[ROOT]
    run.changed = True
    for scope in chain(run, scope_id):
        if head in scope.variables:
            target = scope
            break
    open_up(run, target, name)
    put(target, head, rest, value)


def renew(run: Run, scope_id: int, name: str, value: Value) -> None:
    """Write a variable that was written further out also in this scope where it has one of that name, which would hide
    it from what is still read here.
    """
    head, _, rest = name.partition(".")
    scope = run.scopes[scope_id]
    if head in scope.variables:
        open_up(run, scope, name)
        put(scope, head, rest, value)


def open_up(run: Run, scope: Scope, name: str) -> None:
    """Before a dotted name is written: where a run only supposes, what it holds may be unknown as a whole."""
    head, _, rest = name.partition(".")
    if rest and run.oracle is not None and head in scope.variables:
        scope.variables[head] = run.oracle.opened(scope.variables[head], rest)


def put(scope: Scope, head: str, rest: str, value: Value) -> None:
    """Set a variable in exactly this scope; contexts along a dotted path are copied, never changed in place."""
    scope.variables[head] = _within(scope.variables.get(head), rest, value) if rest else value


def _within(old: Value, path: str, value: Value) -> Value:
    head, _, rest = path.partition(".")
    context = dict(old) if isinstance(old, dict) else {}
    context[head] = _within(context.get(head), rest, value) if rest else value
    return context
