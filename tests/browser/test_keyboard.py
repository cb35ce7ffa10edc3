"""The whole way with the keyboard alone: sign in, find the work, do it; the focus is always seen and never lost."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from records.models import Person
from tasks.models import ItemState
from tests import factories
from tests.browser.walking import account_of, consented, focused, mobile_of, sign_in, tab_to
from tests.fixtures.site import LiveSite
from tests.stories.paper import PDF
from tests.stories.telling import Story
from tests.webui import visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in_by_tab(page: Page, who: Person) -> None:
    page.goto("/sign-in/")
    page.keyboard.press("Tab")
    assert focused(page) == "본문으로 바로 가기", "the first stop is the way past the menu"
    page.keyboard.press("Enter")
    tab_to(page, "아이디")
    page.keyboard.type(account_of(who).username)
    tab_to(page, "비밀번호")
    page.keyboard.type(factories.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code/")
    tab_to(page, "문자로 인증번호 받기")
    page.keyboard.press("Enter")
    page.wait_for_url("**by=sms")
    tab_to(page, "인증번호")
    page.keyboard.type(visiting.newest_code(mobile_of(who)))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="로그아웃").wait_for()


def test_sign_in_inbox_item_and_completion_by_keyboard_alone(page: Page, story: Story) -> None:
    item = consented(story)
    sign_in_by_tab(page, story.people.officer)
    assert page.url.endswith("/work/")
    tab_to(page, "우리 기관의 일")
    page.keyboard.press("Enter")
    page.wait_for_url("**box=team")
    tab_to(page, "접수 검토")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/work/{item.pk}/")

    tab_to(page, "보내기")
    page.keyboard.press("Enter")
    page.locator("#form-errors").wait_for()
    assert page.evaluate("document.activeElement.id") == "form-errors", "the summary has the focus"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert page.locator("input[name=intake_outcome][value=accept]").is_checked(), "the link leads into the field"
    tab_to(page, "보내기")
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/")
    assert "일을 마쳤습니다" in page.locator(".messages").inner_text()
    item.refresh_from_db()
    assert item.state == ItemState.COMPLETED


def test_answers_change_what_is_asked_and_are_saved_without_losing_the_focus(page: Page, story: Story) -> None:
    item = consented(story)
    sign_in(page, story.people.officer)
    page.goto(f"/work/{item.pk}/")
    page.locator("input[name=intake_outcome][value=accept]").focus()
    page.keyboard.press("ArrowUp")
    page.locator("textarea[name=intake_reason]").wait_for()
    assert page.evaluate("document.activeElement.value") == "refuse", "the focus stays where it was"
    assert page.locator("[data-draft-state]").inner_text() == "쓰신 내용을 저장했습니다."
    page.locator("textarea[name=intake_reason]").fill("핵심 업무입니다")
    page.keyboard.press("Tab")
    page.wait_for_timeout(1500)
    page.reload()
    assert page.locator("textarea[name=intake_reason]").input_value() == "핵심 업무입니다"


def test_an_answer_given_before_the_script_came_is_kept_too(page: Page, story: Story) -> None:
    item = consented(story)
    sign_in(page, story.people.officer)
    held: list[Route] = []
    page.route("**/build/app*.js", lambda route: held.append(route))
    page.goto(f"/work/{item.pk}/", wait_until="commit")
    page.locator("input[name=intake_outcome][value=refuse]").check()
    assert held, "the script is still on its way"
    held[0].continue_()
    page.locator("textarea[name=intake_reason]").wait_for()


def test_a_chosen_file_stays_chosen_while_other_answers_are_saved(page: Page, story: Story) -> None:
    sign_in(page, story.people.officer)
    page.goto("/apply/service_application/")
    paper = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.locator("input[name=contract_file]").set_input_files(paper)
    page.locator("input[name=filing_capacity][value=employer]").check()
    page.locator("[data-draft-state]", has_text="저장했습니다").wait_for()
    page.locator("textarea[name=duties]").fill("자료 정리")
    page.get_by_role("button", name="신청서 보내기").click()
    page.locator("#form-errors").wait_for()
    # It travelled with the form and stays attached.
    expect(page.get_by_role("link", name="paper.pdf")).to_be_visible()
    assert page.locator("textarea[name=duties]").input_value() == "자료 정리"


def test_new_work_appears_in_an_open_inbox(page: Page, story: Story) -> None:
    sign_in(page, story.people.officer)
    page.clock.install()
    page.goto("/work/?box=team")
    assert page.locator(".work-list li").count() == 0
    consented(story)
    page.clock.fast_forward("01:01")
    page.locator(".work-list li").wait_for()
    assert story.case_number in page.locator(".work-list").inner_text()


def test_the_session_warning_opens_takes_the_focus_and_extends(page: Page, story: Story) -> None:
    sign_in(page, story.people.worker)
    page.clock.install()
    page.goto("/my/")
    page.clock.fast_forward("28:30")
    dialog = page.get_by_role("dialog", name="곧 자동으로 로그아웃됩니다")
    dialog.wait_for()
    assert focused(page) == "계속 사용하기"
    page.keyboard.press("Enter")
    dialog.wait_for(state="hidden")


def test_the_same_work_is_done_without_javascript(browser: Browser, live_site: LiveSite, story: Story) -> None:
    item = consented(story)
    context = browser.new_context(base_url=live_site.url, locale="ko-KR", java_script_enabled=False)
    plain = context.new_page()
    sign_in(plain, story.people.officer)
    plain.goto(f"/work/{item.pk}/")
    plain.get_by_label("거절한다").check()
    plain.get_by_role("button", name="저장하고 나중에 쓰기").click()
    plain.locator("textarea[name=intake_reason]").wait_for()
    plain.get_by_label("접수하고 평가로 보낸다").check()
    plain.get_by_role("button", name="보내기", exact=True).click()
    plain.locator(".messages").wait_for()
    assert "일을 마쳤습니다" in plain.locator(".messages").inner_text()
    context.close()
