"""Reading about documents: one, those of a case, and whether somebody may read it."""

from collections.abc import Collection
from uuid import UUID

from records.documents.models import Document


def document(document_id: UUID) -> Document:
    """The document of that id; raises Document.DoesNotExist."""
    return Document.objects.get(pk=document_id)


def of_instance(instance_id: UUID) -> list[Document]:
    """The attached documents of a case, oldest first."""
    return list(Document.objects.filter(instance_id=instance_id, attached=True).order_by("created_at", "name"))


def may_read(document_id: UUID, groups: Collection[str]) -> bool:
    """Whether a viewer with these groups made the document, had it made for them, or was named as its reader.

    Who may see the whole case is not known here: the caller asks that too.
    """
    found = Document.objects.filter(pk=document_id).first()
    if found is None:
        return False
    own = {f"{kind}:{who}" for kind in ("person", "link") for who in (found.created_by, found.created_for)}
    return bool(own & set(groups)) or found.readers.filter(group__in=list(groups)).exists()


def known_keys(storage_keys: Collection[str]) -> set[str]:
    """Which of these storage keys a document names; bytes under the others belong to nobody."""
    found = Document.objects.filter(storage_key__in=list(storage_keys))
    return set(found.values_list("storage_key", flat=True))
