"""The first page: what the programme is, who may use it, how it goes, and the way in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Programme information and quick menu; the same for everybody."""
    return render(request, "portal/home.html")
