"""Visitors for page tests: somebody signs in as people do, with both factors, through the pages."""

import re

from django.test import Client

from integrations.messages.models import FakeMessage
from records.models import Account
from tests import factories


def newest_code(mobile: str) -> str:
    """The code in the newest SMS to a number."""
    sent = FakeMessage.objects.filter(channel="sms", to=mobile).order_by("-id").first()
    assert sent is not None, f"no SMS to {mobile}"
    found = re.search(r"(?<!\d)(\d{6})(?!\d)", sent.text)
    assert found, sent.text
    return found[1]


def give_password(client: Client, account: Account, next_page: str = "", password: str = factories.PASSWORD):
    return client.post("/sign-in/", {"username": account.username, "password": password, "next": next_page})


def sign_in(client: Client, account: Account) -> Client:
    return sign_in_with(client, account, factories.PASSWORD)


def sign_in_with(client: Client, account: Account, password: str) -> Client:
    account.person.refresh_from_db()
    assert give_password(client, account, password=password).status_code == 302
    assert client.post("/sign-in/send/").status_code == 302
    answer = client.post("/sign-in/code/", {"by": "sms", "code": newest_code(account.person.mobile)})
    assert answer.status_code == 302, answer.content.decode()
    return client


def signed_in(account: Account | None = None) -> Client:
    return sign_in(Client(), account or factories.account())
