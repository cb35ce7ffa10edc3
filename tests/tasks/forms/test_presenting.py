"""The page that is drawn: accessible, in the reader's language, and posting back what it shows."""

import glob
from decimal import Decimal
from pathlib import Path

import pytest
from django.template import engines

from engine.feel import Time
from tasks import forms
from tasks.forms import sources
from tasks.forms.answers import Answers, FileValue, Sealed
from tests.tasks.forms.building import NOW, around, choice, draw, field, form, page, read

EVERY_TYPE = [
    field("textfield", "text", "성명", description="주민등록상 이름", validate={"required": True, "maxLength": 20}),
    field("textarea", "area", "하는 일"),
    field("number", "hours", "시간", appearance={"suffixAdorner": "시간"}),
    field("datetime", "day", subtype="date", dateLabel="날짜"),
    field("datetime", "at", subtype="time", timeLabel="시각"),
    field("datetime", "moment", "언제", subtype="datetime"),
    field("checkbox", "agreed", "동의합니다"),
    choice("radio", "one", "a", "b", label="하나"),
    choice("select", "pick", "a", "b", label="고르기"),
    choice("checklist", "several", "a", "b", label="여럿"),
    choice("taglist", "tags", "a", "b", label="표"),
    field("filepicker", "proof", "증명"),
    field("expression", "double", "두 배", expression="=hours * 2"),
    {"type": "text", "id": "t", "text": "# 안내\n**굵게** {{hours}}시간"},
    {"type": "table", "id": "tb", "label": "일정", "dataSource": "=[{d: 1}]", "columns": [{"key": "d", "label": "날"}]},
    {"type": "separator", "id": "s"},
    {"type": "spacer", "id": "sp"},
    {
        "type": "group",
        "id": "g",
        "label": "묶음",
        "components": [field("textfield", "inner", "안")],
    },
    {
        "type": "dynamiclist",
        "id": "d",
        "path": "rows",
        "label": "줄",
        "components": [field("textfield", "name", "이름"), choice("radio", "kind", "x", "y", label="종류")],
    },
]


def test_every_type_is_drawn_with_a_name_and_ids_that_hold_together():
    made = form(*EVERY_TYPE)
    surroundings = around(hours=Decimal(3))
    result = read(made, {"hours": "", "rows[#]": "2"}, surroundings)
    html = draw(made, result.answers, surroundings, result.errors)
    drawn = page(html)
    assert len(drawn.ids) == len(set(drawn.ids))
    assert set(drawn.fors) <= set(drawn.ids)
    assert set(drawn.described) <= set(drawn.ids)
    assert 'id="f-rows-1-name"' in html
    assert "(필수)" in html
    assert 'aria-invalid="true"' in html
    assert "<strong>굵게</strong>" in html
    assert "{{" not in html


def test_what_is_drawn_posts_back_the_same_values():
    made = form(*EVERY_TYPE)
    values = {
        "text": '한글 <b>"이름"</b>',
        "area": "\n  첫 줄\n둘째 줄".strip(),
        "hours": Decimal("7.5"),
        "day": NOW.date(),
        "at": Time(9, 5, 0),
        "moment": NOW.replace(minute=7),
        "agreed": True,
        "one": "b",
        "pick": "a",
        "several": ["a", "b"],
        "tags": ["b"],
        "inner": "속",
        "rows": [{"name": "가", "kind": "y"}, {"name": "나", "kind": None}],
        "proof": [],
    }
    surroundings = around()
    posted = page(draw(made, forms.fill(made, surroundings, values), surroundings)).posted
    result = read(made, posted, surroundings)
    assert result.errors == []
    assert result.values == {**values, "double": Decimal("15.0")}


def test_nothing_that_is_filled_in_can_break_out_of_the_page():
    made = form(field("textfield", "a"), field("textarea", "b"), {"type": "text", "id": "t", "text": "{{a}} <script>"})
    nasty = '</textarea><script>alert(1)</script>" onload="x'
    html = draw(made, forms.fill(made, around(), {"a": nasty, "b": nasty}), around(a=nasty))
    assert "<script" not in html
    assert 'onload="x' not in html


@pytest.mark.parametrize(
    ("text", "kept", "gone"),
    [
        ("[밖](https://a.kr/x)", '<a href="https://a.kr/x"', ""),
        ("[나쁨](javascript:alert(1))", "나쁨", "javascript"),
        ("[나쁨](//a.kr)", "나쁨", "href"),
        ("- 하나\n- 둘", "<ul><li>하나</li><li>둘</li></ul>", ""),
        ("1. 하나\n2. 둘", "<ol><li>하나</li><li>둘</li></ol>", ""),
        ("![](http://a.kr/x.png)", "", "<img"),
        ("<img src=x onerror=y>", "&lt;img", "<img"),
    ],
)
def test_text_has_a_few_marks_and_nothing_else(text, kept, gone):
    html = draw(form({"type": "text", "id": "t", "text": text}))
    assert kept in html
    assert not gone or gone not in html


def test_english_is_shown_where_it_is_written():
    made = form(
        field("textfield", "a", "이름", description="설명", properties={"labelEn": "Name", "descriptionEn": "Help"}),
        field("radio", "b", "답", values=[{"value": "y", "label": "예", "labelEn": "Yes"}]),
        {"type": "text", "id": "t", "text": "안내", "properties": {"textEn": "Notice"}},
        field("datetime", "c", subtype="date", dateLabel="날짜", properties={"labelEn": "Day"}),
        field("datetime", "d", subtype="time", timeLabel="시각", properties={"labelEn": "Hour"}),
    )
    html = draw(made, surroundings=around("en"))
    assert all(word in html for word in ("Name", "Help", "Yes", "Notice", "답", "Day", "Hour"))
    assert not any(word in html for word in ("이름", "날짜", "시각"))


def test_conditions_hide_on_the_page_as_when_reading():
    made = form(
        choice("radio", "kind", "a", "b"),
        {
            "type": "group",
            "id": "g",
            "components": [field("textfield", "why")],
            "conditional": {"hide": '=kind != "b"'},
        },
    )
    assert 'name="why"' not in draw(made)
    assert 'name="why"' in draw(made, forms.fill(made, around(), {"kind": "b"}))
    assert forms.present(made, Answers(), around()).live


def test_a_sealed_number_is_shown_masked_and_never_in_the_input():
    made = form(field("textfield", "rrn", "번호", properties={"pii": "rrn"}, validate={"required": True}))
    html = draw(made, Answers(sealed={"rrn": Sealed(vault="secret-id", masked="900101-1******")}))
    assert "900101-1******" in html
    assert "secret-id" not in html
    assert 'value="900101' not in html


def test_a_fixed_field_is_text_and_masked_where_it_says_so():
    made = form(field("textfield", "mobile", "전화", readonly=True, properties={"mask": "phone"}))
    html = draw(made, surroundings=around(mobile="010-1234-5678"))
    assert "010-****-5678" in html
    assert "<input" not in html


def test_who_may_only_look_gets_no_inputs():
    made = form(*EVERY_TYPE)
    surroundings = around(text="한글", several=["a"], rows=[{"name": "가"}])
    presented = forms.present(made, forms.fill(made, surroundings), surroundings, to_read=True)
    html = engines["django"].from_string("{% load forms %}{% present_form p %}").render({"p": presented})
    drawn = page(html)
    assert set(drawn.posted) <= {"rows[#]"}
    assert "<button" not in html
    assert "이름 a" in html


def test_defaults_are_filled_in_and_may_be_computed():
    made = form(
        field("textfield", "name", defaultValue="=me.name"),
        field("number", "n", defaultValue=5),
        choice("radio", "r", "a", "b", defaultValue="b"),
        field("checkbox", "c", defaultValue=True),
    )
    result = read(made, page(draw(made, surroundings=around(me={"name": "하나"}))).posted)
    assert result.values == {"name": "하나", "n": Decimal(5), "r": "b", "c": True}


def test_fields_side_by_side_share_a_row():
    layout = [{"row": "r1", "columns": 8}, {"row": "r1", "columns": 8}, {"row": "r2"}]
    made = form(*(field("textfield", f"f{n}", layout=where) for n, where in enumerate(layout)))
    lines = forms.present(made, Answers(), around()).lines
    assert [[one.name for one in line.fields] for line in lines] == [["f0", "f1"], ["f2"]]
    assert lines[0].fields[0].columns == 8


def test_a_view_shows_records_read_only():
    sources.register_view("test_panel", lambda asked: sources.Panel(title="비교", facts=[("시작", "09:00")]))
    html = draw(form({"type": "text", "id": "t", "properties": {"view": "test_panel"}}))
    assert "비교" in html
    assert "09:00" in html


def test_attached_files_are_listed_with_a_button_to_take_them_off():
    made = form(field("filepicker", "proof", "증명"))
    file = FileValue(
        id="6a3f0a3e-0000-4000-8000-000000000000", name="<계약>.pdf", digest="d", size=2048, content_type="x"
    )
    html = draw(made, Answers(files={"proof": [file]}))
    assert "&lt;계약&gt;.pdf" in html
    assert 'name="detach" value="proof:6a3f0a3e-0000-4000-8000-000000000000"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("path", sorted(glob.glob("processes/*/forms/*.form")))
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_forms_of_the_lifecycles_are_drawn_soundly(path, language):
    made = forms.parse(Path(path).read_bytes())
    surroundings = around(language)
    result = forms.read(made, forms.fill(made, surroundings), surroundings)
    drawn = page(draw(made, result.answers, surroundings, result.errors))
    assert len(drawn.ids) == len(set(drawn.ids))
    assert set(drawn.fors) | set(drawn.described) <= set(drawn.ids)
    assert {error.anchor for error in result.errors if "#" not in error.name} <= set(drawn.ids)
