"""Who may open a page: decorators for views, and the request as our views see it.

A visitor is nobody yet; a *viewer* (tasks.viewers.Viewer) is a person who signed in with two factors, or the holder of
a one-time link who has given the code. What a viewer may see *within* a page is decided by the queries, never here.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from tasks.viewers import Viewer
from webui.session_store import SessionStore

View = Callable[..., HttpResponseBase]


class RoomRequest(HttpRequest):
    """A request that went through RoomMiddleware; ``now`` is the engine's time, there where there is a viewer."""

    viewer: Viewer | None
    now: datetime
    session: SessionStore


class ViewedRequest(HttpRequest):
    """A request whose view stands behind a decorator of this module: there is a viewer."""

    viewer: Viewer
    now: datetime


def page(view: View) -> View:
    """Only for people who signed in with two factors; others are sent to sign in and come back afterwards."""
    return _guarded(view, lambda viewer: viewer.person_id is not None)


def page_or_link(view: View) -> View:
    """For people who signed in, and for the holder of a one-time link who has given the code."""
    return _guarded(view, lambda _viewer: True)


def role_required(*roles: str) -> Callable[[View], View]:
    """Only for people who hold one of these roles today, in whatever organisation; others are refused (403)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: ViewedRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if roles_of(request.viewer).isdisjoint(roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return page(checked)

    return decorate


def roles_of(viewer: Viewer | None) -> frozenset[str]:
    """The names of the roles a viewer holds today ("branch", "analyst", …)."""
    return frozenset() if viewer is None else frozenset(held.role for held in viewer.roles)


def _guarded(view: View, may_enter: Callable[[Viewer], bool]) -> View:
    @wraps(view)
    def guarded(request: RoomRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.viewer is None or not may_enter(request.viewer):
            return _to_sign_in(request)
        response = view(request, *args, **kwargs)
        # What a signed-in person sees is nobody else's on a shared computer.
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return guarded


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    come_back = request.get_full_path() if request.method == "GET" else reverse("home")
    address = f"{reverse('sign_in')}?{urlencode({'next': come_back})}"
    if request.headers.get("HX-Request"):
        # A redirect would be followed out of sight and its page swapped into a corner of this one.
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
