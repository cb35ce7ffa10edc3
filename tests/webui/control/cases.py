"""Cases of the small lifecycle for the control rooms' tests: two offices, each with its own instance."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.test import Client

from engine import clock, operations, queries
from engine.actors import SYSTEM, Actor
from engine.participants import ParticipantSpec
from records.models import Organisation, Person
from tests import factories
from tests.webui.studio import small
from tests.webui.studio.entering import enter


@dataclass
class Office:
    """A branch office with its people and one running instance."""

    place: Organisation
    officer: Person
    colleague: Person
    instance_id: UUID
    case_number: str

    def visitor(self, role: str = "supervisor") -> Client:
        return enter(factories.account(owner=factories.member(role, self.place)))


def office(**variables: object) -> Office:
    place = factories.organisation("branch_office")
    officer, colleague = factories.member("branch", place), factories.member("branch", place)
    roles = [ParticipantSpec(role=role, kind="organisation", ref=place.pk) for role in ("branch", "branch_manager")]
    facts = operations.start(
        process_id=small.PROCESS,
        variables={"amount": 3, **variables},
        participants=roles,
        by=SYSTEM,
        now=clock.now(),
        title=f"{place.name_ko}의 건",
    )
    return Office(place, officer, colleague, facts.id, facts.case_number)


def two_offices() -> tuple[Office, Office]:
    small.deploy()
    return office(), office()


def headquarters(role: str = "headquarters") -> Client:
    return enter(factories.account(owner=factories.member(role, factories.organisation("headquarters"))))


def open_item(found: Office) -> UUID:
    return next(one.task_id for one in queries.instance(found.instance_id).open_tasks if one.kind == "user")


def late() -> None:
    """Let so much time pass that the first step is overdue."""
    clock.move(timedelta(days=9))


def operations_actor(who: Person) -> Actor:
    return Actor(kind="person", id=who.pk)
