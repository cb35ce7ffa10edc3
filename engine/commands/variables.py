"""Changing variables by hand: checked against what the supervisor saw, recorded with old and new value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from django.db import transaction

from engine import feel, limits
from engine.actors import Actor
from engine.commands import _advance
from engine.commands._family import Family, Live
from engine.commands.cancel import IncidentNotOpen
from engine.feel import Value
from engine.models import Incident, VariableChange
from engine.spiff import codec, scopes, stepping, values
from engine.spiff.effects import Story
from engine.spiff.run import ROOT, Run, Scope


class Mark(Enum):
    """``ABSENT``: there is no such variable; ``ANY``: whatever it was."""

    ABSENT = "absent"
    ANY = "any"


@dataclass(frozen=True, kw_only=True)
class Change:
    """A variable's new value (``Mark.ABSENT`` removes it) and the one the supervisor saw before."""

    name: str
    new: Value | Mark
    old: Value | Mark = Mark.ANY


@dataclass(frozen=True, kw_only=True)
class Edit:
    """Changes to make together, why, and at which open step (None: the case's outermost scope)."""

    changes: Sequence[Change]
    reason: str
    task_id: UUID | None = None


class VariableChanged(Exception):
    """Somebody or something changed the variable since it was looked at; ``name`` says which."""

    def __init__(self, name: str) -> None:
        """Keep which variable it was."""
        self.name = name
        super().__init__(name)


class VariableRefused(Exception):
    """A name no variable can have, or a value that cannot be stored or is too large; ``name`` says which."""

    def __init__(self, name: str, why: str) -> None:
        """Keep the variable, and why in English."""
        self.name = name
        self.why = why
        super().__init__(f"{name}: {why}")


@transaction.atomic
def set_variables(*, instance_id: UUID, edit: Edit, by: Actor, now: datetime) -> int:
    """Change variables of a case, also of one that rests; gives how many really changed.

    A name is changed where the step sees it, a new one begins in the step's own scope. Nothing is evaluated again but
    conditional events. The history names the variables and the reason, ``VariableChange`` keeps both values.

    Raises:
        VariableChanged: a value is not the one the supervisor saw.
        VariableRefused: a name or a value that cannot be.
        TaskNotOpen: the step named is no longer there.
        InstanceNotActive: the case has ended.
    """
    family = Family(by, now, supervising=True)
    live = family.lock(instance_id)
    changed = change(family, live, edit)
    if changed:
        if live.row.suspended_at is None:
            stepping.settle(live.run)
        _finish(family, live, edit)
    return changed


@transaction.atomic
def resolve(*, incident_id: UUID, edit: Edit, by: Actor, now: datetime) -> _advance.StepResult:
    """Change variables where something failed and try it again, both or neither.

    Raises:
        IncidentNotOpen: it was resolved before, or its step is gone.
        VariableChanged, VariableRefused: as ``set_variables``.
        InstanceNotActive, InstanceSuspended: the case has ended, or rests.
    """
    incident = Incident.objects.filter(pk=incident_id, resolved_at=None).first()
    if incident is None or incident.task_id is None:
        raise IncidentNotOpen(incident_id)
    family = Family(by, now)
    live = family.lock(incident.instance_id)
    if incident.task_id not in live.run.tokens:
        raise IncidentNotOpen(incident_id)
    change(family, live, Edit(changes=edit.changes, reason=edit.reason, task_id=incident.task_id))
    if not stepping.retry(live.run, incident.task_id):
        raise IncidentNotOpen(incident_id)
    return _finish(family, live, edit)


def change(family: Family, live: Live, edit: Edit) -> int:
    """Change the variables of a loaded case and note each; the caller finishes the step."""
    token = None if edit.task_id is None else live.run.tokens.get(edit.task_id)
    if edit.task_id is not None and token is None:
        raise stepping.TaskNotOpen(edit.task_id)
    inner = ROOT if token is None else token.inner
    rows = [row for one in edit.changes if (row := _put(live.run, inner, one)) is not None]
    for row in rows:
        row.instance_id, row.at, row.reason, row.task_id = live.row.id, family.now, edit.reason, edit.task_id
        row.by_kind, row.by_id = family.by.kind, family.by.id
    VariableChange.objects.bulk_create(rows)
    if rows:
        element = None if token is None else token.node.id
        names = tuple(row.name for row in rows)
        live.run.effects.stories.append(
            Story("variables_changed", element, edit.task_id, {"reason": edit.reason}, data_names=names)
        )
    return len(rows)


def _put(run: Run, inner: int, one: Change) -> VariableChange | None:
    new = _checked(one)
    scope = _place(run, inner, one.name)
    before = scope.variables.get(one.name, Mark.ABSENT)
    seen = one.old if isinstance(one.old, Mark) else feel.to_feel(one.old)
    if seen is not Mark.ANY and not _same(before, seen):
        raise VariableChanged(one.name)
    if _same(before, new):
        return None
    if new is Mark.ABSENT:
        del scope.variables[one.name]
    else:
        scope.variables[one.name] = new
    return VariableChange(
        scope_element=scope.element or "",
        name=one.name,
        old=None if before is Mark.ABSENT else values.pack(before),
        new=None if new is Mark.ABSENT else values.pack(new),
    )


def _checked(one: Change) -> Value | Mark:
    if not one.name or "." in one.name or one.name != one.name.strip() or one.name in {"instance", "participants"}:
        raise VariableRefused(one.name, "no variable can have this name")
    if one.new is Mark.ABSENT:
        return Mark.ABSENT
    if one.new is Mark.ANY:
        raise VariableRefused(one.name, "there is no new value")
    try:
        new: Value = feel.to_feel(one.new)
        size = len(values.pack(new))
    except TypeError as problem:
        raise VariableRefused(one.name, "a value of this kind cannot be stored") from problem
    if size > limits.DATA_BYTES:
        raise VariableRefused(one.name, f"more than {limits.DATA_BYTES} bytes")
    return new


def _place(run: Run, inner: int, name: str) -> Scope:
    """Where a step sees a name: the nearest scope that has it, else the step's own."""
    return next((s for s in scopes.chain(run, inner) if name in s.variables), run.scopes[inner])


def _same(one: Value | Mark, other: Value | Mark) -> bool:
    if isinstance(one, Mark) or isinstance(other, Mark):
        return one is other
    return values.pack(one) == values.pack(other) or (type(one) is type(other) and bool(one == other))


def _finish(family: Family, live: Live, edit: Edit) -> _advance.StepResult:
    try:
        return _advance.finish(family, live)
    except codec.StateTooLarge as problem:
        names = ", ".join(one.name for one in edit.changes)
        raise VariableRefused(names, f"the case would hold {problem.size} bytes") from problem
