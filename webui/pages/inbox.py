"""The work inbox: mine, my team's, done; filtered, searched, paged."""

from dataclasses import dataclass, replace
from typing import Final, cast
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from engine import clock
from tasks import queries
from tasks.queries import Box, DueState, InboxFilter
from webui.access import ViewedRequest, page_or_link

BOXES: Final[dict[Box, Promise]] = {"mine": _("내 일"), "team": _("우리 기관의 일"), "done": _("마친 일")}
STATES: Final[dict[str, Promise]] = {"all": _("모두"), "overdue": _("기한 지남"), "due_soon": _("기한 가까움")}
LONGEST_SEARCH: Final = 100


@dataclass(frozen=True)
class Tab:
    """One of the three lists."""

    name: Promise
    address: str
    here: bool


@require_safe
@page_or_link
def show(request: ViewedRequest) -> HttpResponse:
    """A page of one list."""
    if request.viewer.link_id is not None:
        return redirect("link_home")
    now = clock.now()
    wanted = _wanted(request)
    found = queries.inbox(viewer=request.viewer, filter=wanted, now=now)
    facts = {
        "now": now,
        "wanted": wanted,
        "found": found,
        "processes": found.processes,
        "tabs": [Tab(name, _address(InboxFilter(box=box)), box == wanted.box) for box, name in BOXES.items()],
        "states": STATES.items(),
        "is_filtered": bool(wanted.process_id or wanted.text or wanted.state != "all"),
        "next_address": _address(replace(wanted, cursor=found.next_cursor)) if found.next_cursor else "",
        "previous_address": _address(replace(wanted, cursor=found.previous_cursor)) if found.previous_cursor else "",
    }
    return render(request, "pages/inbox.html", facts)


def _wanted(request: ViewedRequest) -> InboxFilter:
    """The filter of the address; what it does not know counts as not asked for."""
    asked = request.GET
    box, state = asked.get("box", "mine"), asked.get("state", "all")
    return InboxFilter(
        box=cast(Box, box if box in BOXES else "mine"),
        process_id=asked.get("process") or None,
        state=cast(DueState, state if state in STATES else "all"),
        text=asked.get("q", "").strip()[:LONGEST_SEARCH],
        cursor=asked.get("cursor") or None,
    )


def _address(wanted: InboxFilter) -> str:
    named = {
        "box": wanted.box,
        "process": wanted.process_id,
        "state": "" if wanted.state == "all" else wanted.state,
        "q": wanted.text,
        "cursor": wanted.cursor,
    }
    return f"{reverse('inbox')}?{urlencode({name: value for name, value in named.items() if value})}"
