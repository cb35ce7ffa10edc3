"""Every page in a real browser: no violation that axe finds, nothing wider than the screen, desk and phone alike."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from integrations.messages.models import FakeMessage
from tests import factories
from tests.browser.walking import consented, mobile_of, sign_in
from tests.stories import forms
from tests.stories.telling import Story
from tests.webui import visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Axe = Callable[..., list[dict[str, Any]]]
WIDTHS = (1280, 320)


def hold(page: Page, axe: Axe, address: str) -> None:
    """The page at both widths: no violations, nothing to scroll sideways for."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        assert axe(page) == [], f"{address} at {width}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} is wider than {width}"


def test_pages_for_everybody_hold(page: Page, axe: Axe) -> None:
    for address in ("/", "/sign-in/", "/sign-in/forgotten/", "/demo/messages/", "/nowhere/", "/l/no-such-link/"):
        hold(page, axe, address)


@pytest.mark.parametrize(
    ("name", "value"), [("view_mode", "high-contrast"), ("view_scale", "xxlarge"), ("django_language", "en")]
)
def test_pages_hold_in_high_contrast_large_type_and_english(page: Page, axe: Axe, name: str, value: str) -> None:
    page.goto("/")
    page.context.add_cookies([{"name": name, "value": value, "url": page.url}])
    for address in ("/", "/sign-in/"):
        hold(page, axe, address)


def test_pages_stay_usable_when_the_bundle_is_missing(page: Page, axe: Axe) -> None:
    page.route("**/static/build/**", lambda route: route.abort())
    for address in ("/", "/sign-in/"):
        hold(page, axe, address)


def test_pages_of_the_person_concerned_hold(page: Page, axe: Axe, story: Story) -> None:
    sign_in(page, story.people.worker)
    case = f"/cases/{story.instance_id}/"
    for address in ("/my/", case, f"{case}withdraw/", "/work/", "/notices/", "/account/", "/account/password/"):
        hold(page, axe, address)
    hold(page, axe, "/apply/service_application/")


def test_pages_of_the_office_hold(page: Page, axe: Axe, story: Story) -> None:
    item = f"/work/{consented(story).pk}/"
    sign_in(page, story.people.officer)
    for address in ("/work/", "/work/?box=team", "/work/?box=done", item, f"/cases/{story.instance_id}/cancel/"):
        hold(page, axe, address)
    page.goto(item)
    page.get_by_role("button", name="보내기", exact=True).click()
    page.locator("#form-errors").wait_for()
    assert axe(page) == []
    assert page.evaluate("document.activeElement.id") == "form-errors"
    assert page.title().startswith("오류: ")


def test_the_largest_type_fits_the_narrowest_screen(page: Page, axe: Axe, story: Story) -> None:
    item = f"/work/{consented(story).pk}/"
    case = f"/cases/{story.instance_id}/"
    for who, addresses in (
        (
            story.people.worker,
            ("/my/", case, f"{case}withdraw/", "/notices/", "/account/", "/apply/service_application/"),
        ),
        (story.people.officer, ("/work/?box=team", item)),
    ):
        sign_in(page, who)
        page.context.add_cookies([{"name": "view_scale", "value": "xxlarge", "url": page.url}])
        for address in addresses:
            hold(page, axe, address)


def test_the_authenticator_pages_hold(page: Page, axe: Axe, story: Story) -> None:
    sign_in(page, story.people.worker)
    page.goto("/account/")
    page.get_by_role("button", name="인증 앱 등록하기").click()
    expect(page.get_by_alt_text("QR 코드")).to_be_visible()
    assert axe(page) == []


def test_the_pages_for_programs_hold_from_the_code_to_the_token(page: Page, axe: Axe, story: Story) -> None:
    sign_in(page, story.people.worker)
    for address in ("/account/tokens/", "/account/tokens/new/"):
        hold(page, axe, address)
    page.get_by_role("button", name="토큰 만들기").click()
    page.locator(".error-summary").wait_for()
    assert axe(page) == []
    page.get_by_role("button", name="문자로 인증번호 받기").click()
    page.get_by_label("이름").fill("급여 프로그램")
    page.get_by_label("내 할 일을 읽습니다").check()
    page.get_by_label("비밀번호").fill(factories.PASSWORD)
    page.get_by_label("인증번호").fill(visiting.newest_code(mobile_of(story.people.worker)))
    page.get_by_role("button", name="토큰 만들기").click()
    page.locator("code.secret").wait_for()
    assert axe(page) == []
    page.get_by_role("link", name="옮겨 적었습니다").click()
    page.get_by_role("heading", name="급여 프로그램").wait_for()
    assert axe(page) == []


def test_the_link_of_an_employer_holds(page: Page, axe: Axe, story: Story) -> None:
    sent = FakeMessage.objects.filter(text__contains="/l/").order_by("-id").first()
    assert sent is not None
    address = "/l/" + sent.text.split("/l/")[1].split("/")[0] + "/"
    hold(page, axe, address)
    page.get_by_role("button", name="문자로 인증번호 받기").click()
    assert axe(page) == []
    page.get_by_label("인증번호").wait_for()
    page.get_by_label("인증번호").fill(visiting.newest_code(forms.APPLICATION["contact_mobile"]))
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/**")
    hold(page, axe, page.url)
