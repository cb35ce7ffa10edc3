"""My page: the person's own cases and those of the people they act for, the things to do, and the news."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from engine import clock
from records.notices import queries as notices
from records.people import queries as people
from records.support import queries as support
from records.support.codes import ApplicationState
from records.support.models import SupportApplication
from webui.access import ViewedRequest, page

#: How a state reads for the person concerned, and the colour of its tag.
STATES: dict[str, tuple[str | Promise, str]] = {
    ApplicationState.FILED: (_("신청함"), "information"),
    ApplicationState.RECEIVED: (_("검토 중"), "information"),
    ApplicationState.SUPPLEMENT_REQUESTED: (_("서류가 더 필요함"), "warning"),
    ApplicationState.APPROVED: (_("승인됨"), "success"),
    ApplicationState.IN_SERVICE: (_("지원 중"), "success"),
    ApplicationState.REFUSED: (_("승인되지 않음"), "danger"),
    ApplicationState.RETURNED: (_("반려됨"), "warning"),
    ApplicationState.WITHDRAWN: (_("취하함"), ""),
    ApplicationState.CANCELLED: (_("취소됨"), ""),
}


@dataclass(frozen=True, kw_only=True)
class ShownCase:
    """One application as a line of my page."""

    instance_id: UUID
    case_number: str
    applicant: str
    workplace: str
    filed_at: datetime
    state: str | Promise
    colour: str


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
    state, colour = STATES[application.state]
    return ShownCase(
        instance_id=application.instance_id,
        case_number=application.case_number,
        applicant=application.applicant.name_ko,
        workplace=application.workplace.company_name,
        filed_at=application.filed_at,
        state=state,
        colour=colour,
    )
