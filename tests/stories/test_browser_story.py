"""The main story through the browser, by keyboard alone, every actor signed in with two factors."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from engine import clock, definitions, queries
from integrations.messages.models import FakeMessage
from records.models import Person, SupportDecision
from tests import factories
from tests.stories import forms, telling
from tests.stories.keyboard import Keyboard
from tests.stories.paper import PDF

pytestmark = pytest.mark.browser


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "근로계약서.pdf"
    file.write_bytes(PDF)
    return file


class Visitor:
    """One person at a browser of their own."""

    def __init__(self, browser: Browser, url: str) -> None:
        context = browser.new_context(base_url=url, locale="ko-KR", timezone_id="Asia/Seoul")
        context.set_default_timeout(15_000)
        self.page: Page = context.new_page()
        self.hand = Keyboard(self.page)

    def sign_in(self, who: Person) -> Visitor:
        self.page.goto("/sign-in/")
        self.hand.write("username", who.account.username)
        self.hand.write("password", factories.PASSWORD)
        self.hand.press("다음: 인증번호")
        self.hand.press("문자로 인증번호 받기")
        self.hand.write("code", code_sent_to(who.mobile))
        self.hand.press("로그인")
        return self

    def open_item(self, name: str) -> Visitor:
        self.page.goto("/work/")
        self.hand.press(name)
        return self

    def leave(self) -> None:
        self.page.context.close()


def code_sent_to(mobile: str) -> str:
    texts = FakeMessage.objects.filter(to=mobile, channel="sms").order_by("-sent_at").values_list("text", flat=True)
    return next(found.group() for found in (re.search(r"(?<!\d)\d{6}(?!\d)", text) for text in texts) if found)


@pytest.fixture
def people(live_site):
    definitions.forget()
    telling.deploy(clock.now())
    people = telling.gather()
    for who in (people.worker, people.officer, people.evaluator, people.manager):
        factories.account(owner=who)
    return people


def test_the_sign_in(live_site, browser, people):
    visitor = Visitor(browser, live_site.url).sign_in(people.worker)
    visitor.page.screenshot(path="/tmp/gen/b1.png", full_page=True)
    visitor.page.goto("/apply/service_application/")
    visitor.page.screenshot(path="/tmp/gen/b2.png", full_page=True)
    visitor.leave()
