"""Opening a document of a case: whether the viewer may, and the line in the access log that it leaves.

Looks at personal data are kept with who, whose, when and from where (개인정보의 안전성 확보조치 기준 제8조);
one's own are not.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from engine import queries
from records import access_log
from records.documents import queries as documents
from records.documents.models import Document
from tasks import cases
from tasks.viewers import Viewer


class DocumentNotFound(Exception):
    """There is no such document for this viewer; another's is not told apart from none."""

    def __init__(self, document_id: UUID) -> None:
        super().__init__(str(document_id))
        self.document_id = document_id


@transaction.atomic
def open_document(*, document_id: UUID, viewer: Viewer, now: datetime) -> Document:
    """The document for a download; the look of anybody but the person concerned is logged.

    Raises:
        DocumentNotFound: no such document for this viewer.
    """
    try:
        may_read = cases.may_read_document(document_id, viewer)
    except Document.DoesNotExist:
        may_read = False
    if not may_read:
        raise DocumentNotFound(document_id)
    document = documents.document(document_id)
    subject = _subject(document)
    if subject != viewer.actor.id:
        look = access_log.Look(
            actor_id=viewer.actor.id, subject_id=subject, action="document.download", purpose=str(document.pk)
        )
        access_log.write(look, now=now)
    return document


def _subject(document: Document) -> UUID:
    """Whose data the document holds: the supported worker's of its case, else its author's."""
    if document.instance_id is None:
        return document.created_for or document.created_by
    worker = queries.instance(document.instance_id).participants.get("supported_worker")
    return worker.ref if worker is not None else document.created_by
