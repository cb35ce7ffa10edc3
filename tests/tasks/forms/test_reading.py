"""Posted texts become FEEL values, and only what the form has and shows is taken."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from engine.feel import Time
from tasks.forms.answers import FileValue, Sealed
from tasks.forms.posting import FormTooLarge
from tasks.forms.scalars import SEOUL
from tests.tasks.forms.building import around, choice, field, form, messages, read


@pytest.mark.parametrize(
    ("component", "posted", "value"),
    [
        (field("textfield", "a"), "  한글 이름 ", "한글 이름"),
        (field("textfield", "a"), "", None),
        (field("textfield", "a"), "한", "한"),
        (field("textarea", "a"), "한 줄\r\n두 줄", "한 줄\n두 줄"),
        (field("number", "a"), "1,234.50", Decimal("1234.50")),
        (field("number", "a"), "１２", Decimal(12)),
        (field("number", "a"), "", None),
        (field("number", "a", validate={"required": True}), "0", Decimal(0)),
        (field("datetime", "a", subtype="date"), "2026-03-02", date(2026, 3, 2)),
        (field("datetime", "a", subtype="date"), "2026.3.2.", date(2026, 3, 2)),
        (field("datetime", "a", subtype="time"), "9:30", Time(9, 30, 0)),
        (field("datetime", "a", subtype="datetime"), "2026-03-02T09:30", datetime(2026, 3, 2, 9, 30, tzinfo=SEOUL)),
        (field("checkbox", "a"), "true", True),
        (choice("radio", "a", "yes", "no"), "no", "no"),
        (choice("select", "a", "yes", "no"), "", None),
        (choice("checklist", "a", "x", "y", "z"), ["z", "x"], ["x", "z"]),
        (choice("taglist", "a", "x", "y"), ["y"], ["y"]),
        (choice("checklist", "a", "x"), [], []),
        (field("radio", "a", values=[{"value": 2, "label": "둘"}]), "2", Decimal(2)),
        (field("select", "a", values=[{"value": 0.5, "label": "반"}]), "0.5", Decimal("0.5")),
        (field("radio", "a", values=[{"value": True, "label": "예"}]), "true", True),
    ],
)
def test_every_type_gives_its_value(component, posted, value):
    result = read(form(component), {"a": posted})
    assert result.errors == []
    assert result.values == {"a": value}
    assert type(result.values["a"]) is type(value)


@pytest.mark.parametrize(
    ("component", "posted", "words"),
    [
        (field("textfield", "a", validate={"required": True}), " ", "입력해"),
        (field("textfield", "a", validate={"minLength": 3}), "ab", "3자 이상"),
        (field("textfield", "a", validate={"maxLength": 3}), "abcd", "3자까지"),
        (field("textfield", "a", validate={"pattern": "^[A-Z]+$"}), "abc", "형식"),
        (field("textfield", "a", validate={"pattern": "^x$", "patternErrorMessage": "x만"}), "abc", "x만"),
        (field("textfield", "a", validate={"validationType": "email"}), "nobody", "name@example.kr"),
        (field("textfield", "a", validate={"validationType": "phone"}), "12", "010-1234-5678"),
        (field("textfield", "a"), "x" * 1_001, "1000자까지"),
        (field("textfield", "a"), "a\x00b", "쓸 수 없는 문자"),
        (field("number", "a", validate={"min": 10}), "9", "10 이상"),
        (field("number", "a", validate={"max": 10}), "10.5", "10 이하"),
        (field("number", "a", validate={"max": "=5 + 5"}), "11", "10 이하"),
        (field("number", "a", decimalDigits=0), "1.5", "소수점 없는"),
        (field("number", "a", decimalDigits=1), "1.25", "1자리"),
        (field("number", "a"), "열", "숫자"),
        (field("number", "a"), "NaN", "숫자"),
        (field("number", "a"), "1e9999", "숫자"),
        (field("datetime", "a", subtype="date"), "2026-02-30", "날짜"),
        (field("datetime", "a", subtype="time"), "25:00", "시각"),
        (field("datetime", "a", subtype="datetime"), "어제", "날짜와 시각"),
        (field("datetime", "a", subtype="date", disallowPassedDates=True), "2026-03-01", "지난"),
        (field("checkbox", "a", validate={"required": True}), "", "확인란"),
        (choice("radio", "a", "yes", validate={"required": True}), "", "하나를"),
        (choice("radio", "a", "yes"), "forged", "목록"),
        (choice("checklist", "a", "x"), ["x", "forged"], "목록"),
        (choice("checklist", "a", "x", validate={"required": True}), [], "하나 이상"),
        (field("filepicker", "a", validate={"required": True}), "", "첨부"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(component, posted, words):
    result = read(form(component), {"a": posted})
    assert not result.ok
    assert words in messages(result)["a"]


def test_a_pattern_that_would_run_for_ever_refuses_quickly():
    hostile = field("textfield", "a", validate={"pattern": "^(a+)+$"})
    assert "형식" in messages(read(form(hostile), {"a": "a" * 60 + "!"}))["a"]


def test_extra_names_are_dropped():
    result = read(form(field("textfield", "a")), {"a": "1", "approved": "true", "__proto__": "x", "a[0].b": "y"})
    assert result.values == {"a": "1"}


def test_more_text_than_any_form_holds_is_refused():
    with pytest.raises(FormTooLarge):
        read(form(field("textarea", "a")), {"a": "x" * 1_000_001})


def test_a_fixed_field_is_never_taken_from_the_post():
    made = form(field("textfield", "a", readonly=True), field("number", "b", disabled=True), field("textfield", "c"))
    result = read(made, {"a": "forged", "b": "1", "c": "new"}, around(a="kept", b=Decimal(5)))
    assert result.values == {"c": "new"}


def test_a_computed_readonly_is_never_taken_either():
    made = form(field("textfield", "a", readonly="=locked"))
    assert read(made, {"a": "forged"}, around(locked=True)).values == {}
    assert read(made, {"a": "new"}, around(locked=False)).values == {"a": "new"}


def test_a_hidden_field_is_dropped_and_not_validated():
    made = form(
        choice("radio", "kind", "a", "b"),
        field("textfield", "why", conditional={"hide": '=kind != "b"'}, validate={"required": True}),
    )
    assert read(made, {"kind": "a", "why": "forged"}).values == {"kind": "a"}
    assert "why" in messages(read(made, {"kind": "b"}))
    assert read(made, {"kind": "b", "why": "because"}).values == {"kind": "b", "why": "because"}


def test_conditions_chain_through_what_is_hidden():
    made = form(
        choice("radio", "one", "yes", "no"),
        choice("radio", "two", "yes", "no", conditional={"hide": '=one != "yes"'}),
        field("textfield", "three", conditional={"hide": '=two != "yes"'}),
    )
    assert read(made, {"one": "no", "two": "yes", "three": "x"}).values == {"one": "no"}


def test_a_hidden_group_hides_all_in_it():
    inner = field("textfield", "a", validate={"required": True})
    made = form(
        field("checkbox", "more"),
        {"type": "group", "id": "g", "components": [inner], "conditional": {"hide": "=not(more)"}},
    )
    assert read(made, {}).values == {"more": False}
    assert "a" in messages(read(made, {"more": "true"}))


def test_an_expression_field_is_computed_on_the_server():
    made = form(field("number", "a"), field("expression", "double", expression="=a * 2"))
    assert read(made, {"a": "21", "double": "1"}).values == {"a": Decimal(21), "double": Decimal(42)}


def test_keys_with_points_and_groups_with_paths_make_contexts_and_keep_what_is_not_asked():
    group = {"type": "group", "id": "g", "path": "person", "components": [field("textfield", "name")]}
    made = form(group, field("textfield", "place.city"))
    result = read(made, {"person.name": "하나", "place.city": "전주"}, around(person={"name": "둘", "id": "7"}))
    assert result.values == {"person": {"name": "하나", "id": "7"}, "place": {"city": "전주"}}


def test_options_come_from_the_data():
    made = form(field("select", "pick", valuesExpression="=for d in days return {value: d, label: string(d)}"))
    days = [date(2026, 3, 4), date(2026, 3, 5)]
    assert read(made, {"pick": "2026-03-05"}, around(days=days)).values == {"pick": date(2026, 3, 5)}
    assert not read(made, {"pick": "2026-03-06"}, around(days=days)).ok
    keyed = form(field("radio", "pick", valuesKey="names"))
    assert read(keyed, {"pick": "나"}, around(names=["가", "나"])).values == {"pick": "나"}


def test_a_code_list_gives_the_options():
    made = form(field("select", "where", properties={"codes": "regions"}))
    assert read(made, {"where": "north-jeolla"}).ok
    assert not read(made, {"where": "atlantis"}).ok


def rows(**more):
    inside = [field("textfield", "area", validate={"required": True}), field("number", "minutes", decimalDigits=0)]
    return {"type": "dynamiclist", "id": "l", "path": "needs", "label": "필요영역", "components": inside, **more}


def test_a_dynamic_list_gives_a_list_of_contexts():
    posted = {"needs[#]": "2", "needs[0].area": "이동", "needs[0].minutes": "60", "needs[1].area": "대필"}
    expected = [{"area": "이동", "minutes": Decimal(60)}, {"area": "대필", "minutes": None}]
    assert read(form(rows()), posted).values == {"needs": expected}
    without_count = {name: text for name, text in posted.items() if "#" not in name}
    assert read(form(rows()), without_count).values == {"needs": expected}


def test_an_error_in_a_row_names_the_row():
    result = read(form(rows()), {"needs[#]": "2", "needs[0].area": "이동", "needs[1].minutes": "5"})
    assert [(error.name, error.label) for error in result.errors] == [("needs[1].area", "필요영역 2 · area")]


def test_an_added_row_left_empty_is_no_answer():
    result = read(form(rows()), {"needs[#]": "3", "needs[0].area": "이동", "needs[2].area": "대필"})
    assert [row["area"] for row in result.values["needs"]] == ["이동", "대필"]


def test_the_first_row_of_a_list_must_be_filled():
    assert "needs[0].area" in messages(read(form(rows()), {"needs[#]": "1"}))
    assert read(form(rows(defaultRepetitions=0)), {"needs[#]": "0"}).values == {"needs": []}


def test_rows_are_limited():
    limited = form(rows(properties={"maxRows": "2", "minRows": "1"}))
    posted = {f"needs[{n}].area": "x" for n in range(3)}
    assert "2줄까지" in messages(read(limited, posted))["needs"]
    assert "1줄 이상" in messages(read(limited, {"needs[#]": "0"}))["needs"]
    assert len(read(form(rows()), {"needs[#]": "99999", "needs[0].area": "x"}).answers.texts) == 2


def test_a_fixed_list_takes_only_what_may_be_edited_and_keeps_the_rest_of_its_rows():
    inside = [field("textfield", "area", readonly=True), choice("radio", "agree", "yes", "no")]
    made = form(rows(components=inside, allowAddRemove=False))
    known = [{"id": "1", "area": "이동"}, {"id": "2", "area": "대필"}]
    posted = {
        "needs[#]": "5",
        "needs[0].agree": "yes",
        "needs[1].agree": "no",
        "needs[1].area": "forged",
        "needs[4].agree": "no",
    }
    result = read(made, posted, around(needs=known))
    assert result.values["needs"] == [
        {"id": "1", "area": "이동", "agree": "yes"},
        {"id": "2", "area": "대필", "agree": "no"},
    ]


def test_expressions_in_rows_see_the_row_its_number_and_the_whole():
    inside = [
        field("number", "minutes"),
        field("expression", "share", expression="=minutes / total"),
        field("expression", "n", expression="=i"),
        field("expression", "same", expression="=this.minutes = minutes and parent.total = total"),
    ]
    made = form(field("number", "total"), rows(components=inside))
    result = read(made, {"total": "100", "needs[0].minutes": "25", "needs[1].minutes": "75"})
    assert [row["share"] for row in result.values["needs"]] == [Decimal("0.25"), Decimal("0.75")]
    assert [row["n"] for row in result.values["needs"]] == [Decimal(1), Decimal(2)]
    assert all(row["same"] is True for row in result.values["needs"])


def test_a_sealed_number_is_only_a_reference():
    made = form(field("textfield", "rrn", properties={"pii": "rrn"}, validate={"required": True}))
    seen = []

    def seal(text):
        seen.append(text)
        return Sealed(vault="v1", masked="900101-1******") if text == "900101-1234567" else None

    result = read(made, {"rrn": "900101-1234567"}, seal=seal)
    assert result.values == {"rrn": {"vault": "v1", "masked": "900101-1******"}}
    assert "900101-1234567" not in repr(result)
    again = read(made, {"rrn": ""}, before=result.answers, seal=seal)
    assert again.values == result.values
    wrong = read(made, {"rrn": "900101-9999999"}, seal=seal)
    assert "열세 자리" in messages(wrong)["rrn"]
    assert "9999999" not in repr(wrong)


def test_files_come_only_from_what_the_server_holds():
    made = form(field("filepicker", "proof", multiple=True))
    kept = FileValue(id="1", name="a.pdf", digest="d", size=3, content_type="application/pdf")
    forged = read(made, {"proof": "6a3f0a3e-0000-4000-8000-000000000000"})
    assert forged.values == {"proof": []}
    result = read(made, {}, files={"proof": [kept]})
    assert result.values["proof"] == [
        {"id": "1", "name": "a.pdf", "digest": "d", "size": 3, "contentType": "application/pdf"}
    ]
    assert result.files == ["1"]
    assert read(made, {}, before=result.answers, files={"proof": [kept]}).values["proof"][1]["id"] == "1"


def test_a_field_for_one_file_replaces_it():
    made = form(field("filepicker", "proof"))
    first, second = (FileValue(id=n, name="a.pdf", digest="d", size=3, content_type="x") for n in "12")
    held = read(made, {}, files={"proof": [first]}).answers
    assert read(made, {}, before=held, files={"proof": [second]}).files == ["2"]


def test_messages_are_english_where_the_reader_is():
    made = form(field("textfield", "a", "이름", properties={"labelEn": "Name"}, validate={"required": True}))
    (error,) = read(made, {}, around("en")).errors
    assert (error.label, error.message) == ("Name", "Please enter this.")


def test_a_nought_is_an_answer_also_where_one_is_required():
    made = form(
        field("number", "minutes", validate={"required": True, "min": 0}), rows(components=[field("number", "n")])
    )
    result = read(made, {"minutes": "0", "needs[#]": "2", "needs[1].n": "0"})
    assert result.values == {"minutes": Decimal(0), "needs": [{"n": None}, {"n": Decimal(0)}]}
