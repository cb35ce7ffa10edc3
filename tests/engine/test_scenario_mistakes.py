"""What is written wrong in a scenario is told with its place; nothing passes by mistake."""

from decimal import Decimal
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command

from engine import scenarios
from engine.scenarios import acting
from tests.engine.building import file, flows, node, process, timer, user

MODEL = file(process("p", node("startEvent", "s"), user("a"), node("endEvent", "e"), flows("s -> a -> e")))

#: Each line ten times the one before.
BOMB = "".join(f"    {two}: &{two} [{', '.join([f'*{one}'] * 10)}]\n" for one, two in pairwise("abcdef"))
MISTAKES = [
    ("steps: [{finish: a}]", "step 1: it is none of complete"),
    ("steps: [{complete: a, dtaa: {}}]", "step 1.dtaa: unknown"),
    ("steps: [{complete: a, advance: P1D}]", "step 1: it is complete and advance at once"),
    ("steps: [{complete: a, item: 0}]", "step 1.item: it is no whole number from 1"),
    ("steps: [{advance: soon}]", "step 1.advance: soon is no duration"),
    ("steps: [{message: {key: a}}]", "step 1.message: it has no name"),
    ("steps: [{message: {name: m, keyy: a}}]", "step 1.message.keyy: unknown"),
    ("steps: [{message: {name: m, ttl: long}}]", "step 1.message.ttl: long is no duration"),
    ("steps: [{worker: {type: q, complete: {}, fail: x}}]", "step 1.worker: it is one of complete, fail and error"),
    ("steps: [{worker: {type: q}}]", "step 1.worker: it is one of complete, fail and error"),
    ("steps: {complete: a}", "steps: it is no list"),
    ("steps: [{complete: a}]\nsteps: []", "steps stands twice"),
    ("expect: {opens: [a]}", "expect.opens: unknown"),
    ("expect: [a]", "expect: it is no mapping"),
    ("expect: {state: done}", "expect.state: done is none of"),
    ("expect: {incidents: few}", "expect.incidents: it is no whole number"),
    ("expect: {refused: no}", "line 2: expect.refused: it is neither true nor false nor a list of ids"),
    ('expect: {refused: "true"}', "expect.refused: it is neither true nor false nor a list of ids"),
    ("steps: [{complete: a, expect: {refused: no}}]", "line 2: step 1.expect.refused: it is neither true nor false"),
    ('steps: [{complete: a, expect: {refused: "true"}}]', "step 1.expect.refused: it is neither true nor false"),
    ("steps: [{complete: a, expect: {refused: [a]}}]", "step 1.expect.refused: it is neither true nor false"),
    ("steps: [{complete: a, refused: yes}]", "step 1.refused: it is neither true nor false"),
    ("expects: {open: [a]}", "expects: unknown"),
    ("now: yesterday", "now: yesterday is no moment"),
    ("mock: {q: explode}", "mock.q: explode is neither a result, nor fail, nor error CODE"),
    ("mock: {q: []}", "mock.q: it answers nothing"),
    ("start: {date: {}}", "start.date: unknown"),
    ("start: {data: [a]}", "start.data: it is no mapping"),
    ("process: 1\nprocess: 2", "process stands twice"),
    ("expect: {open: [a", "expected"),
    ("- a", "expected"),
    ("steps:\n  - complete: a\n  - complete: a\n    dtaa: {}", "line 5: step 2.dtaa: unknown"),
    ("expect:\n  open: []\n  opne: []", "line 4: expect.opne: unknown"),
    ("steps: [{advance: -PT1H}]", "step 1.advance: -PT1H is no duration"),
    ('start: {data: {x: "\\ud83d"}}', "half a character is no text"),
    ("start: {data: &x {a: *x}}", "it holds itself"),
    ("start:\n  data:\n    a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + BOMB, "more than 100000 parts"),
    ("start: {data: {x: !!python/name:os.system }}", "could not determine a constructor"),
    ("? [a]\n: b", "a key is no text"),
]


@pytest.mark.parametrize(("text", "said"), MISTAKES, ids=[text for text, _ in MISTAKES])
def test_a_slip_of_the_pen_is_told_with_its_place(text, said, tmp_path):
    path = tmp_path / "one.yaml"
    path.write_text(text if text.startswith("process") else f"process: p.bpmn\n{text}", encoding="utf-8")
    with pytest.raises(scenarios.ScenarioUnreadable) as problem:
        scenarios.load(path)
    assert said in str(problem.value)
    assert str(path) in str(problem.value)


WRONG = [
    ("expect: {open: []}", "open: expected [], found ['a']"),
    ("expect: {open: [a, a]}", "open: expected ['a', 'a']"),
    ("expect: {waiting: [a]}", "waiting: ['a'] is not among"),
    ("expect: {ended: e}", "ended: expected e, found None"),
    ("steps: [{complete: a}]\nexpect: {ended: null}", "ended: expected None, found e"),
    ("expect: {visited: [a]}", "visited: ['a'] is not in ['s']"),
    ("expect: {incidents: 1}", "incidents: expected 1, found 0"),
    ("expect: {data: x}", "data: x is None"),
    ("expect: {data: '1 +'}", "data: 1 +: "),
    ("expect: {refused: true}", "should be refused"),
    ("steps: [{complete: b}]", "step 1: refused: NotOpen: b is not open"),
    ("steps: [{complete: a, item: 2}]", "step 1: refused: NotOpen: a, item 2, is not open"),
    ("steps: [{complete: a, expect: {refused: true}}]", "step 1: this should be refused"),
    ("steps: [{worker: {type: q, complete: {}}}]", "step 1: no job of type q waits"),
    ("steps: [{retry: a}]", "step 1: no incident at a"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "said"), WRONG, ids=[text for text, _ in WRONG])
def test_what_is_not_so_fails_and_says_how_it_is(text, said, tmp_path, work):
    (tmp_path / "p.bpmn").write_bytes(MODEL)
    path = tmp_path / "one.yaml"
    path.write_text(f"process: p.bpmn\nstart: {{}}\n{text}", encoding="utf-8")
    assert said in scenarios.run(scenarios.load(path)).problem


@pytest.mark.django_db
def test_a_file_may_hold_several_and_each_counts(tmp_path, work):
    (tmp_path / "p.bpmn").write_bytes(MODEL)
    one = "process: p.bpmn\nstart: {}\nexpect: {open: a}\n"
    (tmp_path / "several.yaml").write_text(f"scenario: first\n{one}---\nscenario: second\n{one}---\n")
    (tmp_path / "wrong.yml").write_text("process: nowhere.bpmn\nstart: {}\n")
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("run_scenarios", str(tmp_path), stdout=out)
    lines = out.getvalue().splitlines()
    assert end.value.code == 1
    assert lines[-1] == "2 passed, 1 failed"
    assert lines[0].startswith(f"FAILED {tmp_path / 'wrong.yml'}: ")


def test_numbers_and_truth_are_only_what_yaml_and_json_call_so(tmp_path):
    path = tmp_path / "one.yaml"
    path.write_text(
        'process: p\nstart: {data: {a: .5, b: 007, c: yes, d: "\\ud83d\\ude00", e: True, f: 1e999999}}\n',
        encoding="utf-8",
    )
    data = scenarios.load(path).start["data"]
    assert {name: str(value) for name, value in data.items()} == {
        "a": "0.5", "b": "007", "c": "yes", "d": "\U0001f600", "e": "True", "f": "1e999999",
    }  # fmt: skip
    assert [type(data[name]) for name in "abf"] == [Decimal, str, str]


@pytest.mark.django_db
def test_a_clock_that_never_arrives_ends_the_scenario(tmp_path, work, monkeypatch):
    monkeypatch.setattr(acting, "_DUES", 20)
    reminder = node("boundaryEvent", "b", timer("timeCycle", "R/PT1S"), attachedToRef="a", cancelActivity="false")
    parts = (node("startEvent", "s"), user("a"), reminder, node("endEvent", "e"), node("endEvent", "e2"))
    (tmp_path / "p.bpmn").write_bytes(file(process("p", *parts, flows("s -> a -> e", "b -> e2"))))
    path = tmp_path / "one.yaml"
    path.write_text("process: p\nstart: {}\nsteps: [{advance: P10Y}]", encoding="utf-8")
    assert "more than 20 things are due" in scenarios.run(scenarios.load(path)).problem
    path.write_text("process: p\nstart: {}\nsteps: [{advance: P9000Y}]", encoding="utf-8")
    assert "the clock cannot go that far" in scenarios.run(scenarios.load(path)).problem


@pytest.mark.django_db
def test_a_process_may_be_named_by_its_file(tmp_path, work):
    (tmp_path / "drawn.bpmn").write_bytes(MODEL)
    path = tmp_path / "one.yaml"
    path.write_text("process: drawn\nstart: {}\nexpect: {open: a, data: [true]}", encoding="utf-8")
    assert scenarios.run(scenarios.load(path)).problem == ""


@pytest.mark.django_db
def test_what_lies_beside_a_diagram_counts_also_in_a_folder_of_its_name(tmp_path, work):
    here = tmp_path / "p"
    here.mkdir()
    (here / "p.bpmn").write_bytes(
        MODEL.replace(b"<zeebe:userTask/>", b'<zeebe:userTask/><zeebe:formDefinition formId="f"/>')
    )
    (here / "f.form").write_text('{"id": "f", "type": "default", "schemaVersion": 19, "components": []}')
    (here / "broken.bpmn").write_text("another diagram, of another scenario")
    path = here / "one.yaml"
    path.write_text("process: p\nstart: {}\nexpect: {open: a}", encoding="utf-8")
    assert scenarios.run(scenarios.load(path)).problem == ""
