"""What the engine tells about itself, as frozen dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.actors import Actor
from engine.feel import Value
from engine.participants import ParticipantSpec
from engine.ports import InstanceFacts


@dataclass(frozen=True, kw_only=True)
class OpenStepFacts:
    """A step that waits; ``kind`` is user, call, job, event, multi or scope, ``properties`` the node's own ones."""

    task_id: UUID
    element_id: str
    name: str
    kind: str
    role: str | None
    opened_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class TimerFacts:
    """A timer that is set."""

    task_id: UUID
    element_id: str
    name: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class MessageWait:
    """A step, or an event beside one, that waits for a message of this name since then."""

    task_id: UUID
    element_id: str
    message: str
    since: datetime


@dataclass(frozen=True, kw_only=True)
class IncidentFacts:
    """Something that failed; ``resolved_at`` is None while it is open."""

    id: UUID
    instance_id: UUID
    task_id: UUID | None
    element_id: str
    kind: str
    message: str
    opened_at: datetime
    resolved_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class InstanceDetail:
    """An instance with what it waits for; ``variables`` are those of its own outermost scope.

    ``calling`` gives for each called instance that still runs the call activity it was started by.
    """

    facts: InstanceFacts
    started_at: datetime
    started_by: UUID
    ended_at: datetime | None
    end_event: str
    cancel_reason: str
    participants: Mapping[str, ParticipantSpec]
    variables: Mapping[str, Value]
    open_tasks: tuple[OpenStepFacts, ...]
    timers: tuple[TimerFacts, ...]
    incidents: tuple[IncidentFacts, ...]
    children: tuple[InstanceFacts, ...]
    calling: Mapping[UUID, str] = field(default_factory=dict)

    @property
    def status(self) -> str:
        """Running, completed or cancelled."""
        return self.facts.status


@dataclass(frozen=True, kw_only=True)
class InstanceFilter:
    """Which instances a list shows; ``incident`` and ``overdue`` narrow to those with such a step.

    ``participant_refs`` narrows to instances in which one of these takes or took part; None means all.
    """

    status: str | None = None
    element_id: str | None = None
    version_id: UUID | None = None
    text: str = ""
    incident: bool = False
    overdue: bool = False
    participant_refs: frozenset[UUID] | None = None


@dataclass(frozen=True, kw_only=True)
class InstancePage:
    """A page of instances, the newest first; ``total`` counts all that fit."""

    rows: tuple[InstanceDetailRow, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, kw_only=True)
class InstanceDetailRow:
    """An instance in a list."""

    facts: InstanceFacts
    started_at: datetime
    ended_at: datetime | None
    end_event: str
    open_steps: tuple[str, ...]
    incidents: int
    next_due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class EventFacts:
    """A line of history; ``data_names`` are names only."""

    at: datetime
    kind: str
    instance_id: UUID
    element_id: str
    element_name: str
    element_name_en: str
    actor: Actor
    task_id: UUID | None
    data_names: tuple[str, ...]
    form_id: str
    version_number: int
    detail: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ElementFacts:
    """A node of a version; ``scope`` is the sub-process it stands in, ``lane`` the role's id."""

    id: str
    kind: str
    name: str
    label_en: str
    lane: str | None
    lane_name: str
    scope: str | None
    host: str | None
    form_id: str | None
    documentation: str
    properties: Mapping[str, str] = field(default_factory=dict)
    job_type: str | None = None
    called_process: str | None = None
    decision_id: str | None = None
    event: str = "none"


@dataclass(frozen=True, kw_only=True)
class StageFacts:
    """A stage that citizens see, in Korean and English, with the elements that belong to it."""

    name: str
    name_en: str
    element_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class VersionFacts:
    """A deployed version."""

    id: UUID
    process_id: str
    number: int
    name: str
    digest: str
    comment: str
    deployed_at: datetime
    deployed_by: UUID
    is_live: bool
    running: int


@dataclass(frozen=True, kw_only=True)
class ProcessFacts:
    """A process with its live version and how much of it runs."""

    process_id: str
    name: str
    name_en: str
    version_id: UUID
    version_number: int
    running: int
    incidents: int


@dataclass(frozen=True, kw_only=True)
class OpenCount:
    """What waits at an element; ``waiting`` is a histogram by ``engine.metrics.BOUNDS`` of how long so far."""

    element_id: str
    open: int
    overdue: int
    oldest_opened_at: datetime
    waiting: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class StepDuration:
    """How long a step took, over the days asked for; ``histogram`` by ``engine.metrics.BOUNDS``."""

    element_id: str
    outcome: str
    count: int
    average_seconds: float
    histogram: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class DraftFacts:
    """A bundle being edited; ``files`` by path."""

    id: UUID
    process_id: str
    based_on: int | None
    revision: int
    state: str
    comment: str
    edited_by: UUID
    edited_at: datetime
    submitted_by: UUID | None
    approved_by: UUID | None
    files: Mapping[str, bytes]
