"""Walking through pages with the keyboard alone."""

import time

from playwright.sync_api import Page

from records.models import Account, Person
from tasks.models import ItemState, WorkItem
from tests import factories
from tests.stories import forms
from tests.stories.telling import Story
from tests.webui import visiting

MOST_STEPS = 200
MOST_WAITS = 80


def wait_for(story: Story, element_id: str) -> WorkItem:
    """The open item, once the live site's worker or the test itself has brought the case there."""
    for _ in range(MOST_WAITS):
        found = WorkItem.objects.filter(root_id=story.instance_id, element_id=element_id, state=ItemState.OPEN).first()
        if found is not None:
            return found
        time.sleep(0.25)
    raise AssertionError(f"{element_id} did not open; open are {story.open()}")


def consented(story: Story) -> WorkItem:
    """The employer has consented; the branch's review is open."""
    story.do("give_consent", **forms.CONSENT)
    return wait_for(story, "review_intake")


def account_of(who: Person) -> Account:
    return Account.objects.filter(person=who).first() or factories.account(owner=who)


def mobile_of(who: Person) -> str:
    """The number as the site has it now: handing in an application brings a person's details up to date."""
    return Person.objects.get(pk=who.pk).mobile


def sign_in(page: Page, who: Person) -> None:
    """Type, Enter, choose SMS, type, Enter."""
    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.get_by_label("아이디").fill(account_of(who).username)
    page.get_by_label("비밀번호").fill(factories.PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="문자로 인증번호 받기").press("Enter")
    page.get_by_label("인증번호").wait_for()
    page.get_by_label("인증번호").fill(visiting.newest_code(mobile_of(who)))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="로그아웃").wait_for()


def focused(page: Page) -> str:
    """The words on what has the focus, or its label."""
    return page.evaluate(
        """() => {
            const here = document.activeElement;
            const label = here.labels && here.labels.length ? here.labels[0].innerText : "";
            return (label || here.innerText || here.getAttribute("aria-label") || "").trim();
        }"""
    )


def tab_to(page: Page, words: str, *, key: str = "Tab") -> None:
    """Press Tab until what has the focus says so; everything passed on the way must be visible when focused."""
    for _ in range(MOST_STEPS):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement === document.body"):
            continue
        assert is_seen(page), f"the focus is out of sight on: {focused(page)!r}"
        if words in focused(page):
            return
    raise AssertionError(f"Tab never came to {words!r}")


def is_seen(page: Page) -> bool:
    """Whether what has the focus is on the screen, has a size, and shows that it has the focus."""
    return page.evaluate(
        """() => {
            const here = document.activeElement;
            const box = here.getBoundingClientRect();
            const look = getComputedStyle(here);
            const shows = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
            const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
            return box.width > 0 && box.height > 0 && inside && shows;
        }"""
    )
