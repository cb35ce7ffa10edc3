"""The data of a case in words: coded answers, times, files and rows read as people say them."""

from datetime import date
from decimal import Decimal

import pytest

from engine import clock, definitions, queries
from engine.feel import Time
from tests.stories import telling
from tests.stories.telling import Story
from webui.control import data

pytestmark = pytest.mark.django_db


def said(story: Story, name: str, value: object) -> data.DataLine:
    version = queries.instance(story.instance_id).facts.version_id
    return data.lines([version], {name: value}, "ko")[0]


@pytest.fixture
def story() -> Story:
    definitions.forget()
    people = telling.gather()
    telling.deploy(clock.now())
    return Story(people=people, now=clock.now()).apply()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("wished_weekdays", ["MON", "TUE"], "월, 화"),
        ("wished_from", Time(9, 0, 0), "09:00:00"),
        ("wished_start_date", date(2026, 3, 2), "2026-03-02"),
        ("contract_file", [{"id": "1", "name": "근로계약서.pdf", "digest": "d"}], "근로계약서.pdf"),
        ("other_aid", [], "없음"),
        (
            "support_needs",
            [{"area": "PHONE", "area_note": None, "minutes": Decimal(60)}],
            "필요 영역 전화 응대 지원, 하루 시간(분) 60",
        ),
    ],
)
def test_values_read_as_people_say_them(story, name, value, words):
    assert said(story, name, value).value == words


@pytest.mark.parametrize("name", ["contact_mobile", "applicant_name", "resident_number"])
def test_what_belongs_to_a_person_stays_hidden(story, name):
    assert said(story, name, "비밀").hidden


def test_a_called_process_hides_what_its_caller_hides(story):
    called = next(one for one in queries.processes() if one.process_id == "evaluation").version_id
    own = queries.instance(story.instance_id).facts.version_id
    assert not data.lines([called], {"contact_mobile": "비밀"}, "ko")[0].hidden
    assert data.lines([called, own], {"contact_mobile": "비밀"}, "ko")[0].hidden
