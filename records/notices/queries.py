"""Reading notices: how many are unread, and the list, newest first."""

from uuid import UUID

from records.notices.models import Notice


def unread_count(person_id: UUID) -> int:
    """How many of a person's notices are unread."""
    return Notice.objects.filter(person_id=person_id, read_at=None).count()


def of(person_id: UUID, limit: int = 50, offset: int = 0) -> list[Notice]:
    """A person's notices, the newest first."""
    rows = Notice.objects.filter(person_id=person_id).select_related("document").order_by("-created_at", "pk")
    return list(rows[offset : offset + limit])


def of_instance(instance_id: UUID) -> list[Notice]:
    """All notices of a case, oldest first."""
    return list(Notice.objects.filter(instance_id=instance_id).select_related("person").order_by("created_at"))


def failed() -> list[Notice]:
    """Notices whose delivery was given up, for the supervisor; the newest first."""
    rows = Notice.objects.filter(sms_state="failed") | Notice.objects.filter(mail_state="failed")
    return list(rows.select_related("person", "link").order_by("-created_at")[:200])
