"""Refusals as programs get them: RFC 9457 problem details, with the pages' own sentences and statuses."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from tasks.forms.validation import FieldError
from tasks.handing_in import FormRejected
from webui import errors
from webui.api.bearer import REALM, ScopeMissing
from webui.api.media import PROBLEM, OrjsonRenderer
from webui.sentences import programs

log = logging.getLogger(__name__)
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def answer(exception: Exception, context: Mapping[str, Any]) -> Response | None:
    """The answer to a known refusal; None leaves it to Django, which logs it and answers 500."""
    details = of(exception)
    if details is None:
        return None
    log.info("refused %s: %s", context["request"].path, type(exception).__name__)
    return Response(details, details["status"], headers=_headers(exception), content_type=PROBLEM)


def of(exception: Exception) -> dict[str, Any] | None:
    """The problem that an exception is: type, title, status, detail, and what is wrong with which value."""
    refusal = errors.row_of(exception, programs.TABLE) or errors.refusal_for(exception)
    if refusal is None:
        return None
    found: dict[str, Any] = {
        "type": type_of(exception),
        "title": str(refusal.title),
        "status": refusal.status,
        "detail": errors.filled_in(refusal, exception),
    }
    if isinstance(exception, FormRejected):
        found["errors"] = [_field(error) for error in exception.result.errors]
    if isinstance(exception, ValidationError):
        found["errors"] = list(_asked_wrongly(exception.detail))
    return found


def type_of(exception: Exception) -> str:
    """The name that a program may tell refusals apart by."""
    return f"urn:gyeot:problem:{_WORD.sub('-', type(exception).__name__).lower()}"


def plain(exception: Exception) -> HttpResponse:
    """The same where no view answers: an address that is none (Http404), a fault of ours."""
    details = of(exception) or of(programs.Fault()) or {}
    body, headers = OrjsonRenderer().render(details), {"Cache-Control": "no-store"}
    return HttpResponse(body, status=details["status"], content_type=PROBLEM, headers=headers)


def _headers(exception: Exception) -> dict[str, str]:
    wait = getattr(exception, "wait", None)
    if wait is not None:
        return {"Retry-After": str(int(wait))}
    if isinstance(exception, ScopeMissing):
        return {"WWW-Authenticate": f'{REALM}, error="insufficient_scope", scope="{exception.scope}"'}
    shown = getattr(exception, "auth_header", None)
    return {"WWW-Authenticate": shown} if shown else {}


def _field(error: FieldError) -> dict[str, str]:
    """A refused value: the page's name for it, where it lies in the body (RFC 6901), its label and the sentence."""
    steps = re.sub(r"\[(\d+)\]", r".\1", error.name).split(".")
    pointer = "/".join(step.replace("~", "~0").replace("/", "~1") for step in steps)
    return {"name": error.name, "pointer": f"/data/{pointer}", "label": error.label, "message": error.message}


def _asked_wrongly(detail: object) -> list[dict[str, str]]:
    """What DRF says is wrong with the request itself: a name and its sentences, or sentences alone."""
    rows = detail.items() if isinstance(detail, dict) else [("", detail)]
    return [
        {"name": name, "pointer": f"/{name}" if name else "", "label": name, "message": _joined(said)}
        for name, said in rows
    ]


def _joined(said: object) -> str:
    return " ".join(map(str, said)) if isinstance(said, list) else str(said)
