"""A client that sends nothing: messages lie in a table and the demo shows them on a page."""

from datetime import UTC, datetime

from django.db import IntegrityError, transaction

from integrations.messages.client import MessageNotSent
from integrations.messages.models import FakeMessage


class FakeClient:
    """Keeps what it was given; the same key once. An address without `@` or number is refused as a real one would."""

    def send_sms(self, to: str, text: str, key: str) -> None:
        """Keep an SMS."""
        if not any(letter.isdigit() for letter in to):
            raise MessageNotSent("not a number")
        _keep(FakeMessage(to=to, channel="sms", text=text, key=key))

    def send_mail(self, to: str, subject: str, text: str, key: str) -> None:
        """Keep a mail."""
        if "@" not in to:
            raise MessageNotSent("not an address")
        _keep(FakeMessage(to=to, channel="mail", subject=" ".join(subject.split())[:200], text=text, key=key))


def _keep(message: FakeMessage) -> None:
    message.sent_at = datetime.now(UTC)
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        if not FakeMessage.objects.filter(key=message.key).exists():
            raise


def recent(limit: int = 50, to: str = "") -> list[FakeMessage]:
    """The newest messages, of one recipient or of all, for the demo's page."""
    found = FakeMessage.objects.filter(to=to) if to else FakeMessage.objects.all()
    return list(found[:limit])
