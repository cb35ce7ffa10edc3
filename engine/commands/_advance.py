"""The tail all commands share: let callers and called follow, then report and write everything at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from engine import limits, metrics
from engine.commands import _children, _write
from engine.ports import InstanceFacts
from engine.spiff import stepping
from engine.spiff.effects import ChildStart, Escape, Story

if TYPE_CHECKING:
    from uuid import UUID

    from engine.commands._family import Family, Live


@dataclass(frozen=True, kw_only=True)
class StepResult:
    """What a step left behind: the instance, the user tasks it opened in the whole family, and whether incidents
    opened.
    """

    instance: InstanceFacts
    opened: tuple[UUID, ...] = ()
    incidents: int = 0


def finish(family: Family, first: Live) -> StepResult:
    """Carry on until nothing moves in the family, then write it and what the work list makes of it in one statement."""
    moved = True
    while moved:
        moved = sum(_follow(family, live) for live in list(family.members.values())) > 0
    opened = tuple(task.id for live in family.members.values() for task in live.run.effects.user_opened)
    incidents = sum(len(live.run.effects.troubles) for live in family.members.values())
    for live in family.members.values():
        _close(family, live)
    _write.write(family)
    facts = first.row.facts(first.run.definition.version_number)
    return StepResult(instance=facts, opened=opened, incidents=incidents)


def _follow(family: Family, live: Live) -> bool:
    """Carry out what one run asked of others; True when something moved."""
    effects = live.run.effects
    calls, effects.calls = effects.calls, []
    for call in calls:
        _start_child(family, live, call)
    abandoned, effects.abandoned = effects.abandoned, []
    for child_id in abandoned:
        cancel_live(family, family.live(child_id), "the calling process took it back")
    escapes, effects.escapes = effects.escapes, []
    for escape in escapes:
        _escape(family, live, escape)
    heard = _tell_callers(family, live)
    return bool(calls or abandoned or escapes or heard) or _tell_parent(family, live)


def _tell_callers(family: Family, live: Live) -> bool:
    """Let the callers' boundary events and event sub-processes have a signal while the call is still there; True when
    it came to one, which may have taken calls back.
    """
    thrown, heard = live.run.effects.thrown, False
    for number, one in enumerate(thrown):
        if one.kind != "signal" or one.told_callers or live.row.parent_id is None:
            continue
        callers = [family.live(live.row.parent_id)]
        while callers[-1].row.parent_id is not None:
            callers.append(family.live(callers[-1].row.parent_id))
        reached = [
            task_id for caller in reversed(callers) for task_id in stepping.hear(caller.run, one.name, one.variables)
        ]
        thrown[number] = replace(one, reached=(*one.reached, *reached), told_callers=True)
        heard = heard or bool(reached)
    return heard


def _start_child(family: Family, parent: Live, call: ChildStart) -> None:
    token = parent.run.tokens.get(call.task_id)
    if token is None:
        return
    if parent.row.depth + 1 > limits.CALL_DEPTH:
        _children.refuse(parent, token, f"calls are nested deeper than {limits.CALL_DEPTH}")
        return
    version_id = _children.version_of(parent, token, call.process_id)
    if version_id is None:
        _children.refuse(parent, token, f"no version of {call.process_id} is deployed")
        return
    if _children.rests(version_id):
        _children.refuse(parent, token, f"nothing of {call.process_id} is started while its version rests")
        return
    child = _children.make(family, parent, (call, version_id))
    token.extra["child"] = child.row.id


def _tell_parent(family: Family, live: Live) -> bool:
    row = live.row
    if not live.run.ended or row.status != "running":
        return False
    row.status, row.ended_at, row.end_event = "completed", family.now, live.run.end_event or ""
    if row.parent_id is not None and row.parent_task_id is not None:
        result = dict(live.run.scopes[0].variables)
        stepping.child_done(family.live(row.parent_id).run, row.parent_task_id, result)
    return True


def _escape(family: Family, live: Live, escape: Escape) -> None:
    row = live.row
    if row.parent_id is None or row.parent_task_id is None:
        return
    if escape.kind == "error":
        cancel_live(family, live, f"error {escape.code or ''}".strip())
    parent = family.live(row.parent_id)
    stepping.child_escape(parent.run, row.parent_task_id, (escape.kind, escape.code, escape.variables))


def cancel_live(family: Family, live: Live, reason: str) -> None:
    """Cancel one instance; those it called follow with the next round."""
    if live.row.status != "running":
        return
    stepping.cancel(live.run)
    live.row.status, live.row.ended_at, live.row.cancel_reason = "cancelled", family.now, reason


def _close(family: Family, live: Live) -> None:
    """Tell the path of the step and what waits of machines took, from which figures are made anew: in the line of what
    began the step, in one of its own (``passed``) where nothing else is told. Waits of people have their own lines.
    """
    effects = live.run.effects
    told: dict[str, Any] = {"path": list(effects.path)} if effects.path else {}
    if waited := metrics.waited(effects.closed, family.now):
        told["waited"] = waited
    if not told:
        return
    if not effects.stories:
        effects.stories.append(Story("passed"))
    first = effects.stories[0]
    effects.stories[0] = replace(first, detail={**first.detail, **told})


__all__ = ["StepResult", "cancel_live", "finish"]
