"""Sending SMS and mail. The same key sends once: the gateway is given it, and mail carries it as Message-ID.

Which client stands behind is a setting (MESSAGES_CLIENT); a refusal raises MessageNotSent, and the caller tries later.
"""

import hashlib
import json
import urllib.error
import urllib.request
from smtplib import SMTPException
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string

FAKE = "integrations.messages.fake.FakeClient"
TIMEOUT_SECONDS = 10


class MessageNotSent(Exception):
    """The gateway or mail server did not take the message; nothing says that it never will."""


class Client(Protocol):
    """What every client can do."""

    def send_sms(self, to: str, text: str, key: str) -> None:
        """Send a text to a mobile number; raises MessageNotSent."""

    def send_mail(self, to: str, subject: str, text: str, key: str) -> None:
        """Send a plain mail; raises MessageNotSent."""


class GatewayClient:
    """Real sending: SMS by a JSON gateway over HTTP (SMS_GATEWAY_URL, SMS_GATEWAY_TOKEN), mail by Django's mail."""

    def send_sms(self, to: str, text: str, key: str) -> None:
        """Post the message to the gateway with its key as `Idempotency-Key`."""
        address = getattr(settings, "SMS_GATEWAY_URL", "")
        if urlsplit(address).scheme not in {"http", "https"}:
            raise MessageNotSent("SMS_GATEWAY_URL is not an address")
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {getattr(settings, 'SMS_GATEWAY_TOKEN', '')}",
            "Idempotency-Key": key,
        }
        body = json.dumps({"to": to, "text": text, "from": getattr(settings, "SMS_SENDER", "")}).encode()
        request = urllib.request.Request(address, body, headers, method="POST")  # noqa: S310 the scheme is checked
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310 the scheme is checked
                return
        except (urllib.error.URLError, TimeoutError, OSError) as error:
            raise MessageNotSent(str(error)) from error

    def send_mail(self, to: str, subject: str, text: str, key: str) -> None:
        """Hand the mail to the server; the key becomes its Message-ID, by which mailboxes drop a second copy."""
        sender = settings.DEFAULT_FROM_EMAIL
        identity = f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{sender.rpartition('@')[2].rstrip('>')}>"
        mail = EmailMessage(" ".join(subject.split()), text, sender, [to], headers={"Message-ID": identity})
        try:
            mail.send()
        except (SMTPException, OSError) as error:
            raise MessageNotSent(str(error)) from error


def client() -> Client:
    """The client of this installation; the fake one unless settings name another."""
    made: Client = import_string(getattr(settings, "MESSAGES_CLIENT", FAKE))()
    return made
