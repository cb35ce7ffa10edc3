"""The OpenAPI description, as it is committed beside this file; a test holds it against the code."""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from drf_spectacular.extensions import OpenApiAuthenticationExtension

FILE = Path(__file__).with_name("openapi.json")


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the description speaks of tokens."""

    target_class = "webui.api.bearer.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """A bearer token, made on the page Account security."""
        return {"type": "http", "scheme": "bearer", "description": "Made on the page Account security, Programs."}


@require_safe
def show(_request: HttpRequest) -> HttpResponse:
    """The description, for everybody: it says nothing about anyone."""
    return HttpResponse(_text(), content_type="application/json")


@cache
def _text() -> bytes:
    return FILE.read_bytes()
