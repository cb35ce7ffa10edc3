"""What the steps of an evaluation hand to their handlers, and what they get back; names are the diagram's."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The application whose worker is evaluated."""

    application_id: UUID


@dataclass(frozen=True, kw_only=True)
class Visit:
    """The proposed dates and the one that stands."""

    evaluation_id: UUID
    proposed: list[datetime]
    visit_at: datetime


@dataclass(frozen=True, kw_only=True)
class Task:
    """One row of the visit sheet; minutes a week."""

    task_name: str
    importance: str
    weekly_minutes: int
    recognised_minutes: int
    barrier: str = ""
    device_solves: bool = False


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The visit sheet's job tasks."""

    evaluation_id: UUID
    job_tasks: list[Task] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What the employer says."""

    evaluation_id: UUID
    opinion: str


@dataclass(frozen=True, kw_only=True)
class Scored:
    """A type, minutes a week, how many may share one assistant, and whether a device could help."""

    support_type: str
    minutes_week: int
    concurrency: int
    device_referral: bool = False


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """What the table recommends, what the evaluator confirms, and why they differ."""

    evaluation_id: UUID
    score: Scored
    result: Scored
    deviation_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Ending:
    """An evaluation that ends without a result."""

    evaluation_id: UUID
    reason: str = ""
