"""What supervisors see: figures, lists, one instance; and that an office sees its own cases only."""

import json
import re

import pytest
from django.test import Client

from engine import operations
from tests import factories
from tests.webui.control import cases
from tests.webui.studio import small
from tests.webui.studio.entering import enter

pytestmark = pytest.mark.django_db
PROCESS_PAGE = f"/control/{small.PROCESS}/"


def marks(text: str) -> dict[str, str]:
    """The signs on the picture, by element."""
    found = re.search(r'type="application/json">(.*?)</script>', text)
    assert found
    return {name: mark["label"] for name, mark in json.loads(found[1]).items()}


def page_of(found: cases.Office) -> str:
    return f"/control/cases/{found.instance_id}/"


def test_an_office_sees_its_own_cases_and_headquarters_all():
    one, other = cases.two_offices()
    text = one.visitor().get(PROCESS_PAGE).content.decode()
    assert one.case_number in text
    assert other.case_number not in text
    text = cases.headquarters().get(PROCESS_PAGE).content.decode()
    assert one.case_number in text
    assert other.case_number in text


def test_the_counts_of_an_office_are_of_its_own_cases():
    one, _ = cases.two_offices()
    assert marks(one.visitor().get(PROCESS_PAGE).content.decode()) == {"weigh": "1건"}
    assert marks(cases.headquarters().get(PROCESS_PAGE).content.decode()) == {"weigh": "2건"}


@pytest.mark.parametrize("place", ["", "diagram/", "cancel/"])
def test_another_offices_instance_is_as_unknown_as_none(place):
    one, other = cases.two_offices()
    visitor = one.visitor()
    assert visitor.get(f"{page_of(other)}{place}").status_code == 404
    assert visitor.get(f"/control/cases/00000000-0000-0000-0000-000000000001/{place}").status_code == 404
    assert visitor.get(f"{page_of(one)}{place}").status_code == 200


@pytest.mark.parametrize(
    ("role", "status"),
    [("supervisor", 200), ("branch_manager", 200), ("branch", 403), ("evaluator", 403), ("analyst", 403)],
)
def test_only_supervising_roles_open_the_rooms(role, status):
    one, _ = cases.two_offices()
    visitor = one.visitor(role)
    for address in ("/control/", PROCESS_PAGE, page_of(one), f"{PROCESS_PAGE}diagram/"):
        assert visitor.get(address).status_code == status, address


def test_visitors_and_people_without_an_office_see_nothing():
    one, _ = cases.two_offices()
    for address in ("/control/", PROCESS_PAGE, page_of(one)):
        assert Client().get(address).status_code == 302
        assert enter(factories.account()).get(address).status_code == 403


def test_the_table_and_the_picture_say_the_same_and_late_is_said_in_words():
    one, _ = cases.two_offices()
    cases.late()
    text = one.visitor().get(PROCESS_PAGE).content.decode()
    assert marks(text) == {"weigh": "1건, 지연 1"}
    assert '<span class="late">1</span>' in text
    assert "9일" in text


def test_the_list_is_filtered_by_text_step_state_and_lateness():
    one, _ = cases.two_offices()
    visitor = one.visitor()

    def shown(query: str) -> bool:
        return one.case_number in visitor.get(f"{PROCESS_PAGE}?{query}").content.decode()

    assert shown(f"q={one.case_number}")
    assert not shown("q=nothing-like-it")
    assert shown("step=weigh")
    assert not shown("step=answer")
    assert not shown("status=completed")
    assert shown("status=all")
    assert not shown("overdue=1")
    cases.late()
    assert shown("overdue=1")
    assert visitor.get(f"{PROCESS_PAGE}?page=nonsense&status=odd").status_code == 200


def test_an_unknown_process_is_not_found():
    assert cases.headquarters().get("/control/nothing_here/").status_code == 404


def test_an_instance_tells_its_path_story_people_and_work():
    one, _ = cases.two_offices()
    text = one.visitor().get(page_of(one)).content.decode()
    for told in (one.case_number, "따져 보기", one.place.name_ko, "시작했습니다.", "금액"):
        assert told in text, told
    assert marks(text)["weigh"] == "지금 여기"
    assert marks(text)["asked"] == "지남"


def test_personal_values_are_masked():
    small.deploy()
    one = cases.office(resident_number={"vault": "x", "masked": "900101-1******"}, amount=7)
    text = one.visitor().get(page_of(one)).content.decode()
    assert "900101-1******" in text
    assert "vault" not in text


def test_the_story_tells_an_end():
    one, _ = cases.two_offices()
    operations.complete(
        instance_id=one.instance_id,
        task_id=cases.open_item(one),
        data={"advice": "refuse", "amount": 1},
        by=cases.operations_actor(one.officer),
        now=cases.clock.now(),
    )
    text = one.visitor().get(page_of(one)).content.decode()
    assert "‘따져 보기’ 단계를 마쳤습니다." in text
    assert one.officer.name_ko in text
    assert "물리침" in text


def test_the_rooms_load_no_editor_and_do_not_poll():
    one, _ = cases.two_offices()
    for address in (PROCESS_PAGE, page_of(one)):
        text = one.visitor().get(address).content.decode()
        assert "build/studio" not in text
        assert "hx-trigger" not in text


@pytest.mark.parametrize("page", ["²", "-1", "0", "9" * 5000, "seven"])
def test_a_page_number_that_is_none_shows_the_first(page):
    one, _ = cases.two_offices()
    answer = one.visitor().get(PROCESS_PAGE, {"page": page})
    assert answer.status_code == 200
    assert one.case_number in answer.content.decode()
