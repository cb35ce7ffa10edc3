"""What every page's frame needs: the menu of this person, the view settings, the session's end."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tasks.viewers import Viewer
from webui import preferences, sessions
from webui.access import roles_of


@dataclass(frozen=True)
class MenuEntry:
    """One place in the main menu; `here` marks the place the person is in."""

    name: str | Promise
    address: str
    here: bool


#: Who may look at the state of work in the control room.
OVERSEERS = frozenset({"supervisor", "headquarters", "branch_manager", "agency_manager", "auditor"})

#: (text, URL name, roles that see it; None = everybody who signed in)
SIGNED_IN: tuple[tuple[Promise, str, frozenset[str] | None], ...] = (
    (_("업무함"), "inbox", None),
    (_("나의 민원"), "my_page", None),
    (_("알림"), "notices", None),
    (_("업무 현황"), "control", OVERSEERS),
    (_("업무 설계"), "studio", frozenset({"analyst", "approver"})),
)


def room(request: HttpRequest) -> dict[str, Any]:
    """Variables of base.html; also right for pages that failed before the middleware ran."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    return {
        "viewer": viewer,
        "viewer_roles": roles_of(viewer),
        "menu": _menu(request, viewer),
        "preferences": preferences.read(request),
        "is_demo": settings.DEMO,
        "session_idle_seconds": int(sessions.IDLE.total_seconds()),
        "session_warn_seconds": int(sessions.WARN.total_seconds()),
    }


def _menu(request: HttpRequest, viewer: Viewer | None) -> list[MenuEntry]:
    entries: list[tuple[str | Promise, str]] = [(_("사업 안내"), "home")]
    if viewer is not None and viewer.person_id is not None:
        held = roles_of(viewer)
        entries += [(text, name) for text, name, roles in SIGNED_IN if roles is None or roles & held]
    found = []
    for text, name in entries:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        is_here = request.path == address if name == "home" else request.path.startswith(address)
        found.append(MenuEntry(text, address, is_here))
    return found
