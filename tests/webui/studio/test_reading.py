"""A version as structured text: who, what, when, under which condition, in plain Korean."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from engine import bundle, queries
from tests.webui.studio import small
from webui.studio.reading import decisions, diagram, sentences, whole
from webui.studio.reading.forms import Vocabulary
from webui.studio.reading.xml import NotReadable, parse

ON = date(2026, 3, 4)
WORDS = Vocabulary({"advice": "의견", "amount": "금액", "urgent": "급함"}, {"advice": {"grant": "받아들임"}})


@pytest.mark.parametrize(
    ("feel", "plain"),
    [
        ('=advice = "grant"', "의견: 받아들임"),
        ('=advice = "grant" and amount >= 10', "의견: 받아들임 그리고 금액: 10 이상"),
        ('=advice in ("grant", "other")', "의견: 받아들임, other 가운데 하나"),
        ("=urgent", "급함: 예"),
        ("=not(urgent)", "다음이 아님: 급함: 예"),
        ("=urgent != true or amount < 5", "급함: 예 아님 또는 금액: 5 미만"),
        ("=amount = null", "금액: 없음"),
        ('=advice = "this and that"', "의견: this and that"),
        ("=count(rows) > 3", "count(rows) > 3"),
    ],
)
def test_conditions_are_told_in_plain_words(feel, plain):
    assert sentences.condition(feel, WORDS) == plain


@pytest.mark.parametrize(
    ("feel", "plain"),
    [
        ('=now() + duration("P7D")', "시작하고 7일 안"),
        ("=working days(3)", "근무일 3일 안"),
        ("=statutory days(14)", "첫날을 넣어 세는 14일 안"),
        ("PT48H", "48시간"),
        ('=duration("P1D") * 5', "5일"),
        ("=statutory_due", "statutory_due"),
    ],
)
def test_times_are_told_in_plain_words(feel, plain):
    assert sentences.moment(feel, ON) == plain


@given(st.text(max_size=200))
def test_no_text_of_a_diagram_breaks_the_sentences(text):
    assert isinstance(sentences.condition(text, WORDS), str)
    assert isinstance(sentences.moment(text, ON), str)


@pytest.mark.django_db
def test_the_page_of_a_version_is_complete_without_javascript():
    small.deploy()
    client, _ = small.visitor("analyst")
    version = queries.process_facts(small.PROCESS).version_id
    text = client.get(f"/studio/{small.PROCESS}/{version}/").content.decode()
    for told in (
        "따져 보기",
        "소속기관 담당",
        "시작하고 7일 안",
        "의견: 받아들임 그리고 금액: 10 이상",
        "그 밖에는",
        "금액",
    ):
        assert told in text, told


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["service_application", "evaluation"])
def test_names_of_lanes_steps_and_fields_are_english_for_english_readers(name):
    root = Path(settings.PROCESSES_DIR)
    with translation.override("en"):
        told = whole.tell(bundle.from_folder(root / name, root / "shared"), language="en", on=ON)
    waiting, said = list(told.steps), list(told.lanes)
    while waiting:
        step = waiting.pop()
        waiting += step.children
        said += [step.title, step.kind, *step.ways]
        said += [text for fact, text in step.facts if fact in {"Done by", "Attached to"}]
    said += [text for fields in told.forms.values() for field in fields for text in (field.label, field.kind)]
    assert [text for text in said if re.search("[가-힣]", text)] == []


@pytest.mark.django_db
def test_every_lifecycle_of_ours_can_be_read_whole():
    root = Path(settings.PROCESSES_DIR)
    for name in ("service_application", "evaluation"):
        found = bundle.from_folder(root / name, root / "shared")
        for language in ("ko", "en"):
            told = whole.tell(found, language=language, on=ON)
            assert len(told.steps) > 10
            assert told.decisions
            assert told.forms
        reading = diagram.read(found.files[f"{name}.bpmn"])
        ids = [step.id for step in reading.every_step()]
        assert len(ids) == len(set(ids))
        assert all(step.lane for step in reading.every_step() if step.kind == "userTask")


def test_a_flow_without_an_id_is_nobodys_default():
    without = re.sub(r'(<bpmn:sequenceFlow) id="[^"]*"| default="[^"]*"', r"\1", small.FILE.read_text())
    ways = [way for step in diagram.read(without.encode()).steps for way in step.ways]
    assert ways
    assert not any(way.is_default for way in ways)


@pytest.mark.django_db
def test_the_docstring_of_a_handler_stands_under_its_step():
    root = Path(settings.PROCESSES_DIR)
    found = bundle.from_folder(root / "service_application", root / "shared")
    told = {step.id: step for step in whole.tell(found, language="ko", on=ON).steps}
    assert told["receive_application"].handler


def test_a_decision_table_is_read_with_its_words():
    content = (Path(settings.PROCESSES_DIR) / "service_application/decisions/eligibility.dmn").read_bytes()
    table = decisions.read(content)[0]
    assert table.name
    assert table.inputs
    assert all(
        len(rule.inputs) == len(table.inputs) and len(rule.outputs) == len(table.outputs) for rule in table.rules
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<!DOCTYPE a><a/>", "doctype"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "doctype"),
        (b"<a>", "syntax"),
        (b"<a>" + b" " * 2_100_000 + b"</a>", "size"),
    ],
)
def test_xml_from_people_is_read_safely(content, reason):
    with pytest.raises(NotReadable) as refused:
        parse(content)
    assert refused.value.reason == reason
