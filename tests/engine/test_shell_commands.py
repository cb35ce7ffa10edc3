"""The commands ``feel`` and ``dmn`` for people at a shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.engine.dmn.building import decision, definitions, input_data, table, text

NOW = "2024-03-04T09:00:00"


def test_an_expression_is_evaluated_with_variables_from_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "context.json"
    file.write_text('{"monthly hours": 0.1, "names": ["가"]}', encoding="utf-8")
    call_command("feel", "[monthly hours + 0.2, names[1], today()]", context=file, now=NOW)
    assert json.loads(capsys.readouterr().out) == [0.3, "가", "2024-03-04"]


def test_warnings_say_where(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("feel", '1 + "a"', now="2024-03-04T09:00:00+09:00")
    streams = capsys.readouterr()
    assert (streams.out, streams.err) == ("null\n", "line 1, column 3: + is not defined for a number and a string\n")


@pytest.mark.parametrize(
    ("expression", "options", "message"),
    [
        ("1 +", {}, "line 1, column 4: expected an expression"),
        ("for i in 1..100000 return i", {}, "more than"),
        ("1", {"now": "tomorrow"}, "is not a date and time"),
        ("1", {"context": Path("/nowhere.json")}, "nowhere.json"),
    ],
)
def test_what_is_refused_ends_with_the_reason(expression: str, options: dict[str, object], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("feel", expression, **{"now": NOW, **options})


def test_a_file_that_is_no_object_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text("[1]")
    with pytest.raises(CommandError, match="a JSON object"):
        call_command("feel", "1", context=file, now=NOW)


@pytest.mark.django_db
def test_without_a_clock_given_the_engines_clock_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("feel", 'now() > date and time("2020-01-01T00:00:00Z")')
    assert capsys.readouterr().out == "true\n"


def test_a_decision_is_evaluated_and_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    box = table([("age", "number")], ["<output/>"], [["< 18", '"child"'], [">= 18", '"adult" + 1']])
    (tmp_path / "m.dmn").write_bytes(definitions(input_data("age"), decision("group", box, "i_age")))
    (tmp_path / "in.json").write_text('{"age": 12}')
    call_command("dmn", tmp_path / "m.dmn", "group", inputs=tmp_path / "in.json", now=NOW, explain=True)
    assert capsys.readouterr().out == '"child"\ngroup: rule 1 (r1) because age = 12\n'
    (tmp_path / "in.json").write_text('{"age": 20}')
    call_command("dmn", tmp_path / "m.dmn", "group", inputs=tmp_path / "in.json", now=NOW)
    streams = capsys.readouterr()
    assert streams.out == "null\n"
    assert "not defined" in streams.err


def test_a_decision_that_is_refused_ends_with_the_element_and_the_reason(tmp_path: Path) -> None:
    (tmp_path / "m.dmn").write_bytes(definitions(decision("d", text("("))))
    with pytest.raises(CommandError, match="d: line 1, column 2"):
        call_command("dmn", tmp_path / "m.dmn", "d", now=NOW)
