"""Branches that are never joined put more and more tokens at a step: a few of them show what all of them come to."""

from engine import checks
from tests.engine.building import bundle, flows, node, script, user

FORK = node("parallelGateway", "f")
MERGE = node("exclusiveGateway", "m")
ENDS = node("startEvent", "s"), node("endEvent", "e")


def errors(*parts):
    return {
        (finding.element_id, finding.message_en.partition(" Path")[0])
        for finding in checks.check(bundle("p", *ENDS, *parts))
        if finding.severity == "error"
    }


def test_a_fork_that_feeds_itself_for_ever_never_ends():
    found = errors(MERGE, FORK, user("a"), user("b"), flows("s -> m -> f", "f -> a -> m", "f -> b -> e"))
    assert [sentence for _, sentence in found] == ["From here on no path leads to an end."]


def test_one_that_somebody_may_leave_ends():
    parts = (
        MERGE, FORK, user("a"), user("b"), node("exclusiveGateway", "g", default="f_g_m"),
        flows("s -> m -> f", "f -> a -> g -> m", "g -> e: =enough = true", "f -> b -> e"),
    )  # fmt: skip
    assert errors(*parts) == set()


def test_machines_that_do_so_go_round_for_ever():
    parts = (MERGE, FORK, script("a", "=1", "n"), user("b"), flows("s -> m -> f", "f -> a -> m", "f -> b -> e"))
    assert any(sentence.startswith("It goes round for ever") for _, sentence in errors(*parts))


THREE = FORK, node("exclusiveGateway", "c"), flows("s -> f", "f -> x -> c", "f -> y -> c", "f -> z -> c")
XYZ = [script(name, "=1", name) for name in "xyz"]


def test_what_three_branches_come_to_is_looked_at():
    join = node("exclusiveGateway", "g", default="f_g_r"), node("parallelGateway", "j"), user("l"), user("r")
    paths = flows("c -> u -> g", "g -> l: =left = true", "g -> r", "l -> j", "r -> j", "j -> e")
    assert "j" in {element for element, _ in errors(*THREE, *XYZ, user("u"), *join, paths)}


def test_three_branches_that_come_one_by_one_to_a_step_are_no_mistake():
    assert errors(*THREE, *XYZ, user("u"), flows("c -> u -> e")) == set()
