"""Notices: everything the programme told this person, newest first, and marking one as read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from engine import clock
from records.notices import operations, queries
from records.notices.models import Notice
from webui import posting
from webui.access import ViewedRequest, page

SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class ShownNotice:
    """A notice in the reader's language."""

    id: UUID
    title: str
    body: str
    address: str
    document_id: UUID | None
    created_at: datetime
    is_read: bool


@require_safe
@page
def show(request: ViewedRequest) -> HttpResponse:
    """The list; unread ones are marked in words."""
    person_id, language = _person(request), request.viewer.language
    start = posting.whole_number(request.GET.get("from", "")) or 0
    rows = [_shown(notice, language) for notice in queries.of(person_id, limit=SHOWN + 1, offset=start)]
    facts = {
        "notices": rows[:SHOWN],
        "older": f"?from={start + SHOWN}" if len(rows) > SHOWN else "",
        "newer": f"?from={max(start - SHOWN, 0)}" if start else "",
        "unread": queries.unread_count(person_id),
    }
    return render(request, "pages/notices.html", facts)


@require_POST
@page
def mark_read(request: ViewedRequest, notice_id: UUID) -> HttpResponse:
    """Note that the person has read it."""
    operations.mark_read(notice_id=notice_id, person_id=_person(request), now=clock.now())
    return redirect("notices")


@require_POST
@page
def mark_all_read(request: ViewedRequest) -> HttpResponse:
    """Note that the person has read everything."""
    operations.mark_all_read(person_id=_person(request), now=clock.now())
    return redirect("notices")


def _shown(notice: Notice, language: str) -> ShownNotice:
    english = language == "en"
    return ShownNotice(
        id=notice.id,
        title=notice.title_en if english else notice.title_ko,
        body=notice.body_en if english else notice.body_ko,
        address=notice.address_path,
        document_id=notice.document_id,
        created_at=notice.created_at,
        is_read=notice.read_at is not None,
    )


def _person(request: ViewedRequest) -> UUID:
    if request.viewer.person_id is None:
        raise Http404
    return request.viewer.person_id
