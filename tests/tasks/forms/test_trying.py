"""Values through a form: what a scenario's people fill in is judged as a page's post is."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine.feel import Environment, to_feel
from engine.scenarios.answers import AnswersRefused
from tasks.forms.trying import read_values

ENVIRONMENT = Environment(now=datetime(2026, 3, 2, tzinfo=UTC))
FORM = json.dumps(
    {
        "id": "apply",
        "type": "default",
        "schemaVersion": 19,
        "components": [
            {"id": "1", "type": "textfield", "key": "name", "label": "이름", "validate": {"required": True}},
            {"id": "2", "type": "number", "key": "age", "label": "나이", "validate": {"max": 120}},
            {"id": "3", "type": "datetime", "key": "day", "subtype": "date", "dateLabel": "날"},
            {"id": "4", "type": "checkbox", "key": "agreed", "label": "동의"},
            {"id": "5", "type": "textfield", "key": "rrn", "label": "번호", "properties": {"pii": "rrn"}},
            {"id": "6", "type": "select", "key": "agency", "label": "기관", "properties": {"records": "elsewhere"}},
            {"id": "7", "type": "filepicker", "key": "papers", "label": "서류", "validate": {"required": True}},
        ],
    }
).encode()


def read(**given: object) -> dict[str, object]:
    return dict(read_values(FORM, to_feel(given), {"name": None, "age": Decimal(7)}, ENVIRONMENT))


def test_values_are_typed_by_the_form_and_names_it_lacks_are_dropped() -> None:
    found = read(name="김하늘", day="2026-03-02", agreed=True, admin=True, papers=[])
    assert found["name"] == "김하늘"
    assert found["day"] == date(2026, 3, 2)
    assert found["agreed"] is True
    assert found["age"] == 7  # as the page would show it: filled in from the variables
    assert "admin" not in found


def test_what_only_the_running_system_can_judge_is_taken_as_it_is() -> None:
    found = read(name="김하늘", rrn="9001011234567", agency="g1", papers=[{"id": "d1"}])
    assert (found["rrn"], found["agency"], found["papers"]) == ("9001011234567", "g1", [{"id": "d1"}])


@pytest.mark.parametrize("given", [{}, {"name": ""}, {"name": "김", "age": 121}, {"name": "김", "age": "many"}])
def test_what_the_form_does_not_take_is_refused_with_its_sentence(given: dict[str, object]) -> None:
    with pytest.raises(AnswersRefused) as refused:
        read(**given)
    assert refused.value.reasons
