"""Writing about documents: registered when their bytes lie in the storage, attached with their form, else swept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from records.documents.models import Document, DocumentReader
from records.doer import Doer

ORPHAN_AFTER = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A file whose bytes are already in the storage under `storage_key`; `digest` is SHA-256 in hex."""

    name: str
    content_type: str
    size: int
    digest: str
    storage_key: str
    title: str = ""
    purpose: str = ""
    instance_id: UUID | None = None


def register(*, stored: Stored, by: Doer, now: datetime, attached: bool = False) -> Document:
    """Write a stored file down; unless attached within a day it is swept."""
    return Document.objects.create(
        **vars(stored), created_at=now, created_by=by.id, created_for=by.on_behalf_of, attached=attached
    )


def attach(*, document_ids: Iterable[UUID], instance_id: UUID | None, title: str = "") -> int:
    """Tie uploaded documents to the case whose form carried them; returns how many. They are orphans no longer."""
    changes: dict[str, object] = {"attached": True, "instance_id": instance_id}
    return Document.objects.filter(pk__in=list(document_ids)).update(**(changes | ({"title": title} if title else {})))


def release(*, document_ids: Iterable[UUID]) -> int:
    """Nothing holds these uploads any more: those that no case has become orphans for the sweep; returns how many."""
    loose = Document.objects.filter(pk__in=list(document_ids), instance_id=None)
    return loose.update(attached=False)


def let_read(*, document_id: UUID, groups: Iterable[str]) -> None:
    """Let the holders of groups read a document: `person:<id>`, `link:<id>`, `org:<id>:<role>`, `role:<role>`."""
    rows = [DocumentReader(document_id=document_id, group=group) for group in groups]
    DocumentReader.objects.bulk_create(rows, ignore_conflicts=True)


def detach(*, document_id: UUID, by: Doer) -> str | None:
    """Take back one's own upload that is not attached; returns the storage key to erase, None if there is none."""
    with transaction.atomic():
        mine = Document.objects.select_for_update().filter(pk=document_id, attached=False, created_by=by.id).first()
        if mine is None:
            return None
        mine.delete()
        return mine.storage_key


def sweep_orphans(now: datetime, limit: int = 200) -> list[str]:
    """Forget uploads that no form carried for a day; returns the storage keys whose bytes the caller erases."""
    with transaction.atomic():
        stale = Document.objects.filter(attached=False, created_at__lt=now - ORPHAN_AFTER)
        rows = list(stale.select_for_update(skip_locked=True).order_by("created_at")[:limit])
        Document.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return [row.storage_key for row in rows]
