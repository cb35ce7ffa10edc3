"""What the steps of a service application hand to their handlers, and what they get back; names are the diagram's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

from engine.feel.values import Value


@dataclass(frozen=True, kw_only=True)
class Need:
    """One row of the form: where support is needed, how many minutes a day."""

    area: str
    minutes: int
    area_note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Employment:
    """The working conditions as the form says them; wage in KRW an hour."""

    contract_hours_month: int
    hourly_wage: int


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the applicant wishes for; the end is open where none was named."""

    support_type: str
    start_date: date
    end_date: date | None = None
    requests: str | None = None


@dataclass(frozen=True, kw_only=True)
class Application:
    """The application form as the record needs it; ``consents`` by kind, in small letters."""

    applicant_person_id: UUID
    workplace_id: UUID
    employment: Employment
    wish: Wish
    duties: str
    support_needs: list[Need]
    consents: Mapping[str, Value]
    files: list[Value] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Received:
    """The new record, and what is already known about the applicant."""

    application_id: UUID
    suspended: bool
    overlapping_support: bool


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the employer answered."""

    application_id: UUID
    agreed: bool


@dataclass(frozen=True, kw_only=True)
class Complete:
    """An application that is complete; ``on_paper`` where the branch holds the employer's consent on paper."""

    application_id: UUID
    on_paper: bool = False


@dataclass(frozen=True, kw_only=True)
class CompleteOn:
    """The day the statutory period begins with."""

    complete_date: date


@dataclass(frozen=True, kw_only=True)
class Supplement:
    """What the branch asks for, in its own words."""

    application_id: UUID
    note: str


@dataclass(frozen=True, kw_only=True)
class Supplied:
    """The papers that came in."""

    application_id: UUID
    files: list[Value] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Ending:
    """An application that ends, and why."""

    application_id: UUID
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Support:
    """What is granted; minutes a day and a week."""

    support_type: str
    minutes_day: int
    minutes_week: int
    concurrency: int
    start_date: date
    end_date: date


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """The decision taken, with what is granted where it is an approval."""

    application_id: UUID
    outcome: Literal["approve", "refuse"]
    reason: str
    support: Support | None = None


@dataclass(frozen=True, kw_only=True)
class Decided:
    """The decision as recorded: APPROVED or REFUSED."""

    decision_id: UUID
    decision_result: str


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The agencies in the order wished, and how logs will be signed (``electronic`` or ``paper``; None: not said)."""

    application_id: UUID
    decision_id: UUID
    agencies: list[UUID]
    signing_method: str | None = None
    chosen_by_branch: bool = False


@dataclass(frozen=True, kw_only=True)
class ObjectionFiled:
    """The decision objected to, and why."""

    decision_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class ObjectionKept:
    """The objection on record."""

    objection_id: UUID


@dataclass(frozen=True, kw_only=True)
class Extension:
    """An objection whose review takes longer, and the facts of the letter."""

    objection_id: UUID
    facts: Mapping[str, Value]


@dataclass(frozen=True, kw_only=True)
class ObjectionRuling:
    """What headquarters answers."""

    objection_id: UUID
    upheld: bool
    answer: str
