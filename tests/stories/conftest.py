"""One branch office, its people, and both lifecycles deployed."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from engine import definitions
from tests.stories import telling
from tests.stories.telling import People, Story

#: A Tuesday; 2 March 2026 is a substitute holiday.
START = datetime(2026, 3, 3, 9, 0, tzinfo=ZoneInfo("Asia/Seoul"))


@pytest.fixture
def people(db: None) -> People:
    return telling.gather()


@pytest.fixture
def story(people: People) -> Story:
    definitions.forget()
    telling.deploy(START)
    return Story(people=people, now=START)
