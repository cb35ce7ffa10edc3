"""What lies beside a scenario is found, however it is written and wherever the diagram lies."""

import pytest

from engine import scenarios, written
from tests.engine.building import extension, file, flows, node, process, script

START, END = node("startEvent", "s"), node("endEvent", "e")
CHILD = process("child", START, script("x", "=1", "w"), END, flows("s -> x -> e"))
DECISION = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="urn:m">
<decision id="grade" name="grade"><literalExpression><text>7</text></literalExpression></decision>
</definitions>"""


def calling(name: str) -> bytes:
    call = node("callActivity", "c", extension(f'<zeebe:calledElement processId="{name}"/>'))
    return file(process("main", START, call, END, flows("s -> c -> e")))


def deciding(name: str) -> bytes:
    rule = node("businessRuleTask", "d", extension(f'<zeebe:calledDecision decisionId="{name}" resultVariable="w"/>'))
    return file(process("main", START, rule, END, flows("s -> d -> e")))


def in_utf_16(content: bytes) -> bytes:
    return content.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


def numbered(content: bytes) -> bytes:
    return content.replace(b'id="child"', b'id="chil&#100;"').replace(b'id="grade"', b'id="&#x67;rade"')


def problem(folder, text: str) -> str:
    path = folder / "one.yaml"
    path.write_text(text, encoding="utf-8")
    return scenarios.run(scenarios.load(path)).problem


@pytest.mark.django_db
@pytest.mark.parametrize("spelt", [in_utf_16, numbered])
def test_a_process_is_found_in_every_spelling_of_xml(spelt, tmp_path, work):
    (tmp_path / "other.bpmn").write_bytes(spelt(file(CHILD)))
    (tmp_path / "main.bpmn").write_bytes(calling("child"))
    assert problem(tmp_path, "process: child\nstart: {}\nexpect: {ended: e}") == ""
    assert problem(tmp_path, 'process: main\nstart: {}\nexpect: {ended: e, data: ["w = 1"]}') == ""


@pytest.mark.django_db
@pytest.mark.parametrize("spelt", [in_utf_16, numbered])
def test_a_decision_is_found_in_every_spelling_of_xml(spelt, tmp_path, work):
    (tmp_path / "tables.dmn").write_bytes(spelt(DECISION.encode()))
    (tmp_path / "main.bpmn").write_bytes(deciding("grade"))
    assert problem(tmp_path, 'process: main\nstart: {}\nexpect: {data: ["w = 7"]}') == ""


def test_a_file_in_plain_letters_is_not_parsed_to_be_looked_through(monkeypatch):
    monkeypatch.setattr(written, "_rewritten", lambda _content: "parsed")
    assert "&#10;" in written.text(file(CHILD).replace(b'"=1"', b'"=1&#10;"'))
    assert written.text(in_utf_16(file(CHILD))) == "parsed"
    assert written.text(numbered(file(CHILD))) == "parsed"
    assert written.text(b'<?xml version="1.0" encoding="EUC-KR"?><a/>') == "parsed"


def test_of_broken_xml_there_is_what_can_be_read():
    assert 'id="ab"' in written.text(b'<a id="&#97;b"><b></a>')
    assert written.text(b"\xff nothing") == "\ufffd nothing"
