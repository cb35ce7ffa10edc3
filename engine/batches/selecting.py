"""Which instances an operation over many means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from engine.models import Incident, OpenStep, ProcessInstance


@dataclass(frozen=True, kw_only=True)
class InstanceQuery:
    """All that is given must hold; ``holders`` narrows to cases one of these takes part in (None: whoever).

    ``instance_ids`` and ``case_numbers`` name cases one by one, ``started_until`` is not included.
    """

    process_id: str | None = None
    version_id: UUID | None = None
    element_id: str | None = None
    status: str | None = "running"
    suspended: bool | None = None
    incident_kind: str | None = None
    started_from: datetime | None = None
    started_until: datetime | None = None
    case_numbers: Sequence[str] | None = None
    instance_ids: Sequence[UUID] | None = None
    outermost_only: bool = False
    holders: frozenset[UUID] | None = None


class QueryTooWide(Exception):
    """A query that names nothing at all: an operation over everything is a slip."""


def select(query: InstanceQuery) -> QuerySet[ProcessInstance]:
    """The instances a query means, the oldest first.

    Raises:
        QueryTooWide: it names neither process, version nor cases.
    """
    if not (query.process_id or query.version_id or query.case_numbers is not None or query.instance_ids is not None):
        raise QueryTooWide
    rows = ProcessInstance.objects.filter(_plain(query)).filter(_beside(query))
    return rows.order_by("started_at", "id")


def _plain(query: InstanceQuery) -> Q:
    """Conditions on the instance's own columns."""
    named = {
        "process_id": query.process_id,
        "version_id": query.version_id,
        "status": query.status,
        "started_at__gte": query.started_from,
        "started_at__lt": query.started_until,
        "case_number__in": query.case_numbers,
        "pk__in": query.instance_ids,
        "parent_id__isnull": True if query.outermost_only else None,
        "suspended_at__isnull": None if query.suspended is None else not query.suspended,
    }
    return Q(**{name: value for name, value in named.items() if value is not None})


def _beside(query: InstanceQuery) -> Q:
    """Conditions on what stands beside the instance."""
    found = Q()
    if query.element_id is not None:
        found &= Q(pk__in=OpenStep.objects.filter(element_id=query.element_id).values("instance_id"))
    if query.incident_kind is not None:
        stuck = Incident.objects.filter(resolved_at=None)
        kind = stuck.filter(kind=query.incident_kind) if query.incident_kind else stuck
        found &= Q(pk__in=kind.values("instance_id"))
    if query.holders is not None:
        holding = ProcessInstance.objects.filter(participants__ref__in=query.holders)
        found &= Q(pk__in=holding.values("id"))
    return found
