"""A case in the live site's database, at the site's own time."""

import pytest
from playwright.sync_api import Page

from engine import clock, definitions
from tests.browser.walking import wait_for
from tests.stories import telling
from tests.stories.telling import Story


@pytest.fixture
def story(page: Page) -> Story:
    """An application that waits for the employer; the live site sees what is committed."""
    people = telling.gather()
    definitions.forget()
    telling.deploy(clock.now())
    begun = Story(people=people, now=clock.now()).apply()
    wait_for(begun, "give_consent")
    return begun
