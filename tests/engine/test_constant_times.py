"""A time in FEEL that needs no variable is looked at when it is deployed."""

import pytest

from engine import checks
from tests.engine.building import bundle, flows, node, timer, user


def said(*parts):
    made = bundle("p", node("startEvent", "s"), *parts, node("endEvent", "e"))
    return [finding.message_en for finding in checks.check(made) if finding.severity == "error"]


def caught(kind, text):
    return said(node("intermediateCatchEvent", "t", timer(kind, text)), flows("s -> t -> e"))


def due(text):
    return said(user("a", f'<zeebe:taskSchedule dueDate="{text.replace(chr(34), "&quot;")}"/>'), flows("s -> a -> e"))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("timeDuration", '=duration("1 day")'),
        ("timeDuration", '="one day"'),
        ("timeDuration", "=5"),
        ("timeDate", '=date("2026-02-30")'),
        ("timeCycle", '="R3"'),
    ],
)
def test_a_timer_that_can_never_be_set_is_refused(kind, text):
    assert any(one.startswith(f"timer cannot be read: {text} (") for one in caught(kind, text))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("timeDuration", '=duration("P1D")'),
        ("timeDuration", '="PT" + string(2 * 3) + "H"'),
        ("timeDuration", '=duration("P" + string(rate("days", today())) + "D")'),
        ("timeDuration", "=wait"),
        ("timeDate", '=now() + @"P1D"'),
        ("timeDate", "=today()"),
        ("timeCycle", '="R3/PT1H"'),
    ],
)
def test_a_timer_that_can_be_set_or_is_known_only_later_is_not(kind, text):
    assert caught(kind, text) == []


@pytest.mark.parametrize("text", ['="soon"', '=date("2026-02-30")', "=7"])
def test_a_due_date_that_is_none_is_refused(text):
    assert any(one.startswith(f"dueDate cannot be read: {text} (") for one in due(text))


@pytest.mark.parametrize("text", ["=null", '=today() + duration("P3D")', "=if late then null else today()"])
def test_a_due_date_that_is_one_or_none_on_purpose_is_not(text):
    assert due(text) == []


def test_the_sentence_names_the_step():
    made = bundle(
        "p", node("startEvent", "s"), user("a"), node("endEvent", "e"), node("endEvent", "e2"),
        node("boundaryEvent", "late", timer("timeDuration", '=duration("1 day")'), attachedToRef="a"),
        flows("s -> a -> e", "late -> e2"),
    )  # fmt: skip
    found = [finding for finding in checks.check(made) if "cannot be read" in finding.message_en]
    assert [finding.element_id for finding in found] == ["late"]
