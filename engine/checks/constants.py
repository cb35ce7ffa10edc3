"""Times in FEEL that need no variable: their value is known at deployment, and must be a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from engine import feel
from engine.feel import FeelLimitExceeded, FeelSyntaxError
from engine.feel.values import Value
from engine.findings import Finding, error
from engine.spiff import people, script, timing
from engine.spiff.diagram import Diagram, Node

_DAY = datetime(2026, 1, 5, 9, tzinfo=timing.SEOUL)
_NULL = "null"
#: What it gives is a row of the database.
_RATE = "rate"


def check(diagram: Diagram) -> Iterator[Finding]:
    """A finding for each timer, due date and reminder whose constant is none."""
    for node in diagram.nodes.values():
        for trigger in node.triggers:
            if trigger.kind == "timer" and trigger.timer and trigger.text:
                yield from _time(node, ("timer", trigger.text), partial(_scheduled, trigger.timer))
        properties = node.ext.properties
        for what, text in (
            ("dueDate", node.ext.due),
            ("followUpDate", node.ext.follow_up),
            ("reminder", properties.get("reminder")),
            ("deadline", properties.get("deadline")),
        ):
            yield from _time(node, (what, text or ""), _due)


def _time(node: Node, said: tuple[str, str], read: Callable[[Value], object]) -> Iterator[Finding]:
    what, text = said
    if not script.is_expression(text) or script.body(text).strip() == _NULL:
        return
    try:
        expression = script.compiled(script.body(text))
        if not expression.names and _RATE not in expression.mentioned:
            read(expression.evaluate({}, feel.Environment(now=_DAY)).value)
    except (FeelSyntaxError, FeelLimitExceeded):
        return  # told by the check of expressions, or known only when it runs
    except (timing.NotATime, script.Trouble) as problem:
        yield error(node.id, f"{what}을(를) 읽을 수 없습니다: {text}", f"{what} cannot be read: {text} ({problem})")


def _scheduled(kind: str, value: Value) -> object:
    return timing.schedule(kind, value, _DAY)


def _due(value: Value) -> object:
    if value is None:
        raise timing.NotATime("this is no date and time")
    return people.moment(value, _DAY)
