"""A number that a form may leave empty is compared: the case would stop there, and the check says so."""

import pytest

from engine import checks
from tests.engine.building import bundle, flows, io, user
from tests.engine.exploring.planted.making import form, xor
from tests.engine.stored_states.samples import E, S

NUMBER = {"type": "number", "key": "n", "id": "n", "label": "n"}
YES = {"type": "checkbox", "key": "ok", "id": "ok", "label": "ok"}
OPTIONAL = form("a", NUMBER, YES)
REQUIRED = form("a", {**NUMBER, "validate": {"required": True}}, YES)
ASKED = ("=n > 10", "=n <= 10")
EMPTY = (
    "Where {0} is left empty the condition is neither true nor false and the case stops: make the field required, or "
    "ask for {0} != null first."
)


def told(*conditions: str, files: dict[str, bytes] = OPTIONAL, task: str = user("a")) -> set[tuple[str, str, str]]:
    """Element, severity and English message; the advice about tasks without a form left out."""
    lines = [f"g -> {end}: {condition}" for end, condition in zip("bc", conditions, strict=True)]
    parts = (S, E, task, xor("g"), user("b"), user("c"), flows("s -> a -> g", *lines, "b -> e", "c -> e"))
    found = checks.check(bundle("p", *parts, files=files))
    return {
        (str(one.element_id), one.severity, one.message_en) for one in found if "Without a form" not in one.message_en
    }


def test_a_comparison_with_a_number_that_may_be_missing_is_pointed_out_and_stops_nothing():
    assert told(*ASKED) == {("f_g_b", "warning", EMPTY.format("n"))}


@pytest.mark.parametrize(
    "conditions",
    [
        ("=n != null and n > 10", "=n = null or n <= 10"),
        ("=if n = null then false else n > 10", "=if n = null then true else n <= 10"),
        ("=ok", "=not(ok)"),
        ("=n = null", "=n != null"),
    ],
)
def test_one_that_asks_first_is_not(conditions):
    assert told(*conditions) == set()


def test_nor_one_with_a_number_that_the_form_demands():
    assert told(*ASKED, files=REQUIRED) == set()


def test_the_field_is_told_of_what_was_made_of_it():
    assert told("=m > 10", "=m <= 10", task=user("a", io("out =n -> m"))) == {("f_g_b", "warning", EMPTY.format("m"))}
