"""What stands beside the main story, by keyboard alone at 320 px: errors, withdrawal, objection, notices, password."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from integrations.messages.models import FakeMessage
from records.models import Person
from tests.browser.walking import account_of, consented, focused, mobile_of, sign_in, wait_for
from tests.stories.keyboard import Keyboard
from tests.stories.telling import Story
from tests.webui import visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTH = 320
Axe = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def hand(page: Page) -> Keyboard:
    """Somebody without a mouse before a narrow screen."""
    page.set_viewport_size({"width": WIDTH, "height": 760})
    return Keyboard(page)


def holds(page: Page, axe: Axe) -> None:
    assert axe(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH, page.url


def test_a_withdrawal_without_reason_is_sent_back_to_its_field_and_then_taken(
    hand: Keyboard, page: Page, story: Story, axe: Axe
) -> None:
    sign_in(page, story.people.worker)
    page.goto("/my/")
    hand.press(story.people.worker.name_ko)
    hand.press("신청 취하하기")
    hand.press("신청을 취하합니다")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    holds(page, axe)
    page.keyboard.press("Tab")
    assert focused(page) == "사유를 적어 주세요."
    page.keyboard.press("Enter")
    page.keyboard.type("이직하게 되었습니다.")
    hand.press("신청을 취하합니다")
    expect(page.locator(".messages")).to_contain_text("신청을 취하했습니다.")
    expect(page.locator(".tags").first).to_contain_text("취하함")
    holds(page, axe)


def test_a_refused_applicant_objects_and_headquarters_answers(
    hand: Keyboard, page: Page, story: Story, axe: Axe
) -> None:
    consented(story)
    refusal = {"intake_outcome": "refuse", "refusal_ground": "OTHER", "intake_reason": "대상이 아닙니다."}
    story.do("review_intake", story.people.officer, **refusal)
    sign_in(page, story.people.worker)
    page.goto(f"/cases/{story.instance_id}/")
    expect(page.locator("main")).to_contain_text("신청이 승인되지 않았습니다.")
    holds(page, axe)
    hand.press("결정에 이의신청하기")
    hand.write("reason", "월 소정근로시간이 60시간을 넘습니다.")
    hand.press("이의신청 보내기")
    expect(page.locator(".messages")).to_contain_text("이의신청을 받았습니다.")
    review = wait_for(story, "review_objection")
    sign_in(page, story.people.reviewer)
    page.goto("/work/?box=team")
    hand.press(review.name_ko)
    holds(page, axe)
    hand.press("내가 맡기")
    hand.pick("objection_outcome", "reject")
    hand.write("objection_answer", "다시 살폈으나 평가 결과에 잘못이 없습니다.")
    hand.press("보내기")
    expect(page.locator(".messages")).to_contain_text("일을 마쳤습니다")


def test_notices_are_read_and_the_view_is_changed(hand: Keyboard, page: Page, story: Story, axe: Axe) -> None:
    sign_in(page, story.people.worker)
    page.goto("/notices/")
    holds(page, axe)
    hand.press("모두 읽음으로 표시")
    expect(page.locator(".is-unread")).to_have_count(0)
    hand.find("화면 설정")
    page.keyboard.press("Enter")
    hand.press("가장 크게")
    holds(page, axe)
    hand.find("화면 설정")
    page.keyboard.press("Enter")
    hand.press("선명하게 (고대비)")
    holds(page, axe)
    hand.press("English")
    expect(page.get_by_role("heading", level=1)).to_have_text("Notices")
    holds(page, axe)


def test_a_forgotten_password_is_replaced(hand: Keyboard, page: Page, story: Story, axe: Axe) -> None:
    worker = story.people.worker
    Person.objects.filter(pk=worker.pk).update(email="worker@example.org")
    username = account_of(worker).username
    page.goto("/sign-in/")
    hand.press("비밀번호를 잊으셨나요?")
    hand.write("username", username)
    hand.press("링크 받기")
    expect(page.get_by_role("status")).to_contain_text("30분 동안 쓸 수 있습니다")
    holds(page, axe)
    sent = FakeMessage.objects.filter(channel="mail", text__contains="/sign-in/forgotten/").latest("id")
    found = re.search(r"/sign-in/forgotten/\S+/", sent.text)
    assert found is not None
    page.goto(found[0])
    hand.press("문자로 인증번호 받기")
    hand.write("code", visiting.newest_code(mobile_of(worker)))
    hand.press("다음: 새 비밀번호")
    holds(page, axe)
    hand.write("new", "푸른 바다 초록 들판")
    hand.press("새 비밀번호 저장")
    hand.write("username", username)
    hand.write("password", "푸른 바다 초록 들판")
    hand.press("다음: 인증번호")
    expect(page.get_by_role("heading", level=1)).to_have_text("인증번호 받는 방법")
    holds(page, axe)
