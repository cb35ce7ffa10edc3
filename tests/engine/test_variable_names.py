"""A variable is only written under a name that FEEL can read again."""

import pytest

from engine import checks, feel
from tests.engine.building import bundle, flows, io, node, script, user

START, END = node("startEvent", "s"), node("endEvent", "e")
NO_NAMES = ["my-name", "if", "a+b", "x[1]", "&quot;x&quot;", "null", "true", "1x", "=x", "a?", "not x", " a"]
NAMES = ["x", "이름", "date", "items", "_a1"]


def refusals(*parts):
    found = checks.check(bundle("p", START, *parts, END, flows("s -> a -> e")))
    return [
        finding.message_en for finding in found if finding.severity == "error" and "is no name" in finding.message_en
    ]


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_feel_reads_as_something_else_is_no_target_and_no_result(name):
    for target in (name, f"a.{name}"):
        assert len(refusals(user("a", io(f"out =x -> {target}")))) == 1
        assert len(refusals(user("a", io(f"in =x -> {target}")))) == 1
    assert len(refusals(script("a", "=1", name))) == 1


@pytest.mark.parametrize("name", NAMES)
def test_names_are_targets_also_with_points_and_results(name):
    assert refusals(user("a", io(f"out =x -> {name}", f"in =x -> a.{name}.b"))) == []
    assert refusals(script("a", "=1", name)) == []


@pytest.mark.parametrize("target", ["", "a.", "a..b", ".a"])
def test_no_part_of_a_target_is_empty(target):
    assert len(refusals(user("a", io(f"out =x -> {target}")))) == 1


def test_a_name_is_one_name_by_itself():
    assert feel.is_name("a b")
    assert not any(map(feel.is_name, ("a.b", "a ", "(a)", "", "for", "1")))
