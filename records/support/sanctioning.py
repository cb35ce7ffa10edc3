"""Stops of support after fraud (Notice Art 51②③): a year from the cancellation, at most a third of it forgiven."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from records import ratebook
from records.doer import Doer
from records.events import Happening, record
from records.people.models import Person
from records.support import periods, states
from records.support.models import EligibilitySuspension


@dataclass(frozen=True, kw_only=True)
class Stop:
    """Whose support is stopped and why; `mitigated` takes the shortest span the Notice allows."""

    worker_id: UUID
    reason: str
    mitigated: bool = False


def suspend(*, stop: Stop, by: Doer, now: datetime) -> EligibilitySuspension:
    """Stop a worker's eligibility from today, for the months the ratebook says; the day of decision counts."""
    with transaction.atomic():
        today = now.date()
        months = ratebook.whole("sanction_months_mitigated" if stop.mitigated else "sanction_months", today)
        suspension = EligibilitySuspension.objects.create(
            worker=Person.objects.get(pk=stop.worker_id),
            since_date=today,
            until_date=periods.sanction_end(today, months),
            reason=states.need_reason(stop.reason),
            decided_by=by.id,
            decided_at=now,
        )
        happening = Happening(by=by, now=now)
        record("support.suspended", suspension, happening, until=suspension.until_date, reason=suspension.reason)
        return suspension


def is_suspended(person_id: UUID, on: date) -> bool:
    """Whether a stop of the worker covers the day."""
    stops = EligibilitySuspension.objects.filter(worker_id=person_id, since_date__lte=on, until_date__gte=on)
    return stops.exists()
