"""The reading page of a version: the diagram and the same as structured text; its files to take away."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from engine import clock, queries
from engine.queries import VersionFacts
from webui.access import ViewedRequest
from webui.studio import access, lifecycles, people
from webui.studio.reading import whole


@access.reader
@require_GET
@access.viewer_policy
def show(request: ViewedRequest, process_id: str, version_id: UUID) -> HttpResponse:
    """A version for reading; the text part needs no JavaScript."""
    version = _find(process_id, version_id)
    bundle = queries.bundle(version_id)
    facts = {
        "process": lifecycles.find_process(process_id),
        "version": version,
        "deployed_by": people.names_of([version.deployed_by]).get(version.deployed_by, ""),
        "reading": whole.tell(bundle, language=request.viewer.language, on=clock.now().date()),
        "paths": sorted(bundle.files),
    }
    return render(request, "studio/version.html", facts)


@access.reader
@require_GET
def diagram(_request: ViewedRequest, process_id: str, version_id: UUID) -> HttpResponse:
    """The diagram's XML for the picture."""
    _find(process_id, version_id)
    return HttpResponse(queries.diagram(version_id), content_type="application/xml")


@access.reader
@require_GET
def download(request: ViewedRequest, process_id: str, version_id: UUID) -> HttpResponse:
    """One file of the version (`?path=`) as a download; never shown as a page of ours."""
    version = _find(process_id, version_id)
    path = request.GET.get("path", f"{process_id}.bpmn")
    found = queries.bundle(version_id).files.get(path)
    if found is None:
        raise Http404(path)
    name = path.rpartition("/")[2]
    response = HttpResponse(found, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="v{version.number}-{name}"'
    return response


def _find(process_id: str, version_id: UUID) -> VersionFacts:
    found = next((one for one in queries.versions(process_id) if one.id == version_id), None)
    if found is None:
        raise Http404(version_id)
    return found
