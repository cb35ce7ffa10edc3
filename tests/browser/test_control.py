"""The control rooms in a real browser: signs on the pictures, nothing for axe to find, everything by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from engine import clock, jobs, operations, queries
from engine.actors import SYSTEM
from engine.bundle import Bundle
from engine.models import ProcessVersion
from tests import factories
from tests.browser.test_studio import WIDTHS, come_in, press_to
from tests.webui.control import cases, test_by_hand
from tests.webui.studio import small

pytestmark = pytest.mark.browser


@pytest.fixture
def office(page: Page, live_site) -> cases.Office:
    """An office with a case that is late; its supervisor is signed in."""
    found, _ = cases.two_offices()
    cases.late()
    come_in(page, factories.member("supervisor", found.place), live_site.url)
    return found


def test_the_picture_shows_numbers_and_words(page: Page, office: cases.Office):
    page.goto(f"/control/{small.PROCESS}/")
    page.wait_for_selector("figure[data-ready=true]")
    expect(page.locator(".diagram-sign")).to_have_text("1건, 지연 1")
    expect(page.locator(".bjs-powered-by")).to_be_visible()
    page.goto(f"/control/cases/{office.instance_id}/")
    page.wait_for_selector("figure[data-ready=true]")
    expect(page.locator(".diagram-sign", has_text="지금 여기")).to_be_visible()


def test_a_supervisor_finds_a_late_case_and_hands_it_over_by_keyboard(page: Page, office: cases.Office):
    page.goto(f"/control/{small.PROCESS}/")
    press_to(page, "기한 지난 것만", "checkbox")
    page.keyboard.press("Space")
    press_to(page, "찾기")
    page.keyboard.press("Enter")
    page.wait_for_url("**overdue=1**")
    press_to(page, office.case_number, "link")
    page.keyboard.press("Enter")
    page.wait_for_url("**/control/cases/**")
    press_to(page, "다른 사람에게 맡기기", "link")
    page.keyboard.press("Enter")
    press_to(page, "맡길 사람", "combobox")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("select[name=to] option:checked").inner_text()
    assert chosen in {office.officer.name_ko, office.colleague.name_ko}
    press_to(page, "까닭", "textbox")
    page.keyboard.type("휴가로 대신 맡김")
    press_to(page, "맡기기")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("다른 사람에게 맡겼습니다.")
    expect(page.locator("table").first).to_contain_text(chosen)


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_in_the_control_rooms(page: Page, office: cases.Office, axe, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    case = f"/control/cases/{office.instance_id}/"
    item = next(one.task_id for one in queries.instance(office.instance_id).open_tasks if one.kind == "user")
    of_case = [f"{case}{place}" for place in ("", "cancel/", "suspend/", "resume/", "data/amount/", f"items/{item}/")]
    of_case.append(f"{case}steps/{item}/move/")
    for path in ("/control/", f"/control/{small.PROCESS}/", *of_case):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_where_timers_are_changed_and_messages_given(page: Page, live_site, axe, width: int):
    found = test_by_hand.begun()
    come_in(page, factories.member("supervisor", found.place), live_site.url)
    page.set_viewport_size({"width": width, "height": 900})
    case, set_ = f"/control/cases/{found.instance_id}/", queries.instance(found.instance_id).timers[0].task_id
    wait = queries.message_waits(found.instance_id)[0].task_id
    for path in (case, f"{case}timers/{set_}/", f"{case}messages/{wait}/"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_where_cases_are_moved_to_another_version(page: Page, live_site, axe, width: int):
    cases.two_offices()
    first = ProcessVersion.objects.get()
    files = {**small.bundle().files, f"{small.PROCESS}.bpmn": small.diagram().encode() + b"\n"}
    second = operations.deploy(bundle=Bundle(small.PROCESS, files), by=SYSTEM, now=clock.now())
    come_in(page, factories.member("headquarters", factories.organisation("headquarters")), live_site.url)
    page.set_viewport_size({"width": width, "height": 900})
    plan = f"/control/{small.PROCESS}/migrate/"
    page.goto(plan)
    assert axe(page) == [], plan
    page.get_by_label("지금 판").select_option(str(first.id))
    page.get_by_label("옮길 판").select_option(str(second.id))
    page.get_by_label("까닭").fill("새 기준")
    page.get_by_role("button", name="연습하기").click()
    page.wait_for_url("**/control/batches/**")
    assert axe(page) == []
    jobs.run_due(clock.now())
    page.reload()
    expect(page.get_by_role("button", name="실제로 옮기기")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
