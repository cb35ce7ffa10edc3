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


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [
        file(CHILD).replace(b"<bpmn:definitions", b'<!DOCTYPE a [<!ENTITY b "c">]><bpmn:definitions', 1),
        file(CHILD).replace(b"</bpmn:definitions>", b""),
        file(CHILD, top='<bpmn:message id="m"/>' * 5001),
    ],
    ids=["a DOCTYPE", "not well-formed", "too many elements"],
)
def test_a_process_whose_file_cannot_be_read_is_refused_and_not_called_missing(broken, tmp_path, work):
    (tmp_path / "drawn.bpmn").write_bytes(broken)
    (tmp_path / "other.bpmn").write_bytes(calling("child"))
    assert problem(tmp_path, "process: child\nexpect: {refused: true}") == ""
    assert problem(tmp_path, "process: child\nstart: {}").startswith("refused: drawn.bpmn: ")
    assert "is nowhere" in problem(tmp_path, "process: elsewhere\nexpect: {refused: true}")
    (tmp_path / "main.bpmn").write_bytes(calling("child"))
    assert problem(tmp_path, "process: main\nstart: {}").startswith("refused: drawn.bpmn: ")


@pytest.mark.django_db
def test_the_only_diagram_beside_is_meant_where_its_ids_cannot_be_read(tmp_path, work):
    (tmp_path / "drawn.bpmn").write_bytes(b"<bpmn:definitions")
    assert problem(tmp_path, "process: child\nexpect: {refused: true}") == ""


@pytest.mark.django_db
def test_a_called_process_may_lie_beside_the_scenario_or_beside_the_diagram(tmp_path, work):
    models, trials = tmp_path / "models", tmp_path / "trials" / "deep"
    models.mkdir()
    trials.mkdir(parents=True)
    (models / "main.bpmn").write_bytes(calling("child"))
    for place in (models, trials):
        (place / "called.bpmn").write_bytes(file(CHILD))
        assert problem(trials, "process: ../../models/main.bpmn\nstart: {}\nexpect: {ended: e}") == ""
        (place / "called.bpmn").unlink()


def whole(name: str, *, runs: bool) -> str:
    """A process that ends in an element called as it."""
    parts = node("startEvent", f"s_{name}"), node("endEvent", f"e_{name}"), flows(f"s_{name} -> e_{name}")
    found = process(name, *parts)
    return found if runs else found.replace('isExecutable="true"', 'isExecutable="false"')


@pytest.mark.django_db
def test_of_a_file_the_first_process_is_meant_that_is_not_only_drawn(tmp_path, work):
    partner, one, two = whole("partner", runs=False), whole("one", runs=True), whole("two", runs=True)
    (tmp_path / "drawn.bpmn").write_bytes(file(partner, one, two))
    assert problem(tmp_path, "process: drawn.bpmn\nstart: {}\nexpect: {ended: e_one}") == ""
    assert problem(tmp_path, "process: drawn\nstart: {}\nexpect: {ended: e_one}") == ""
    (tmp_path / "drawn.bpmn").write_bytes(file(partner))
    assert problem(tmp_path, "process: drawn.bpmn\nexpect: {refused: true}") == ""


@pytest.mark.django_db
def test_of_two_decisions_of_one_name_the_one_beside_its_diagram_is_meant(tmp_path, work):
    (tmp_path / "one.bpmn").write_bytes(deciding("grade"))
    (tmp_path / "one.dmn").write_text(DECISION)
    (tmp_path / "other.dmn").write_text(DECISION.replace("<text>7<", "<text>8<"))
    assert problem(tmp_path, 'process: one.bpmn\nstart: {}\nexpect: {data: ["w = 7"]}') == ""
    (tmp_path / "one.dmn").rename(tmp_path / "third.dmn")
    assert "other.dmn holds the decision grade too" in problem(tmp_path, "process: one.bpmn\nstart: {}")
    (tmp_path / "third.dmn").write_bytes((tmp_path / "other.dmn").read_bytes())
    assert problem(tmp_path, 'process: one.bpmn\nstart: {}\nexpect: {data: ["w = 8"]}') == ""
