"""Language, contrast and text size, and the sign of life that keeps a session open."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from webui import preferences
from webui.access import page_or_link
from webui.errors import wants_json


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Remember one choice in a cookie and show the same page again."""
    response = HttpResponseRedirect(safe_next(request))
    chosen = [(name, request.POST[name]) for name in preferences.CHOICES if name in request.POST]
    if not chosen or not all(preferences.write(response, name=name, value=value) for name, value in chosen):
        return HttpResponseBadRequest()
    return response


@require_POST
@page_or_link
def extend(request: HttpRequest) -> HttpResponse:
    """Go on working: the request itself has extended the session."""
    return JsonResponse({"extended": True}) if wants_json(request) else redirect("home")


def safe_next(request: HttpRequest) -> str:
    """Where the person wants to go next, if that is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("home")
