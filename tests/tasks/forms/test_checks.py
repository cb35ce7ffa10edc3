"""What a form file must be before it may be deployed."""

import glob
import json
from pathlib import Path

import pytest

from tasks import forms
from tests.tasks.forms.building import choice, field, source


def problems(*components, **more):
    return {
        found.element_id: found.message_en
        for found in forms.check(source(*components, **more))
        if found.severity == "error"
    }


@pytest.mark.parametrize("kind", ["iframe", "html", "image", "documentPreview", "unheard_of"])
def test_what_could_show_foreign_content_is_refused(kind):
    assert "refused" in problems({"type": kind, "id": "x", "source": "https://a.kr/x.png"})["x"]


def test_only_the_pages_own_buttons_are_allowed():
    assert problems({"type": "button", "id": "x", "action": "submit", "label": "보내기"}) == {}
    assert "Custom buttons" in problems({"type": "button", "id": "x", "action": "custom"})["x"]


@pytest.mark.parametrize(
    ("component", "words"),
    [
        ({"type": "textfield", "id": "x", "label": "l"}, "no key"),
        (field("textfield", "a b"), "letters, digits"),
        (field("number", "a-b"), "letters, digits"),
        (field("textfield", "if"), "no name in FEEL"),
        (field("textfield", "a.null"), "no name in FEEL"),
        (field("textfield", "1st"), "no name in FEEL"),
        (field("textfield", "a", conditional={"hide": "=1 +"}), "Not FEEL"),
        (field("textfield", "a", conditional={"hide": "b > 3"}), "begins with ="),
        (field("textfield", "a", conditional={"hide": '=b > date("2026-13-01")'}), "means nothing"),
        ({"type": "expression", "id": "x", "key": "a", "expression": "b * 2"}, "begins with ="),
        (field("select", "a", valuesExpression="offices"), "begins with ="),
        ({"type": "datetime", "id": "x", "key": "a", "dateLabel": "l", "subtype": "year"}, "no subtype year"),
        (field("textfield", "a", label="이름 {{1 +}}"), "Not FEEL"),
        (field("number", "a", validate={"max": "=)"}), "Not FEEL"),
        (field("number", "a", validate={"min": 10, "max": 1}), "greater"),
        (field("textfield", "a", validate={"minLength": "5", "maxLength": 4}), "greater"),
        (field("textfield", "a", conditional={"hide": "=isNull(a)"}), "no function isNull"),
        (field("textfield", "a", validate={"pattern": "("}), "regular expression"),
        (field("textfield", "a", validate={"pattern": 5}), "The pattern is a text"),
        (field("textfield", "a", validate={"minLength": "abc"}), "minLength is a number"),
        (field("textfield", "a", validate={"maxLength": True}), "maxLength is a number"),
        (field("number", "a", validate={"min": [1]}), "min is a number"),
        (field("number", "a", validate={"max": "Infinity"}), "max is a number"),
        (field("number", "a", validate={"max": "1e999999"}), "max is a number"),
        ({"type": "group", "id": "g", "components": 5}, "no component"),
        ({"type": "group", "id": "g", "components": [None]}, "no component"),
        (field("select", "a", properties={"codes": "nowhere"}), "no code list"),
        (field("select", "a"), "nothing to choose"),
        (field("number", "a", properties={"pii": "rrn"}), "textfield"),
    ],
)
def test_a_broken_field_is_named(component, words):
    found = problems(component)
    assert len(found) == 1
    assert words in next(iter(found.values()))


def test_limits_may_be_texts_of_numbers_expressions_or_left_empty():
    rules = {"minLength": "5", "maxLength": "=n", "min": "", "max": None, "pattern": None}
    assert problems(field("textfield", "a", validate=rules)) == {}
    assert problems(field("number", "a", validate={"min": -1.5, "max": 0, "pattern": ""})) == {}


def test_what_is_no_component_is_refused():
    assert "no component" in problems("x", 5)[None]


def test_two_fields_with_one_key_are_refused_also_across_groups_and_in_rows():
    group = {"type": "group", "id": "g", "components": [field("textfield", "a")]}
    assert "Several fields" in problems(field("textfield", "a"), group)["a"]
    listed = {"type": "dynamiclist", "id": "l", "path": "r", "components": [field("textfield", "a")]}
    assert problems(field("textfield", "a"), listed) == {}
    twice = {**listed, "components": [field("textfield", "a"), field("number", "a")]}
    assert "Several fields" in problems(twice)["a"]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"<xml/>", b'{"components": 1}', b"\xff\xfe"])
def test_what_is_no_form_is_refused(content):
    assert forms.check(content)


def test_a_form_of_another_type_is_refused():
    assert "type is default" in problems(field("textfield", "a"), type="wizard")[None]


def test_old_schemas_deep_nesting_and_huge_files_are_refused():
    assert "19" in problems(field("textfield", "a"), schemaVersion=18)[None]
    deep = field("textfield", "a")
    for _ in range(20):
        deep = {"type": "group", "id": "g", "components": [deep]}
    assert "nested" in problems(deep)[None]
    assert "too large" in problems(field("textfield", "a"), filler="x" * 600_000)[None]


def test_a_sound_form_has_no_problems():
    assert forms.check(source(field("textfield", "a"), choice("radio", "b", "x"))) == []


def test_the_forms_of_the_lifecycles_are_sound():
    paths = glob.glob("processes/*/forms/*.form")
    assert len(paths) > 5
    for path in paths:
        content = Path(path).read_bytes()
        assert [found for found in forms.check(content) if found.severity == "error"] == [], path
        assert json.loads(content)["id"] == path.rsplit("/", 1)[-1].removesuffix(".form")
