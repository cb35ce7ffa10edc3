"""The short way in for tests that are about something else than signing in: a session as after both factors."""

from importlib import import_module

from django.conf import settings
from django.test import Client, RequestFactory

from records.models import Account
from webui import sessions


def enter(account: Account) -> Client:
    request = RequestFactory().get("/")
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    sessions.begin(request, account_id=account.pk, second_factor="sms")
    request.session.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client
