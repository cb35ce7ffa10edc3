"""The door of the room: who looks at this page, is the session still good, and what is said when something refuses."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language

from records import access_log
from records.people import queries as people
from tasks import viewers
from tasks.viewers import Viewer
from webui import errors, sessions
from webui.access import RoomRequest
from webui.session_store import Owner

#: The addresses for programs.
API = "/api/"
#: Sent by our own background requests: they show news, they do not prove that somebody is there.
QUIET_HEADER = "X-Quiet"


class RoomMiddleware:
    """Sets `request.viewer`; costs no query for visitors without a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: RoomRequest) -> HttpResponseBase:
        """Find the viewer, then go on; looks at personal data inside are logged with the visitor's address."""
        # Before the first statement of the request, which does not ask for it (`engine.prepared`).
        connection.close_if_health_check_failed()
        with access_log.coming_from(sessions.address_of(request)):
            request.viewer = _viewer(request)
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refusal of the lower layers into a page that says what is so and what to do."""
        return errors.page_for(request, exception)


def _viewer(request: RoomRequest) -> Viewer | None:
    session = request.session
    # A program shows a token, never a session: `webui.api` finds out who asks.
    if request.path.startswith(API) or session.session_key is None:
        return None
    if not (SESSION_KEY in session or sessions.LINK in session):
        return None
    owner = session.owner
    account = None if owner is None or sessions.LINK in session else owner.account
    if owner is None or sessions.end_if_over(request, account):
        request.session["ended"] = True
        return None
    if QUIET_HEADER not in request.headers:
        sessions.touch(request)
    request.now = owner.now
    found = _found(request, owner)
    return found and replace(found, language="en" if get_language() == "en" else "ko")


def _found(request: RoomRequest, owner: Owner) -> Viewer | None:
    if sessions.LINK in request.session:
        # Asked anew each time: a link that was revoked or ran out meanwhile opens nothing any more.
        link = people.link(UUID(request.session[sessions.LINK]))
        is_open = link.revoked_at is None and link.expires_at > owner.now
        return viewers.of_link(link) if is_open else None
    if owner.account is None or owner.standing is None or not sessions.is_vouched_for(request, owner.account):
        return None
    # What Django would look up once more.
    request.user = owner.account
    return viewers.of_standing(owner.standing)
