"""Background work that needs records and outside systems together: sending notices, sweeping orphaned files."""

import logging
from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from engine import clock
from integrations.documents import storage
from integrations.messages.client import Client, MessageNotSent, client
from records.documents import operations as documents
from records.documents import queries as document_queries
from records.notices import operations as notices
from records.notices.models import DeliveryState, Notice

log = logging.getLogger(__name__)
STRAY_AFTER = timedelta(days=1)


@shared_task(name="processes.jobs.deliver_notices")
def deliver_notices() -> int:
    """Send the SMS and mails that wait; safe to run in several workers."""
    return deliver(clock.now())


@shared_task(name="processes.jobs.sweep_orphans")
def sweep_orphans() -> int:
    """Erase uploads that no form carried, and bytes that no row names."""
    return sweep(clock.now(), real_now=timezone.now())


def deliver(now: datetime, limit: int = 20) -> int:
    """Send what is due, outside any transaction; returns how many messages went out."""
    sender = client()
    sent = 0
    for notice in notices.claim_deliveries(now=now, limit=limit):
        for channel in ("sms", "mail"):
            if getattr(notice, f"{channel}_state") == DeliveryState.WAITING:
                went = _send(sender, notice, channel)
                notices.settle(notice_id=notice.pk, channel=channel, sent=went, now=now)
                sent += went
    return sent


def sweep(now: datetime, *, real_now: datetime) -> int:
    """Erase orphans of a day; returns how many files. The disk's times are real, wherever the clock was moved."""
    keys = documents.sweep_orphans(now)
    stray = list(storage.older_than(real_now - STRAY_AFTER))
    known = document_queries.known_keys(stray)
    for key in {*keys, *(key for key in stray if key not in known)}:
        storage.erase(key)
    return len(keys) + len(set(stray) - known - set(keys))


def _send(sender: Client, notice: Notice, channel: str) -> bool:
    to = notice.person or notice.link
    if to is None:
        return False
    korean = notice.person is None or notice.person.preferred_language == "ko"
    title = notice.title_ko if korean else notice.title_en
    address = f"{settings.SITE_ADDRESS}{notice.address_path}" if notice.address_path else ""
    try:
        if channel == "sms":
            brand = "곁" if korean else "Gyeot"
            sender.send_sms(to.mobile, f"[{brand}] {title} {address}".strip(), f"notice:{notice.pk}:sms")
        else:
            body = notice.body_ko if korean else notice.body_en
            sender.send_mail(to.email, title, f"{body}\n\n{address}".strip(), f"notice:{notice.pk}:mail")
    except MessageNotSent as error:
        log.warning("notice %s not sent by %s: %s", notice.pk, channel, error)
        return False
    return True
