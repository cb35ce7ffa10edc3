"""Drafts: what somebody has filled in so far, kept on the server, one for each item or start form and person."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from records.documents import operations as documents
from tasks import uploads
from tasks.forms.answers import Answers, from_json, to_json
from tasks.models import Draft

#: A draft nobody has touched for this long is thrown away, with its files.
KEPT_FOR = timedelta(days=90)


def item_subject(item_id: UUID) -> str:
    """The subject of an item's drafts."""
    return f"item:{item_id}"


def start_subject(process_id: str) -> str:
    """The subject of the drafts of a start form."""
    return f"start:{process_id}"


def load(subject: str, owner_id: UUID) -> Answers | None:
    """The owner's draft, if there is one."""
    found = Draft.objects.filter(subject=subject, owner_id=owner_id).values_list("answers", flat=True).first()
    return from_json(found) if found is not None else None


def kept(subject: str, owner_id: UUID) -> tuple[Answers | None, datetime | None]:
    """The owner's draft and when it was last kept; nothing of both where there is none."""
    row = Draft.objects.filter(subject=subject, owner_id=owner_id).values_list("answers", "saved_at").first()
    return (from_json(row[0]), row[1]) if row is not None else (None, None)


def saved_at(subject: str, owner_id: UUID) -> datetime | None:
    """When the owner's draft was last kept."""
    return Draft.objects.filter(subject=subject, owner_id=owner_id).values_list("saved_at", flat=True).first()


def save(subject: str, owner_id: UUID, answers: Answers, now: datetime) -> None:
    """Keep the answers; files that they no longer hold are given up."""
    with transaction.atomic():
        row = Draft.objects.select_for_update().filter(subject=subject, owner_id=owner_id).first()
        before = uploads.ids_in(from_json(row.answers)) if row else set[str]()
        held = uploads.ids_in(answers)
        Draft.objects.update_or_create(
            subject=subject, owner_id=owner_id, defaults={"answers": to_json(answers), "saved_at": now}
        )
        if held - before:
            uploads.attach(held - before, None)
        _release(before - held)


def delete(subject: str, *, handed_over: frozenset[str] = frozenset()) -> None:
    """Throw away everybody's drafts of a subject; files that were handed over stay."""
    with transaction.atomic():
        rows = Draft.objects.filter(subject=subject)
        held = {file_id for row in rows for file_id in uploads.ids_in(from_json(row.answers))}
        rows.delete()
        _release(held - handed_over)


def delete_own(subject: str, owner_id: UUID, *, handed_over: frozenset[str] = frozenset()) -> None:
    """Throw away one person's draft of a subject; files that were handed over stay."""
    with transaction.atomic():
        answers = load(subject, owner_id)
        Draft.objects.filter(subject=subject, owner_id=owner_id).delete()
        _release((uploads.ids_in(answers) if answers else set()) - handed_over)


def sweep(now: datetime, limit: int = 200) -> int:
    """Throw away drafts that nobody has touched for long, and those of closed items; returns how many."""
    with transaction.atomic():
        stale = Draft.objects.filter(saved_at__lt=now - KEPT_FOR).select_for_update(skip_locked=True)
        rows = list(stale.order_by("saved_at")[:limit])
        for row in rows:
            _release(uploads.ids_in(from_json(row.answers)))
        Draft.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _release(file_ids: set[str]) -> None:
    documents.release(document_ids=[UUID(one) for one in file_ids])
