"""The diagrams' XML for the control rooms' pictures, for those who may see the process or the instance."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from engine import queries
from webui.access import ViewedRequest
from webui.control import access, processes


@access.watcher
@require_GET
def of_process(_request: ViewedRequest, process_id: str) -> HttpResponse:
    """The live version's diagram."""
    return _xml(processes.find_process(process_id).version_id)


@access.watcher
@require_GET
def of_instance(request: ViewedRequest, instance_id: UUID) -> HttpResponse:
    """The diagram of the version the instance follows."""
    return _xml(access.find_instance(request.viewer, instance_id).facts.version_id)


def _xml(version_id: UUID) -> HttpResponse:
    return HttpResponse(queries.diagram(version_id), content_type="application/xml")
