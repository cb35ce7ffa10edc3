"""One branch office with both lifecycles deployed, and pages that show it at the story's time."""

from collections.abc import Callable

import pytest
from django.test import Client

from engine import definitions
from records.models import Account, Person
from tests import factories
from tests.stories import telling
from tests.stories.conftest import START
from tests.stories.telling import Story
from tests.webui import visiting


@pytest.fixture
def story(db: None, clock) -> Story:
    """Nothing has begun yet; the pages' clock stands at the story's."""
    people = telling.gather()
    definitions.forget()
    telling.deploy(START)
    clock.set(START)
    return Story(people=people, now=START)


@pytest.fixture
def visit(db: None) -> Callable[[Person], Client]:
    """A browser in which that person has signed in; the account is made if there is none."""

    def as_person(who: Person) -> Client:
        account = Account.objects.filter(person=who).first() or factories.account(owner=who)
        return visiting.signed_in(account)

    return as_person


@pytest.fixture
def stranger(visit: Callable[[Person], Client]) -> Client:
    """Staff of another branch office, with every role there."""
    elsewhere = factories.organisation("branch_office", region="busan")
    return visit(factories.member("branch", elsewhere))
