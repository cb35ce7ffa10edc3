"""What the gate says: the shortest path in words, what only warns, and that it says so when it has not seen all."""

import pytest

from engine import checks, limits
from engine.checks import stuck
from engine.exploring import searching
from engine.exploring.subject import Subject
from engine.spiff import parsing
from tests.engine.building import bundle, flows, io, message, message_event, node, script, service, timer, user
from tests.engine.exploring.planted.making import (
    AB,
    ERROR,
    ERROR_EVENT,
    LATE,
    beside,
    both,
    catch,
    end,
    scope,
    when,
    xor,
)
from tests.engine.exploring.test_planted import told
from tests.engine.stored_states.samples import EXTERNAL, E, S


def found(*parts: str, **more: object) -> dict[str, tuple[str, str]]:
    """Severity and English message by element; the advice about forms left out."""
    findings = checks.check(bundle("p", *parts, **more), served=["p.w"])
    return {f.element_id: (f.severity, f.message_en) for f in findings if "form" not in f.message_en}


def test_the_path_is_the_shortest_and_names_steps_answers_and_events():
    parts = (
        *AB,
        both("f"),
        user("c"),
        both("j"),
        beside("late", "b"),
        end("out"),
        xor("x", "f_x_m"),
        xor("m"),
        flows("s -> f -> a -> x -> m -> j -> e", "x -> c: =again", "c -> m", "f -> b -> j", "late -> out"),
    )
    finding = told(bundle("p", *parts))["j"]
    assert finding.way_en == ("s", "a completed [not again]", "late is due")
    assert finding.way_ko == ("s", "a: 완료 [again 아님]", "late: 시각이 됨")
    assert finding.message_ko.endswith("경로: s → a: 완료 [again 아님] → late: 시각이 됨")
    assert finding.message_en == f"{finding.sentence_en} Path: s → a completed [not again] → late is due"


def test_what_goes_round_names_all_it_goes_round_through():
    machines = (S, E, user("a"), xor("m"), script("n", "=1", "n"), xor("x", "f_x_m"))
    finding = told(bundle("p", *machines, flows("s -> a -> m -> n -> x -> m", "x -> e: =n > 3")))
    assert [one.named for one in finding.values()] == [{"m", "n", "x"}]
    people = (S, E, user("before"), user("a"), user("b"), xor("x", "f_x_a"))
    finding = told(bundle("p", *people, flows("s -> before -> a -> b -> x -> a", "x -> e: =1 > 2")))
    assert [one.named for one in finding.values()] == [{"a", "b", "x"}]


def test_a_name_in_english_is_told_in_english():
    label = '<bpmn:extensionElements><zeebe:properties><zeebe:property name="labelEn" value="Ask"/></zeebe:properties>'
    asked = f'<bpmn:userTask id="a" name="묻기">{label}</bpmn:extensionElements></bpmn:userTask>'
    parts = (S, E, asked, xor("x", "f_x_e"), both("j"), user("b"))
    way = flows("s -> x -> e", "x -> a: =big", "a -> j", "x -> b: =late", "b -> j", "j -> a")
    finding = told(bundle("p", *parts, way))["j"]
    assert finding.way_ko == ("s [big]", "묻기: 완료")
    assert finding.way_en == ("s [big]", "Ask completed")


def test_a_question_that_may_have_no_answer_only_warns():
    parts = (*AB, xor("x"), flows("s -> x", "x -> a: =kind = 1", "x -> b: =kind = 2", "a -> e", "b -> e"))
    severity, message = found(*parts)["x"]
    assert severity == "warning"
    assert "no condition is true" in message


def test_a_question_that_every_answer_fits_does_not_even_warn():
    parts = (*AB, xor("x"), flows("s -> x", "x -> a: =kind > 1", "x -> b: =kind <= 1", "a -> e", "b -> e"))
    assert "x" not in found(*parts)


def test_an_error_that_nothing_here_catches_only_warns():
    thrown = end("bad", ERROR_EVENT)
    parts = (*AB[:3], xor("x", "f_x_e"), thrown, flows("s -> a -> x -> e", "x -> bad: =wrong"))
    severity, message = found(*parts, top=ERROR)["bad"]
    assert severity == "warning"
    assert "calling process" in message


def test_more_than_can_be_looked_at_is_said(monkeypatch):
    stuck.forget()
    monkeypatch.setattr(limits, "GATE_STATES", 3)
    parts = (*AB, user("c"), flows("s -> a -> b -> c -> e"))
    severity, message = found(*parts)["p"]
    stuck.forget()
    assert severity == "warning"
    assert "not everything was looked at" in message


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(
            (S, E, user("t"), beside("tick", "t", timer("timeCycle", "R/P1D"), cancelActivity="false"), user("a"),
             end("told"), flows("s -> t -> e", "tick -> a -> told")),
            id="a reminder that comes again and again",
        ),
        pytest.param(
            (S, E, user("t"), flows("s -> t -> e"), scope("watch",
             node("startEvent", "is", when("=hot > 30"), isInterrupting="false"), user("a"), end("ie"),
             flows("is -> a -> ie"), triggeredByEvent="true")),
            id="a condition beside the flow",
        ),
        pytest.param(
            (S, user("a"), user("b"), both("f"), node("endEvent", "all", "<bpmn:terminateEventDefinition/>"), xor("m"),
             flows("s -> f -> a -> all", "f -> m -> b -> m")),
            id="a branch without end beside one that ends all",
        ),
        pytest.param(
            (S, E, scope("part", node("startEvent", "is"), xor("m"), user("a"), flows("is -> m -> a -> m")),
             beside("late", "part"), flows("s -> part", "late -> e")),
            id="a sub-process that only its time-out ends",
        ),
        pytest.param(
            (node("startEvent", "asked", message_event("go_m")), user("a"), xor("m1"), E,
             node("startEvent", "daily", timer("timeCycle", "R/P1D")), flows("asked -> m1", "daily -> m1 -> a -> e")),
            id="a process that a message or a time starts",
        ),
        pytest.param(
            (S, E, node("eventBasedGateway", "g"), catch("came", message_event("go_m")), catch("late", LATE), xor("m1"),
             flows("s -> g -> came -> m1 -> e", "g -> late -> m1")),
            id="one of two events",
        ),
        pytest.param(
            (S, E, service("w", "p.w", EXTERNAL), beside("bad", "w", ERROR_EVENT), user("mend"),
             flows("s -> w -> e", "bad -> mend -> w")),
            id="a service tried again after somebody mended it",
        ),
        pytest.param(
            (S, E, user("a", io("out =x -> x")), script("b", "=x + 1", "y"), xor("g", "f_g_a"),
             flows("s -> a -> b -> g -> a", "g -> e: =y > 5")),
            id="a loop over a computed answer",
        ),
        pytest.param(
            (S, E, user("a"), xor("g", "f_g_a"),
             flows("s -> a -> g -> a", 'g -> e: =day of week(today()) = "Monday"')),
            id="a question about the day",
        ),
    ],
)  # fmt: skip
def test_what_looks_unusual_but_ends_passes(parts):
    assert told(bundle("p", *parts, top=ERROR + message("go_m", "go", None))) == {}


def test_many_branches_are_not_tried_in_every_order():
    branches = [f"t{branch}_{step}" for branch in range(8) for step in range(3)]
    lines = [f"f -> t{branch}_0 -> t{branch}_1 -> t{branch}_2 -> j" for branch in range(8)]
    parts = (S, E, both("f"), both("j"), *map(user, branches), flows("s -> f", "j -> e", *lines))
    seen = searching.search(Subject(parsing.diagram_of(bundle("p", *parts))))
    assert seen.complete
    assert len(seen.places) < 50


def test_a_count_without_end_is_looked_at_only_so_far():
    parts = (*AB[:3], script("zero", "=0", "n"), script("n", "=n + 1", "n"), xor("x", "f_x_a"))
    way = flows("s -> zero -> a -> n -> x -> a", 'x -> e: =n > 1000000 or answer = "stop"')
    seen = searching.search(Subject(parsing.diagram_of(bundle("p", *parts, way))))
    assert seen.complete
    assert len(seen.places) < 200


def test_the_same_bundle_is_explored_once(monkeypatch):
    parts = bundle("p", *AB, flows("s -> a -> b -> e"))
    checks.check(parts)
    monkeypatch.setattr(searching, "search", lambda subject: pytest.fail("explored again"))
    checks.check(parts)
