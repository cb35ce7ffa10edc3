"""A mapping into a member of a context: what it wrote is known there, and the other members are as they were."""

import pytest

from engine import checks
from engine.checks import stuck
from engine.exploring import searching
from engine.exploring.subject import Subject
from engine.spiff import parsing
from tests.engine.building import bundle, flows, io, node, script, user
from tests.engine.exploring.planted.making import both, form, scope, some, xor
from tests.engine.stored_states.samples import E, S

FORMS = {
    **form(
        "a",
        {"type": "checkbox", "key": "ok", "id": "ok", "label": "ok"},
        {"type": "number", "key": "n", "id": "n", "label": "n", "validate": {"required": True}},
    ),
    **form("p1", {"type": "textfield", "key": "m", "id": "m", "label": "m"}),
    **form("p2", {"type": "textfield", "key": "m", "id": "m", "label": "m"}),
}
OK = user("a", io("out =ok -> r.ok"))
N = user("a", io("out =n -> r.n"))


def told(*parts: str) -> dict[str, tuple[str, str]]:
    """Severity and English message by element; the advice about forms left out."""
    found = checks.check(bundle("p", *parts, files=FORMS))
    return {str(one.element_id): (one.severity, one.message_en) for one in found if "form" not in one.message_en}


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(
            (OK, xor("g"), flows("s -> a -> g", "g -> a: =not(r.ok)", "g -> e: =r.ok")),
            id="a condition and its opposite",
        ),
        pytest.param(
            (N, xor("g"), flows("s -> a -> g", "g -> a: =r.n > 5", "g -> e: =r.n <= 5")),
            id="numbers on two sides of a limit",
        ),
        pytest.param(
            (OK, some("g", "f_g_e"), user("b"), user("c"), some("j"), flows("s -> a -> g -> e", "g -> b: =r.ok",
             "g -> c: =r.ok", "b -> j", "c -> j -> e")),
            id="one condition twice",
        ),
        pytest.param(
            (user("b", io("out =r.other -> x")), OK, xor("g", "f_g_e"), user("c"),
             flows("s -> a -> b -> g -> e", "g -> c: =r.other = 1 and r.ok", "c -> e")),
            id="a member that was there before",
        ),
    ],
)  # fmt: skip
def test_nothing_is_told_of_questions_about_a_member_that_agree(parts):
    assert told(S, E, *parts) == {}


def test_what_a_script_reckoned_of_a_number_agrees_with_it_whatever_lies_beside():
    """Both branches are taken together or not at all, as the two joins want it."""
    parts = (N, script("k", "={big: r.n > 3, all: r}", "made"), both("f"), xor("g", "f_g_x"), xor("h", "f_h_y"))
    steps = (user("b"), user("c"), user("x"), user("y"), both("j"), both("k2"))
    way = flows("s -> a -> k -> f -> g", "f -> h", "g -> b: =made.big", "g -> x", "h -> c: =r.n > 3", "h -> y",
                "b -> j", "c -> j -> e", "x -> k2", "y -> k2 -> e")  # fmt: skip
    assert "error" not in {severity for severity, _ in told(S, E, *parts, *steps, way).values()}


def test_a_mistake_behind_the_second_question_about_a_member_is_told():
    part = scope("part", node("startEvent", "is"), user("p1"), user("p2"), flows("is -> p1 -> p2 -> p1"))
    ways = flows("s -> a -> g", "g -> e: =r.ok", "g -> part: =not(r.ok)", "part -> e")
    severity, message = told(S, E, OK, xor("g"), part, ways)["part"]
    assert severity == "error"
    assert message.startswith("From here on no path leads to an end")


@pytest.mark.parametrize("step", ["=r.n + 1", "=r"])
def test_a_member_that_grows_without_end_is_looked_at_only_so_far(step):
    parts = (S, E, user("a", io("out =0 -> r.n")), user("b", io(f"out {step} -> r.n")), xor("g", "f_g_b"))
    way = flows("s -> a -> b -> g -> b", 'g -> e: =r.n > 1000000 or r.other = "stop"')
    made = bundle("p", *parts, way, files=form("b", {"type": "textfield", "key": "m", "id": "m", "label": "m"}))
    seen = searching.search(Subject(parsing.diagram_of(made), {}, stuck.fields_of(made)))
    assert seen.complete
    assert len(seen.places) < 300
