"""Downloading a document: only who may read it, always as a file of its own, never kept by the browser."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from engine import clock
from integrations.documents import storage
from tasks import opening
from webui.access import ViewedRequest, page_or_link


@require_safe
@page_or_link
def download(request: ViewedRequest, document_id: UUID) -> HttpResponse:
    """The bytes of a document; one that the viewer may not read does not exist for them."""
    document = opening.open_document(document_id=document_id, viewer=request.viewer, now=clock.now())
    response = HttpResponse(storage.open(document.storage_key), content_type=document.content_type)
    disposition = content_disposition_header(as_attachment=True, filename=document.name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["Cache-Control"] = "no-store"
    # A document is shown by its own program; should a browser show it after all, nothing in it may run.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
