"""Errors that leave a called process of the same bundle: caught by who calls, or told of at the call."""

import pytest

from engine import checks
from engine.bundle import Bundle
from tests.engine.building import extension, file, flows, node, process, user
from tests.engine.exploring.planted.making import ERROR, ERROR_EVENT, beside, end, scope, xor
from tests.engine.stored_states.samples import E, S

CALL = node("callActivity", "c", extension('<zeebe:calledElement processId="q"/>'))
BEGUN, DONE = node("startEvent", "begun"), end("done")
CALLED = (BEGUN, DONE, user("a"), xor("x", "f_x_done"), end("bad", ERROR_EVENT),
          flows("begun -> a -> x -> done", "x -> bad: =wrong"))  # fmt: skip
OUT = (end("out"), flows("late -> out"))


def told(*parts: str, called: tuple[str, ...] = CALLED, callers: tuple[str, ...] = ()) -> set[str | None]:
    whole = file(process("p", *parts), process("q", *called), top=ERROR)
    known: dict[str, list[str]] = {"p": [], **{name: ["p"] for name in callers}}
    found = checks.check(Bundle("p", {"p.bpmn": whole}), called=known)
    assert [finding for finding in found if finding.severity == "error"] == []
    return {finding.element_id for finding in found if "may end with the error" in finding.message_en}


def test_an_error_that_nobody_catches_is_told_of_at_the_call():
    assert told(S, E, CALL, flows("s -> c -> e")) == {"c"}


@pytest.mark.parametrize("event", [ERROR_EVENT, "<bpmn:errorEventDefinition/>"])
def test_one_that_the_caller_catches_passes(event):
    assert told(S, E, CALL, beside("late", "c", event), flows("s -> c -> e"), *OUT) == set()


def test_it_may_be_caught_further_out():
    inside = node("startEvent", "is") + CALL + end("ie") + flows("is -> c -> ie")
    assert (
        told(S, E, scope("part", inside), beside("late", "part", ERROR_EVENT), flows("s -> part -> e"), *OUT) == set()
    )


def test_it_may_be_caught_where_it_comes_from():
    inside = scope("part", node("startEvent", "is"), end("bad", ERROR_EVENT), flows("is -> bad"))
    called = (BEGUN, DONE, inside, beside("late", "part", ERROR_EVENT), flows("begun -> part", "late -> done"))
    assert told(S, E, CALL, flows("s -> c -> e"), called=called) == set()


def test_who_is_called_by_others_may_leave_it_to_them():
    assert told(S, E, CALL, flows("s -> c -> e"), callers=("other",)) == set()
