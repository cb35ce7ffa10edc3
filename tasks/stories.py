"""What has happened in a case, as sentences: the engine's history and the events of the records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine import queries
from engine.actors import Actor
from engine.queries import EventFacts
from records import events
from tasks import naming
from tasks.models import WorkItem
from tasks.viewers import Viewer


@dataclass(frozen=True, kw_only=True)
class StoryLine:
    """One thing that happened: when, the step's name where it was one, a sentence, who did it (empty: the system)."""

    at: datetime
    name: str
    sentence: str
    by_name: str


_SENTENCES = {
    "started": ("신청이 시작되었습니다.", "The case was begun."),
    "task_completed": ("‘{name}’ 단계를 마쳤습니다.", "The step “{name}” was completed."),
    "participant": ("‘{role}’ 담당이 정해졌습니다.", "The role {role} was given."),
    "instance_cancelled": ("처리가 취소되었습니다.", "The case was cancelled."),
    "ended": ("처리가 끝났습니다.", "The case has ended."),
}
_TOLD = frozenset(_SENTENCES) - {"participant"}


def decisions(item: WorkItem, viewer: Viewer) -> list[StoryLine]:
    """What people decided before an item, newest last; the holder of a link is told nothing of others."""
    if viewer.link_id is not None:
        return []
    found = [event for event in queries.history(item.root_id) if event.kind == "task_completed"]
    return _lines(found, item.root_id, viewer)


def of_case(root_id: UUID, viewer: Viewer) -> list[StoryLine]:
    """The whole story of a case and what it called, oldest first."""
    root = [event for event in queries.history(root_id) if event.kind in _TOLD]
    told = [event for event in root if event.kind != "ended" or event.instance_id == root_id]
    return _lines([event for event in told if event.kind != "started" or event.instance_id == root_id], root_id, viewer)


def _lines(found: Sequence[EventFacts], root_id: UUID, viewer: Viewer) -> list[StoryLine]:
    records = events.of_instances([one.id for one in queries.family(root_id)])
    names = naming.people({event.actor.id for event in found} | {row.actor_id for row in records} | _wards(found))
    told = {(row.happened_at, row.actor_id) for row in records}
    lines = [_line(event, names, viewer.language) for event in found if not _is_told_by_record(event, told)]
    lines += [
        StoryLine(
            at=row.happened_at,
            name="",
            sentence=events.sentence(row, viewer.language),
            by_name=names.get(row.actor_id, ""),
        )
        for row in records
    ]
    return sorted(lines, key=lambda line: line.at)


def _is_told_by_record(event: EventFacts, told: set[tuple[datetime, UUID]]) -> bool:
    """Whether a record says in the programme's words what the person did by completing the step or starting the case.

    A step and its records are written by one hand at one moment; the step's own line would only say it a second time.
    """
    return event.kind in {"started", "task_completed"} and (event.at, event.actor.id) in told


def _wards(found: Sequence[EventFacts]) -> set[UUID | None]:
    return {event.actor.on_behalf_of for event in found}


def _line(event: EventFacts, names: dict[UUID | None, str], language: str) -> StoryLine:
    words = _SENTENCES[event.kind][0 if language == "ko" else 1]
    name = naming.step(event, language)
    sentence = words.format(name=name, role=naming.role(str(event.detail.get("role", "")), language))
    return StoryLine(at=event.at, name=name, sentence=sentence, by_name=_by(event.actor, names, language))


def _by(actor: Actor, names: dict[UUID | None, str], language: str) -> str:
    name = names.get(actor.id, "")
    ward = names.get(actor.on_behalf_of, "")
    if not ward:
        return name
    return f"{name} ({ward} 님을 대신하여)" if language == "ko" else f"{name} (for {ward})"
