"""The runner of the public kit: it passes what is right and fails what is wrong, so a pass means something."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from engine.dmn import kit
from tests.engine.dmn.building import decision, definitions, input_data, knowledge, text

HEAD = (
    '<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">'
    "<modelName>m.dmn</modelName>"
)


def value(content: str, kind: str = "decimal") -> str:
    return f'<value xsi:type="xsd:{kind}">{content}</value>'


def case(number: str, result: str, expected: str, inputs: str = "", **attributes: str) -> str:
    listed = "".join(f' {name}="{text}"' for name, text in attributes.items())
    return (
        f'<testCase id="{number}"{listed}>{inputs}<resultNode name="{result}" type="decision">{expected}</resultNode>'
        "</testCase>"
    )


def run(folder: Path, model: bytes, *cases: str) -> list[str]:
    (folder / "m.dmn").write_bytes(model)
    (folder / "broken.dmn").write_bytes(b"<")
    (folder / "m-test-01.xml").write_text(HEAD + "".join(cases) + "</testCases>", encoding="utf-8")
    (folder / "other.xml").write_text("<other/>", encoding="utf-8")
    return [found.wrong for found in kit.run_folder(folder)]


MODEL = definitions(
    input_data("x"),
    decision("same", text("x"), "i_x"),
    decision("list", text('[1, {a: "b"}]')),
    decision("endless", text("for i in 1..1000000 return i")),
    knowledge("f", {"x": ""}, text("x * 2")),
    decision("one", text("1")),
    '<decisionService id="s" name="s"><variable name="s"/><outputDecision href="#one"/>'
    '<outputDecision href="#list"/></decisionService>',
)
LIST = (
    f"<expected><list><item>{value('1')}</item>"
    f"<item><component name='a'>{value('b', 'string')}</component></item></list></expected>"
)


def given(content: str) -> str:
    return f'<inputNode name="x">{content}</inputNode>'


def test_what_is_right_passes(tmp_path: Path) -> None:
    scalars = {
        "boolean": "true", "decimal": "1.5", "double": "1e2", "string": "a", "date": "2024-01-01", "time": "10:00:00",
        "dateTime": "2024-01-01T10:00:00", "duration": "P1D",
    }  # fmt: skip
    cases = [
        case(kind, "same", f"<expected>{value(content, kind)}</expected>", given(value(content, kind)))
        for kind, content in scalars.items()
    ]
    nothing = '<expected><value xsi:nil="true"/></expected>'
    cases += [
        case("list", "list", LIST),
        case("nil", "same", '<expected xsi:nil="true"/>', given('<list xsi:nil="true"/>')),
        case("empty", "same", "<expected/>"),
        case("none", "same", ""),
        case("null", "same", nothing, given('<value xsi:nil="true"/>')),
        case("refused", "endless", nothing),
        case("knowledge", "f", f"<expected>{value('10')}</expected>", given(value("5")), invocableName="f", type="bkm"),
        case("service", "one", f"<expected>{value('1')}</expected>", type="decisionService", invocableName="s"),
        case("text", "same", f"<expected>{value('nonsense', 'date')}</expected>", given(value("nonsense", "date"))),
    ]
    assert run(tmp_path, MODEL, *cases) == [""] * len(cases)


def test_what_is_wrong_fails_and_says_what_was_expected(tmp_path: Path) -> None:
    assert run(
        tmp_path,
        MODEL,
        case("number", "same", f"<expected>{value('1')}</expected>", given(value("2"))),
        case("kind", "same", f"<expected>{value('1', 'string')}</expected>", given(value("1"))),
        case("list", "same", LIST, given(value("2"))),
        case("short", "list", f"<expected><list><item>{value('1')}</item></list></expected>"),
        case("limit", "endless", f"<expected>{value('1')}</expected>"),
        case("missing", "nobody", f"<expected>{value('1')}</expected>"),
    ) == [
        "same: Decimal('1') was expected, not Decimal('2')",
        "same: '1' was expected, not Decimal('1')",
        "same: [Decimal('1'), {'a': 'b'}] was expected, not Decimal('2')",
        "list: [Decimal('1')] was expected, not [Decimal('1'), {'a': 'b'}]",
        "endless: a list of more than 10000 items",
        "nobody: nobody: there is no such decision",
    ]


def test_a_model_that_cannot_be_read_fails_its_cases(tmp_path: Path) -> None:
    (found,) = run(tmp_path, b"<", case("1", "d", ""))
    assert "not XML" in found


def test_the_command_counts_and_writes_every_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, MODEL, case("good", "one", f"<expected>{value('1')}</expected>"))
    call_command("dmn_tck", tmp_path, json=tmp_path / "out.json")
    assert capsys.readouterr().out == "1 passed, 0 failed\n"
    assert json.loads((tmp_path / "out.json").read_text())[0]["passed"] is True


def test_the_command_fails_when_a_case_fails_or_none_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="no case was found"):
        call_command("dmn_tck", tmp_path)
    run(tmp_path, MODEL, case("bad", "one", f"<expected>{value('2')}</expected>"))
    with pytest.raises(CommandError, match="not every case passed"):
        call_command("dmn_tck", tmp_path)
    out = capsys.readouterr().out
    assert "bad: one: Decimal('2') was expected, not Decimal('1')" in out
    assert out.endswith("0 passed, 1 failed\n")
