"""The main story through the browser, by keyboard alone at 320 px, every actor signed in with two factors."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from engine import clock, definitions, queries
from engine.models import ProcessInstance
from integrations.messages.models import FakeMessage
from records.models import Organisation, Person, SupportApplication, SupportDecision
from records.people.models import AccessLink
from tasks.models import ItemState, WorkItem
from tests import factories
from tests.stories import forms, telling
from tests.stories.keyboard import Keyboard
from tests.stories.paper import PDF
from tests.stories.telling import People

pytestmark = pytest.mark.browser
PATIENCE_SECONDS = 60
WIDTH = 320


class Visitor:
    """One person at a browser of their own, on a screen as narrow as a page enlarged four times."""

    def __init__(self, browser: Browser, url: str) -> None:
        context = browser.new_context(
            base_url=url, locale="ko-KR", timezone_id="Asia/Seoul", viewport={"width": WIDTH, "height": 760}
        )
        context.set_default_timeout(30_000)
        self.page: Page = context.new_page()
        self.page.on("response", self._note)
        self.refusals: list[str] = []
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

    def come_by_link(self, mobile: str) -> Visitor:
        """Open the one-time link of the newest SMS and prove the mobile with a code."""
        self.page.goto(link_sent_to(mobile))
        self.hand.press("문자로 인증번호 받기")
        self.hand.write("code", code_sent_to(mobile))
        self.hand.press("확인")
        return self

    def open_item(self, element_id: str, item: WorkItem) -> Visitor:
        """Find the item in the inbox by its name."""
        if str(item.pk) not in self.page.url and not self.page.url.endswith("/l/"):
            # What nobody has taken yet lies in the office's box.
            self.page.goto("/work/" if item.assignee_id else "/work/?box=team")
        if str(item.pk) not in self.page.url:
            self.hand.press(item.name_ko)
        assert str(item.pk) in self.page.url, element_id
        assert self.page.evaluate("document.documentElement.scrollWidth") <= WIDTH, element_id
        return self

    def send(self, words: str = "보내기") -> None:
        self.hand.press(words)
        assert self.page.locator("[role=alert]").all_inner_texts() == []

    def _note(self, response: Response) -> None:
        """No page of this story may be refused."""
        if response.status >= 400:
            self.refusals.append(f"{response.status} {response.url}")

    def leave(self) -> None:
        assert self.refusals == []
        self.page.context.close()


def code_sent_to(mobile: str) -> str:
    texts = FakeMessage.objects.filter(to=mobile, channel="sms").order_by("-sent_at").values_list("text", flat=True)
    return next(found.group() for found in (re.search(r"(?<!\d)\d{6}(?!\d)", text) for text in texts) if found)


def link_sent_to(mobile: str) -> str:
    texts = FakeMessage.objects.filter(to=mobile, channel="sms").order_by("-sent_at").values_list("text", flat=True)
    return next(found.group() for found in (re.search(r"/l/\S+/", text) for text in texts) if found)


def soon(found: Callable[[], object], what: str) -> object:
    """Wait for the worker process to do its part."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        value = found()
        if value:
            return value
        time.sleep(0.5)
    raise AssertionError(f"in vain: {what}")


def item(element_id: str) -> WorkItem:
    found = soon(lambda: WorkItem.objects.filter(element_id=element_id, state=ItemState.OPEN).first(), element_id)
    assert isinstance(found, WorkItem)
    return found


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "paper.pdf"
    file.write_bytes(PDF)
    return file


@pytest.fixture
def people(live_site) -> People:
    definitions.forget()
    telling.deploy(clock.now())
    people = telling.gather()
    for who in (people.worker, people.officer, people.evaluator, people.manager):
        factories.account(owner=who)
    return people


def apply(worker: Visitor, paper: Path, wished: str) -> None:
    """The start form, field by field in its order; the contract is left out, so that a supplement is needed."""
    hand, answers = worker.hand, forms.APPLICATION
    worker.page.goto("/apply/service_application/")
    hand.pick("filing_capacity", "self")
    hand.write("resident_number", answers["resident_number"])
    hand.select("disability_type", "PHYSICAL")
    hand.pick("severity", "SEVERE")
    hand.pick("uses_device", "no")
    for name in ("company_name", "representative", "business_number", "workplace_address"):
        hand.write(name, answers[name])
    hand.select("workplace_region", "seoul")
    for name in ("contact_name", "contact_mobile"):
        hand.write(name, answers[name])
    hand.write("employed_since", "2024-01-02")
    for name in ("contract_hours_month", "hourly_wage"):
        hand.write(name, answers[name])
    hand.write("duties", answers["duties"])
    hand.select("support_needs[0].area", "DOCUMENT_HANDLING")
    hand.write("support_needs[0].minutes", "120")
    hand.pick("wished_type", "TASK_ASSISTANCE")
    hand.tick("wished_weekdays", "MON")
    hand.write("wished_from", "09:00")
    hand.write("wished_to", "18:00")
    hand.write("wished_start_date", wished)
    hand.attach("severity_certificate", paper)
    hand.attach("wage_file", paper)
    for name in ("personal", "sensitive", "unique_identifier", "third_party"):
        hand.tick(f"consent_{name}")
    hand.tick("confirmed_true")
    worker.send("신청서 보내기")


def consent(employer: Visitor) -> None:
    hand = employer.open_item("give_consent", item("give_consent")).hand
    hand.pick("consent_outcome", "agreed")
    hand.tick("conditions_confirmed")
    hand.tick("access_granted")
    hand.write("consent_name", "담당인")
    hand.write("consent_position", "과장")
    employer.send()


def ask_for_contract(officer: Visitor) -> None:
    hand = officer.open_item("review_intake", item("review_intake")).hand
    hand.pick("intake_outcome", "supplement")
    hand.tick("supplement_items", "contract_file")
    hand.write("supplement_note", "근로계약서를 내 주세요.")
    officer.send()


def supply(worker: Visitor, paper: Path) -> None:
    worker.open_item("supply_supplement", item("supply_supplement")).hand.attach("contract_file", paper)
    worker.send()


def accept(officer: Visitor) -> None:
    officer.open_item("review_intake", item("review_intake")).hand.pick("intake_outcome", "accept")
    officer.send()


def visit(evaluator: Visitor, worker: Visitor, day: str) -> None:
    evaluator.open_item("propose_visit", item("propose_visit")).hand.write("visit_dates[0].at", f"{day}T14:00")
    evaluator.send()
    choice = worker.open_item("pick_visit_date", item("pick_visit_date")).hand
    choice.reach("input[type=radio][name=visit_choice]")
    choice.keys.press("Space")
    worker.send()


def fill_sheet(evaluator: Visitor, day: str) -> None:
    hand = evaluator.open_item("file_visit_sheet", item("file_visit_sheet")).hand
    hand.write("visited_on", day)
    hand.write("job_tasks[0].task_name", "자료 정리")
    hand.pick("job_tasks[0].importance", "ANCILLARY")
    hand.write("job_tasks[0].weekly_minutes", "1300")
    hand.select("job_tasks[0].barrier", "HANDS")
    hand.write("job_tasks[0].recognised_minutes", "1220")
    hand.write("work_days_week", "5")
    hand.pick("constant_presence", "no")
    evaluator.send()


def give_opinion(employer: Visitor) -> None:
    hand = employer.open_item("give_opinion", item("give_opinion")).hand
    hand.write("employer_opinion", "협조하겠습니다.")
    hand.write("opinion_name", "담당인")
    employer.send()


def approve(manager: Visitor) -> None:
    hand = manager.open_item("approve_decision", item("approve_decision")).hand
    hand.pick("approval_outcome", "approve")
    hand.write("approval_reason", "평가 결과와 같습니다.")
    manager.send()


def acknowledge(worker: Visitor, agency: Organisation) -> None:
    hand = worker.open_item("acknowledge_decision", item("acknowledge_decision")).hand
    hand.tick("decision_read")
    hand.select("agency_first", str(agency.pk))
    hand.pick("signing_method", "paper")
    worker.send()


#: What people did, in order, as the history must tell it.
TOLD = [
    "give_consent",
    "review_intake",
    "supply_supplement",
    "review_intake",
    "propose_visit",
    "pick_visit_date",
    "file_visit_sheet",
    "give_opinion",
    "confirm_result",
    "approve_decision",
    "acknowledge_decision",
]


def told(instance_id: UUID) -> list[str]:
    return [event.element_id for event in queries.history(instance_id) if event.kind == "task_completed"]


def test_from_the_portal_to_the_decision_by_keyboard_alone(live_site, browser, people, paper):
    today = clock.now().date()
    visit_day = (today + timedelta(days=10)).isoformat()
    worker, employer, officer, evaluator, manager = (Visitor(browser, live_site.url) for _ in range(5))
    worker.sign_in(people.worker)
    apply(worker, paper, (today + timedelta(days=40)).isoformat())
    mobile = forms.APPLICATION["contact_mobile"]
    soon(lambda: FakeMessage.objects.filter(to=mobile, text__contains="/l/").first(), "the link")
    consent(employer.come_by_link(mobile))
    officer.sign_in(people.officer)
    ask_for_contract(officer)
    supply(worker, paper)
    accept(officer)
    visit(evaluator.sign_in(people.evaluator), worker, visit_day)
    fill_sheet(evaluator, visit_day)
    item("give_opinion")
    soon(lambda: FakeMessage.objects.filter(to=mobile, text__contains="/l/").count() == 2, "the second link")
    give_opinion(employer.come_by_link(mobile))
    evaluator.open_item("confirm_result", item("confirm_result")).send()
    approve(manager.sign_in(people.manager))
    acknowledge(worker, people.agencies[0])
    application = SupportApplication.objects.get()
    assert application.state == "IN_SERVICE"
    assert SupportDecision.objects.get(application=application).notice_document is not None
    assert AccessLink.objects.count() == 2
    case = ProcessInstance.objects.get(pk=application.instance_id)
    acted = {event.element_id: event.actor.id for event in queries.history(case.pk) if event.actor.kind == "person"}
    assert acted["approve_decision"] == people.manager.pk
    assert acted["confirm_result"] == people.evaluator.pk
    assert told(case.pk) == TOLD
    written = live_site.log("web") + live_site.log("worker")
    number = forms.APPLICATION["resident_number"]
    assert number not in written
    assert number.replace("-", "") not in written
    worker.page.goto(f"/cases/{case.pk}/")
    expect(worker.page.locator("main")).to_contain_text("이용")
    for visitor in (worker, officer, evaluator, manager, employer):
        visitor.leave()
