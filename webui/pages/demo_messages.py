"""The SMS and mails of the demo: they are not sent, they are shown here. The page does not exist outside the demo."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from integrations.messages.models import FakeMessage

SHOWN = 50


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The newest messages; `?to=` narrows them to one recipient."""
    if not settings.DEMO:
        raise Http404
    rows = FakeMessage.objects.all()
    to = request.GET.get("to", "").strip()
    if to:
        rows = rows.filter(to__icontains=to)
    return render(request, "pages/demo_messages.html", {"rows": rows[:SHOWN], "to": to})
