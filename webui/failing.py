"""What is answered where no view could: Django's own pages for people, a problem for programs."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views import defaults

from webui.api import problems
from webui.middleware import API
from webui.sentences.programs import Fault


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """An address that leads nowhere."""
    if request.path.startswith(API):
        return problems.plain(Http404())
    return defaults.page_not_found(request, exception)


def failed(request: HttpRequest) -> HttpResponseBase:
    """A fault of ours; Django has logged it."""
    return problems.plain(Fault()) if request.path.startswith(API) else defaults.server_error(request)
