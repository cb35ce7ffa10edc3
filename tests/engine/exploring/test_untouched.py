"""A step that does not write a variable leaves it, and what was answered about it, as it was."""

import pytest

from engine import checks
from tests.engine.building import bundle, extension, flows, node, script, service, user
from tests.engine.exploring.planted.making import AB, both, form, scope, xor
from tests.engine.stored_states.samples import E, S

CALL = node(
    "callActivity", "k", extension('<zeebe:calledElement processId="other" propagateAllChildVariables="false"/>')
)
GATHERED = '<zeebe:taskHeaders><zeebe:header key="resultVariable" value="r"/></zeebe:taskHeaders>'
SERVICE = service("k", "outside.w", GATHERED)
RIGHT = (
    *AB, user("u"), xor("g", "f_g_e"), xor("h", "f_h_a"), both("f"), both("j"),
    flows("s -> u -> g -> e", "g -> k: =x", "k -> h -> a -> j -> e", "h -> f: =x", "f -> a", "f -> b -> j"),
)  # fmt: skip
WRONG = (
    S, E, user("u"), xor("g", "f_g_z2"), script("z1", "=1", "z"), script("z2", "=2", "z"), xor("m"), xor("h", "f_h_e"),
    scope("part", node("startEvent", "is"), user("p1"), user("p2"), flows("is -> p1 -> p2 -> p1")),
    flows("s -> u -> g -> z2 -> m", "g -> z1: =x", "z1 -> m -> k -> h -> e", "h -> part: =z = 2", "part -> e"),
)  # fmt: skip
#: Each step asks for one thing.
FORMS = {
    **form("u", {"type": "checkbox", "key": "x", "id": "x", "label": "x"}),
    **form("p1", {"type": "textfield", "key": "n", "id": "n", "label": "n"}),
    **form("p2", {"type": "textfield", "key": "n", "id": "n", "label": "n"}),
}


def refused(*parts: str) -> set[str | None]:
    found = checks.check(bundle("p", *parts, files=FORMS), served=["outside.w"], called={"other": {}})
    return {finding.element_id for finding in found if finding.severity == "error"}


@pytest.mark.parametrize("step", [CALL, SERVICE], ids=["a call that takes nothing back", "a gathered result"])
def test_an_answer_from_before_a_step_that_writes_nothing_else_still_holds(step):
    assert refused(*RIGHT, step) == set()


@pytest.mark.parametrize("step", [CALL, SERVICE], ids=["a call that takes nothing back", "a gathered result"])
def test_a_mistake_behind_one_of_two_values_from_before_it_is_told(step):
    assert refused(*WRONG, step) == {"part"}


def test_what_is_gathered_under_one_name_may_be_anything_the_conditions_look_for():
    ways = flows("s -> k -> g -> e", 'g -> a: =r.status = "late"', "a -> e")
    parts = bundle("p", *AB[:3], SERVICE, xor("g", "f_g_e"), ways)
    found = checks.check(parts, served=["outside.w"])
    assert [finding.message_en for finding in found if "form" not in finding.message_en] == []
