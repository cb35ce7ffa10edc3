"""What a form's fields may give, as the deploy gate takes it."""

import json
from decimal import Decimal

from engine.exploring.unknowns import ANYTHING, Domain
from tasks.forms import domains

CHOICES = [{"value": "yes", "label": "예"}, {"value": "no", "label": "아니요"}]


def of(*components: dict[str, object]) -> dict[str, Domain]:
    return dict(domains.of(json.dumps({"id": "f", "schemaVersion": 19, "components": components}).encode()))


def test_each_kind_of_field_gives_its_kind_and_a_choice_what_it_offers():
    required = {"required": True}
    assert of(
        {"type": "number", "key": "hours", "validate": required},
        {"type": "textfield", "key": "name"},
        {"type": "checkbox", "key": "agreed"},
        {"type": "radio", "key": "answer", "values": CHOICES, "validate": required},
        {"type": "select", "key": "way", "values": CHOICES},
        {"type": "datetime", "key": "day"},
        {"type": "text", "text": "read this"},
    ) == {
        "hours": Domain(kind="number", nullable=False),
        "name": Domain(kind="text"),
        "agreed": Domain(kind="boolean"),
        "answer": Domain(("yes", "no"), nullable=False),
        "way": Domain(("yes", "no")),
        "day": ANYTHING,
    }


def test_the_values_of_a_choice_may_be_numbers():
    values = [{"value": 1, "label": "하나"}, {"value": 2.5, "label": "둘 반"}]
    assert of({"type": "radio", "key": "a", "values": values}) == {"a": Domain((Decimal(1), Decimal("2.5")))}
    assert of({"type": "radio", "key": "a", "values": [*values, {"label": "nothing"}]}) == {"a": ANYTHING}


def test_choices_from_elsewhere_may_be_anything():
    assert of({"type": "select", "key": "a", "valuesKey": "list"}) == {"a": Domain()}
    assert of({"type": "select", "key": "a", "values": CHOICES, "properties": {"codes": "c"}}) == {"a": Domain()}


def test_what_need_not_be_asked_may_stay_whatever_it_was():
    hidden = {"hide": "=x"}
    assert of({"type": "radio", "key": "a", "values": CHOICES, "conditional": hidden}) == {"a": ANYTHING}
    group = {"type": "group", "conditional": hidden, "components": [{"type": "number", "key": "n"}]}
    assert of(group) == {"n": ANYTHING}


def test_parts_of_a_variable_are_one_unknown():
    group = {"type": "group", "path": "who", "components": [{"type": "textfield", "key": "name"}]}
    assert of(group) == {"who": ANYTHING}


def test_a_broken_file_gives_nothing():
    assert domains.of(b"{") == {}
