"""Telling people: a notice is written in the step that causes it; SMS and mail go out afterwards and settle here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from records.notices.models import DeliveryState, Notice

LEASE = timedelta(minutes=2)
MAX_TRIES = 6


@dataclass(frozen=True, kw_only=True)
class NewNotice:
    """What to tell whom, in both languages; `sms` and `mail` are `waiting` to be sent later, or how far they came.

    With a `dedup_key` the same notice is posted once. `address_path` is the page it leads to.
    """

    kind: str
    title_ko: str
    title_en: str
    body_ko: str
    body_en: str
    person_id: UUID | None = None
    link_id: UUID | None = None
    instance_id: UUID | None = None
    document_id: UUID | None = None
    address_path: str = ""
    dedup_key: str | None = None
    sms: str = DeliveryState.NONE
    mail: str = DeliveryState.NONE


def post(*, notice: NewNotice, now: datetime) -> Notice:
    """Write a notice in the caller's transaction; one whose key was posted before is returned as it is."""
    facts = {name: value for name, value in vars(notice).items() if name not in {"sms", "mail"}}
    facts |= {"sms_state": notice.sms, "mail_state": notice.mail, "created_at": now, "next_try_at": now}
    if notice.dedup_key is None:
        return Notice.objects.create(**facts)
    return Notice.objects.get_or_create(dedup_key=notice.dedup_key, defaults=facts)[0]


def mark_read(*, notice_id: UUID, person_id: UUID, now: datetime) -> bool:
    """Mark one's own notice as read; False where it was read before or is not theirs."""
    return bool(Notice.objects.filter(pk=notice_id, person_id=person_id, read_at=None).update(read_at=now))


def mark_all_read(*, person_id: UUID, now: datetime) -> int:
    """Mark all of a person's notices as read; returns how many were not."""
    return Notice.objects.filter(person_id=person_id, read_at=None).update(read_at=now)


def claim_deliveries(*, now: datetime, limit: int = 20) -> list[Notice]:
    """Take notices to be sent, leased for two minutes, so that two senders never hold the same one."""
    waiting = Q(sms_state=DeliveryState.WAITING) | Q(mail_state=DeliveryState.WAITING)
    with transaction.atomic():
        rows = Notice.objects.filter(waiting, next_try_at__lte=now).order_by("next_try_at")
        ids = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])
        leased = Notice.objects.filter(pk__in=ids)
        leased.update(next_try_at=now + LEASE, delivery_tries=F("delivery_tries") + 1)
    return list(leased.select_related("person", "link").order_by("created_at"))


def settle(*, notice_id: UUID, channel: str, sent: bool, now: datetime) -> None:
    """Note how sending by `sms` or `mail` went; a failure is tried again later each time, at last it is FAILED."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(pk=notice_id)
        if sent:
            state = DeliveryState.SENT
        elif notice.delivery_tries >= MAX_TRIES:
            state = DeliveryState.FAILED
        else:
            state = DeliveryState.WAITING
            notice.next_try_at = now + timedelta(seconds=15 * 2**notice.delivery_tries)
        setattr(notice, f"{channel}_state", state)
        notice.save(update_fields=[f"{channel}_state", "next_try_at"])
