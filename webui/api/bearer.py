"""Who asks: the bearer token of a request (RFC 6750), and what that token may do.

Nothing else lets a program in, least of all the cookie of a browser: a page of somebody else's could send that.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NoReturn

from django.utils import timezone, translation
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, Throttled
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from records.people import tokens
from tasks import programs
from tasks.programs import Bearer
from tasks.viewers import Language, Viewer
from webui import sessions
from webui.api import pace

if TYPE_CHECKING:
    from rest_framework.views import APIView

log = logging.getLogger(__name__)
REALM: Final = 'Bearer realm="gyeot"'


class ScopeMissing(Exception):
    """The token may not do this: it lacks ``scope``."""

    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self.scope = scope


class BearerAuthentication(BaseAuthentication):
    """The token's person as ``request.user`` (a Viewer), the token's facts as ``request.auth`` (a Bearer)."""

    def authenticate(self, request: Request) -> tuple[Viewer, Bearer]:
        """Who asks; raises NotAuthenticated, AuthenticationFailed, and Throttled for an address that only guesses."""
        kind, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if kind.lower() != "bearer":
            raise NotAuthenticated
        bearer = programs.by_token(token.strip())
        if bearer is None:
            _refuse(sessions.address_of(request))
        if bearer.is_unnoted:
            tokens.note_use(token_id=bearer.token_id, now=timezone.now())
        viewer = replace(bearer.viewer, language=_speak(request, bearer.viewer))
        return viewer, bearer

    def authenticate_header(self, request: Request) -> str:
        """What a refused program is told to show."""
        return REALM


class HoldsScope(BasePermission):
    """Lets through what the view's ``scope`` asks of a token."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True, or ScopeMissing."""
        scope = str(getattr(view, "scope", ""))
        if scope not in bearer_of(request).scopes:
            raise ScopeMissing(scope)
        return True


def bearer_of(request: Request) -> Bearer:
    """The token's facts."""
    bearer: Bearer = request.auth  # type: ignore[assignment]
    return bearer


def _refuse(address: str | None) -> NoReturn:
    if wait := pace.REFUSALS.wait(address):
        raise Throttled(wait)
    log.warning("a token was refused, shown from %s", address)
    raise AuthenticationFailed


def _speak(request: Request, viewer: Viewer) -> Language:
    """The language asked for, else the person's own; sentences of refusals follow it too."""
    asked = translation.get_language() if "HTTP_ACCEPT_LANGUAGE" in request.META else viewer.language
    language: Language = "en" if asked == "en" else "ko"
    translation.activate(language)
    return language
