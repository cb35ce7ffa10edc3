"""How a person wants to see the pages: language, contrast, text size. Kept in cookies, applied by the server.

No account is needed, and no JavaScript; a cookie with an unknown value counts as the default.
"""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

YEAR_SECONDS: Final = 365 * 24 * 60 * 60
MODES: Final = ("light", "high-contrast", "auto")
SCALES: Final = ("medium", "large", "xlarge", "xxlarge")
#: What may be set, by form name: (cookie, allowed values).
CHOICES: Final = {
    "language": (settings.LANGUAGE_COOKIE_NAME, tuple(code for code, _name in settings.LANGUAGES)),
    "mode": ("view_mode", MODES),
    "scale": ("view_scale", SCALES),
}


@dataclass(frozen=True)
class Preferences:
    """The contrast mode and the text size, as KRDS names them."""

    mode: str
    scale: str


def read(request: HttpRequest) -> Preferences:
    """What this browser chose earlier."""
    mode = request.COOKIES.get("view_mode", "")
    scale = request.COOKIES.get("view_scale", "")
    return Preferences(mode if mode in MODES else MODES[0], scale if scale in SCALES else SCALES[0])


def write(response: HttpResponseBase, *, name: str, value: str) -> bool:
    """Remember one choice for a year; False if there is no such choice."""
    cookie, allowed = CHOICES.get(name, ("", ()))
    if value not in allowed:
        return False
    response.set_cookie(
        cookie, value, max_age=YEAR_SECONDS, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )
    return True
