"""The studio in a real browser: the outline by keyboard alone, the way to a new version, nothing for axe to find."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from engine import queries
from records.models import Person
from tests import factories
from tests.webui.studio import small
from tests.webui.studio.entering import enter

pytestmark = pytest.mark.browser
WIDTHS = [1280, 320]


def come_in(page: Page, who: Person, url: str) -> None:
    """As after signing in with both factors (the pages of signing in have tests of their own)."""
    client = enter(factories.account(owner=who))
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": url}])


def analyst() -> Person:
    return factories.member("analyst", factories.organisation("headquarters"))


@pytest.fixture
def studio(page: Page, live_site):
    """A signed-in analyst's page; what the browser complains about is collected in `complaints`."""
    small.deploy()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda problem: page.complaints.append(str(problem)))
    come_in(page, analyst(), live_site.url)
    return page


def open_draft(page: Page) -> str:
    page.goto(f"/studio/{small.PROCESS}/")
    page.get_by_role("button", name="지금 판에서 초안 만들기").click()
    page.wait_for_selector("#studio-draft[data-ready=true]")
    return page.url


def press_to(page: Page, name: str, role: str = "button") -> None:
    """Reach a control with the Tab key alone, and fail if the keyboard never gets there."""
    target = page.get_by_role(role, name=name, exact=False).first
    for _ in range(120):
        if target.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {name}")


def test_a_step_is_added_by_keyboard_alone_and_deployed_by_another_person(studio: Page, live_site):
    page, keys = studio, studio.keyboard
    address = open_draft(page)
    press_to(page, "답하기, 사용자 태스크")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="고른 단계: 답하기")).to_be_visible()
    press_to(page, "새 단계 이름", "textbox")
    keys.type("결과 알리기")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator("[data-outline=said]")).to_have_text("〈결과 알리기〉 단계를 더했습니다.")
    expect(page.locator("[data-step]:focus")).to_contain_text("결과 알리기, 사용자 태스크")
    expect(page.locator("[data-step=answer]")).to_contain_text("다음: 결과 알리기")
    expect(page.locator("[data-step]:focus")).to_contain_text("다음: 끝남")
    page.locator("[data-draft=check]").focus()
    keys.press("Enter")
    expect(page.locator("[data-draft=problems]")).to_be_focused()
    page.get_by_label("바꾼 까닭").focus()
    keys.type("알림 단계를 더함")
    keys.press("Tab")
    keys.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("승인 기다림")
    page.context.clear_cookies()
    come_in(page, factories.member("approver", factories.organisation("headquarters")), live_site.url)
    page.goto(address)
    press_to(page, "승인하고 배포")
    keys.press("Enter")
    expect(page.locator("main")).to_contain_text("2판을 배포했습니다")
    live = queries.process_facts(small.PROCESS)
    assert live.version_number == 2
    assert "결과 알리기" in [one.name for one in queries.elements(live.version_id)]
    assert page.complaints == []


def test_the_outline_renames_connects_and_deletes_and_the_diagram_follows(studio: Page):
    page = studio
    open_draft(page)
    page.locator("[data-step=answer]").click()
    page.locator("#outline-name").fill("답장 쓰기")
    page.keyboard.press("Tab")
    expect(page.locator("[data-step=answer]")).to_contain_text("답장 쓰기")
    expect(page.locator("g[data-element-id=answer]")).to_contain_text("답장")
    page.get_by_label("이을 단계").select_option("refused")
    page.get_by_role("button", name="잇기", exact=True).click()
    expect(page.locator("[data-step=answer]")).to_contain_text("끝남, 물리침")
    page.get_by_role("button", name="〈물리침〉으로 가는 흐름 지우기").click()
    expect(page.locator("[data-step=answer]")).not_to_contain_text("물리침")
    page.locator("[data-outline=delete]").click()
    expect(page.locator("[data-step=answer]")).to_have_count(0)
    expect(page.locator("g[data-element-id=answer]")).to_have_count(0)
    page.locator("[data-outline=undo]").click()
    expect(page.locator("[data-step=answer]")).to_have_count(1)


def test_what_happens_meanwhile_is_added_by_keyboard_alone(studio: Page):
    page, keys = studio, studio.keyboard
    address = open_draft(page)
    press_to(page, "답하기, 사용자 태스크")
    keys.press("Enter")
    press_to(page, "무슨 일", "combobox")
    keys.press("Tab")
    keys.type("사흘이 지남")
    keys.press("Tab")
    keys.press("Space")
    press_to(page, "이 단계에 붙이기")
    keys.press("Enter")
    expect(page.locator("[data-outline=said]")).to_have_text("〈사흘이 지남〉 단계를 더했습니다.")
    expect(page.locator("[data-step]:focus")).to_contain_text("사흘이 지남, 타이머 경계 이벤트")
    press_to(page, "무슨 일", "combobox")
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.type("취하")
    press_to(page, "이 범위에 두기")
    keys.press("Enter")
    expect(page.locator("[data-outline=said]")).to_have_text("〈취하〉 단계를 더했습니다.")
    expect(page.locator("[data-step]:focus")).to_contain_text("메시지 시작 이벤트")
    expect(page.locator("[data-outline=steps]")).to_contain_text("취하, 이벤트 하위 프로세스")
    press_to(page, "새 단계 이름", "textbox")
    keys.type("취하를 적음")
    press_to(page, "더하기")
    keys.press("Enter")
    expect(page.locator("[data-step]:focus")).to_contain_text("취하를 적음, 사용자 태스크")
    page.locator("[data-draft=save]").focus()
    keys.press("Enter")
    expect(page.locator("[data-draft=state]")).to_contain_text("저장했습니다")
    saved = queries.draft(address.rstrip("/").split("/")[-1]).files[f"{small.PROCESS}.bpmn"].decode()
    assert 'attachedToRef="answer"' in saved
    assert 'cancelActivity="false"' in saved
    assert 'triggeredByEvent="true"' in saved
    assert saved.index('triggeredByEvent="true"') < saved.index('name="취하를 적음"'), "it stands inside"
    assert page.evaluate("document.documentElement.dataset.missedWords") is None
    assert page.complaints == []


def test_a_sub_process_begins_with_its_own_start(studio: Page):
    page = studio
    open_draft(page)
    page.locator("[data-step=answer]").click()
    page.locator("#outline-new-type").select_option("bpmn:SubProcess")
    page.locator("#outline-new-name").fill("함께 살피기")
    page.locator("[data-outline=add]").click()
    added = page.locator("li", has=page.locator("[data-step]", has_text="함께 살피기")).last
    expect(added.locator("ol [data-step]")).to_contain_text("시작 이벤트")
    expect(page.locator("[data-step=answer]")).to_contain_text("다음: 함께 살피기")


def test_the_form_editor_speaks_english_on_the_english_page(studio: Page):
    page = studio
    page.goto("/")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": page.url}])
    page.goto(f"/studio/{small.PROCESS}/")
    page.locator("form[action$='/drafts/'] button").click()
    page.wait_for_selector("#studio-draft[data-ready=true]")
    page.locator('[data-path="forms/weigh.form"]').click()
    palette = page.frame_locator("iframe.draft-frame").locator(".fjs-palette-container")
    expect(palette).to_contain_text("Text field")
    expect(palette).not_to_contain_text("짧은 글")


def test_who_saves_second_is_told_and_loses_nothing(studio: Page, live_site):
    page = studio
    address = open_draft(page)
    draft_id = address.rstrip("/").split("/")[-1]
    other = enter(factories.account(owner=factories.member("analyst", factories.organisation("headquarters"))))
    changed = small.diagram().replace("답하기", "남의 이름")
    path = f"{small.PROCESS}.bpmn"
    assert small.save(other, f"/studio/drafts/{draft_id}/", path, changed, 1).status_code == 200
    page.locator("[data-step=answer]").click()
    page.locator("#outline-name").fill("내 이름")
    page.keyboard.press("Tab")
    page.locator("[data-draft=save]").click()
    expect(page.locator("[data-draft=conflict]")).to_contain_text("먼저 저장했습니다")
    expect(page.locator("[data-step=answer]")).to_contain_text("내 이름")
    page.get_by_role("button", name="내 것으로 덮어써서 저장").click()
    expect(page.locator("[data-draft=state]")).to_contain_text("저장했습니다")
    assert "내 이름" in queries.draft(draft_id).files[path].decode()


def test_a_problem_is_listed_and_shown_on_the_diagram_and_leads_to_its_element(studio: Page):
    page = studio
    open_draft(page)
    page.locator("[data-step=weigh]").click()
    page.locator("#outline-form").fill("nowhere")
    page.keyboard.press("Tab")
    page.locator("[data-draft=check]").click()
    expect(page.locator(".problems-list")).to_contain_text("nowhere")
    expect(page.locator(".problem-mark").first).to_be_visible()
    page.get_by_role("button", name="그 요소로 가기: 따져 보기").first.click()
    expect(page.locator("[data-step=weigh]")).to_be_focused()


def test_the_way_to_where_a_case_gets_stuck_is_listed_and_axe_finds_nothing(page: Page, live_site, axe):
    small.deploy()
    client = enter(factories.account(owner=analyst()))
    address = small.draft_of(client)
    small.save(client, address, f"{small.PROCESS}.bpmn", small.stuck(), 1)
    come_in(page, analyst(), live_site.url)
    page.goto(address)
    page.wait_for_selector("#studio-draft[data-ready=true]")
    page.locator("[data-draft=check]").click()
    expect(page.locator(".problems-way").first.get_by_role("listitem")).to_have_count(2)
    expect(page.locator(".problems-way").first).to_contain_text("따져 보기: 완료")
    assert axe(page) == []


def test_forms_and_decisions_open_in_their_editors_and_every_word_is_korean(studio: Page):
    page = studio
    open_draft(page)
    page.get_by_label("종류").last.select_option("dmn")
    page.get_by_label("이름(영문 소문자, 숫자, 밑줄)").fill("ranking")
    page.get_by_role("button", name="더하기", exact=True).last.click()
    page.wait_for_selector("#studio-draft[data-ready=true]")
    page.locator('[data-path="decisions/ranking.dmn"]').click()
    expect(page.locator(".hit-policy")).to_contain_text("적중 방식")
    page.locator('[data-path="forms/weigh.form"]').click()
    frame = page.frame_locator("iframe.draft-frame")
    expect(frame.locator(".fjs-palette-container")).to_contain_text("짧은 글")
    expect(frame.locator("#form-editor")).to_contain_text("의견")
    box = frame.locator(".fjs-editor-container input[type=radio]").first
    assert box.evaluate("node => getComputedStyle(node).visibility") == "visible"
    page.locator(f'[data-path="{small.PROCESS}.bpmn"]').click()
    for step in ("asked", "weigh", "enough", "answer"):
        page.locator(f"[data-step={step}]").click()
        for group in page.locator(".bio-properties-panel-group-header-title").all():
            group.click()
        page.locator(".djs-context-pad .entry[data-action=replace]").dispatch_event("click")
        page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.dataset.missedWords") is None
    assert page.complaints == []


def test_the_mark_of_bpmn_io_is_seen(studio: Page):
    open_draft(studio)
    expect(studio.locator(".draft-canvas .bjs-powered-by")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_the_studios_pages(studio: Page, axe, width: int):
    page = studio
    page.set_viewport_size({"width": width, "height": 900})
    version = queries.process_facts(small.PROCESS).version_id
    address = open_draft(page)
    page.locator("[data-step=weigh]").click()
    assert axe(page) == []
    page.locator("[data-draft=check]").click()
    expect(page.locator("[data-draft=problems]")).to_be_focused()
    assert axe(page) == []
    for path in ("/studio/", f"/studio/{small.PROCESS}/", f"/studio/{small.PROCESS}/{version}/", f"{address}changes/"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_version_is_read_without_javascript(browser, live_site):
    small.deploy()
    context = browser.new_context(base_url=live_site.url, java_script_enabled=False, locale="ko-KR")
    page = context.new_page()
    come_in(page, analyst(), live_site.url)
    page.goto(f"/studio/{small.PROCESS}/{queries.process_facts(small.PROCESS).version_id}/")
    expect(page.get_by_role("heading", name="2. 따져 보기")).to_be_visible()
    expect(page.locator("main")).to_contain_text("의견: 받아들임 그리고 금액: 10 이상")
    context.close()
