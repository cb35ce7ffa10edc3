"""What every page has, and what a browser is told about it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client, RequestFactory

from records import access_log
from webui.middleware import RoomMiddleware

pytestmark = pytest.mark.django_db


def test_the_first_page_opens_without_an_account_in_korean(client: Client):
    answer = client.get("/")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert '<html lang="ko"' in text
    assert 'class="skip-link" href="#main"' in text


def test_no_page_has_inline_scripts_or_styles_and_the_policy_forbids_them(client: Client):
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    text = answer.content.decode()
    assert " style=" not in text
    assert "onclick" not in text
    assert "<style" not in text


def test_language_contrast_and_text_size_are_remembered_by_cookie(client: Client):
    for name, value in (("language", "en"), ("mode", "high-contrast"), ("scale", "xlarge")):
        answer = client.post("/preferences/", {name: value, "next": "/sign-in/"})
        assert answer.status_code == 302
        assert answer.headers["Location"] == "/sign-in/"
    text = client.get("/").content.decode()
    assert '<html lang="en" data-krds-mode="high-contrast" data-scale="xlarge">' in text


def test_looks_during_a_request_are_logged_with_the_visitors_address():
    def answer(_request):
        access_log.write(access_log.Look(actor_id=uuid4(), subject_id=uuid4(), action="read"), now=datetime.now(UTC))
        return HttpResponse()

    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
    request.session = SessionStore()
    RoomMiddleware(answer)(request)
    assert access_log.AccessLogEntry.objects.get().ip == "192.0.2.7"


def test_an_unknown_preference_is_refused(client: Client):
    assert client.post("/preferences/", {"mode": "neon"}).status_code == 400
    assert client.post("/preferences/", {}).status_code == 400


def test_a_preference_never_leads_to_another_site(client: Client):
    answer = client.post("/preferences/", {"mode": "auto", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_a_form_without_our_key_is_refused_in_plain_words():
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "더 이상 유효하지 않습니다" in answer.content.decode()


def test_an_unknown_address_is_told_in_plain_words(client: Client):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "찾으시는 화면이 없습니다" in answer.content.decode()
