"""My page: the person's own cases and those of the people they act for, the things to do, and the news."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from engine import clock
from records.notices import queries as notices
from records.people import queries as people
from records.support import queries as support
from records.support.models import SupportApplication
from webui import standing
from webui.access import ViewedRequest, page
from webui.standing import Standing


@dataclass(frozen=True, kw_only=True)
class ShownCase:
    """One application as a line of my page."""

    instance_id: UUID
    case_number: str
    applicant: str
    workplace: str
    filed_at: datetime
    standing: Standing


@require_safe
@page
def show(request: ViewedRequest) -> HttpResponse:
    """Applications with their state in plain words, newest first."""
    person_id = request.viewer.person_id
    if person_id is None:
        raise Http404
    facts = {
        "person": people.person(person_id),
        "cases": _cases(person_id, clock.now().date()),
        "unread": notices.unread_count(person_id),
    }
    return render(request, "pages/my_page.html", facts)


def _cases(person_id: UUID, on: date) -> list[ShownCase]:
    whose = [person_id, *(ward.pk for ward in people.wards_of(person_id, on))]
    found = [_shown(application) for one in whose for application in support.of_applicant(one)]
    return sorted(found, key=lambda case: case.filed_at, reverse=True)


def _shown(application: SupportApplication) -> ShownCase:
    return ShownCase(
        instance_id=application.instance_id,
        case_number=application.case_number,
        applicant=application.applicant.name_ko,
        workplace=application.workplace.company_name,
        filed_at=application.filed_at,
        standing=standing.of_application(application),
    )
