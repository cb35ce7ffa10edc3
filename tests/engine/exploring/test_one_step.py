"""A step may be asked several questions about what it has just written; each answer holds for the next question."""

import pytest

from engine import checks
from tests.engine.building import bundle, extension, flows, io, message, message_event, node, service, user
from tests.engine.exploring.planted.making import AB, both, catch, form, xor
from tests.engine.stored_states.samples import E, S

C = user("c")
ASKED = '<zeebe:taskDefinition type="p.w"/>'
TWO = flows("s -> a", "a -> b: =x", "a -> c: =y", "a -> e", "b -> e", "c -> e")
SUM = flows("s -> a -> g -> e", "g -> b: =p + q = 2", "b -> e")
IFS = io("out =if x then 1 else 2 -> p", "out =if y then 1 else 2 -> q")
BOXES = form("a", *({"type": "checkbox", "key": key, "id": key, "label": key} for key in "xy"))
GO = message("go_m", "go", None)


def told(*parts: str, **more: object) -> dict[str, str]:
    """Every finding by its element, but for the advice about forms."""
    found = checks.check(bundle("p", *parts, top=GO, **more), served=["p.w"])
    return {str(one.element_id): one.message_en for one in found if "form" not in one.message_en}


def branching(kind: str, inside: str = "", **attributes: str) -> tuple[str, ...]:
    return (S, E, user("b"), C, node(kind, "a", inside, default="f_a_e", **attributes))


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param((*branching("userTask", extension("<zeebe:userTask/>")), TWO), id="a person's answers"),
        pytest.param((*branching("serviceTask", extension(ASKED)), TWO), id="what a service gave"),
        pytest.param((*branching("receiveTask", messageRef="go_m"), TWO), id="what a message brought"),
        pytest.param(
            (*branching("subProcess", extension(io("out =x -> x", "out =y -> y")) + node("startEvent", "is") + user("u")
             + node("endEvent", "ie") + flows("is -> u -> ie")), TWO),
            id="what a sub-process maps out",
        ),
        pytest.param((*AB[:2], user("a", IFS), user("b"), xor("g", "f_g_e"), SUM), id="mappings one after another"),
        pytest.param((*AB[:2], service("a", "p.w", IFS), user("b"), xor("g", "f_g_e"), SUM), id="those of a service"),
        pytest.param(
            (*AB[:2], catch("a", message_event("go_m") + extension(IFS)), user("b"), xor("g", "f_g_e"), SUM),
            id="those of a message",
        ),
        pytest.param(
            (*AB[:2], user("a", io("out =x and y -> both")), user("b"), xor("g", "f_g_e"),
             flows("s -> a -> g -> e", "g -> b: =both", "b -> e")),
            id="two questions in one mapping",
        ),
    ],
)  # fmt: skip
def test_nothing_is_told_of_a_step_that_asks_two_questions_about_its_own_result(parts):
    assert told(*parts) == {}


def test_the_answers_of_a_form_are_asked_for_at_the_step_too():
    assert told(*branching("userTask", extension("<zeebe:userTask/>")), TWO, files=BOXES) == {}


def test_a_join_that_starves_behind_the_second_question_is_told():
    ways = flows("s -> a", "a -> b: =p > 1", "a -> c: =q > 2", "a -> n", "b -> j", "n -> j -> e", "c -> e")
    parts = (*AB, C, user("n"), both("j"), ways)
    assert "gets stuck here" in told(*parts)["j"]
