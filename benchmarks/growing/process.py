"""The two processes that grow: a loop through a person, and a step that many people do at the same time."""

from __future__ import annotations

import json

from benchmarks.stepping.process import BPMN, FORM
from engine.bundle import Bundle

_FORM = '<b:extensionElements><z:userTask/><z:formDefinition formId="answer"/></b:extensionElements>'
_LANE = '<b:laneSet id="ls"><b:lane id="worker" name="worker"><b:flowNodeRef>{}</b:flowNodeRef></b:lane></b:laneSet>'
_MANY = (
    '<b:multiInstanceLoopCharacteristics isSequential="{}"><b:extensionElements>'
    '<z:loopCharacteristics inputCollection="=people" inputElement="who" outputCollection="said" '
    'outputElement="=text"/>'
    "</b:extensionElements></b:multiInstanceLoopCharacteristics>"
)


def loop() -> Bundle:
    """A person's step again and again for as long as they post a number above 0."""
    count = '<b:extensionElements><z:script expression="=turn + 1" resultVariable="turn"/></b:extensionElements>'
    again = "<b:conditionExpression>=n &gt; 0</b:conditionExpression>"
    return _bundle(
        "turning",
        _LANE.format("t"),
        '<b:startEvent id="s"/><b:exclusiveGateway id="back"/>',
        f'<b:userTask id="t" name="t">{_FORM}</b:userTask><b:scriptTask id="count">{count}</b:scriptTask>',
        '<b:exclusiveGateway id="g" default="f5"/><b:endEvent id="end"/>',
        _flow(1, "s", "back") + _flow(2, "back", "t") + _flow(3, "t", "count") + _flow(4, "count", "g"),
        _flow(5, "g", "end") + _flow(6, "g", "back", again),
    )


def many(*, in_turn: bool = False) -> Bundle:
    """One step for each of ``people``, all at once (process ``many``) or one after the other (``in_turn``)."""
    mark = _MANY.format(str(in_turn).lower())
    return _bundle(
        "in_turn" if in_turn else "many",
        _LANE.format("t"),
        f'<b:startEvent id="s"/><b:userTask id="t" name="t">{_FORM}{mark}</b:userTask><b:endEvent id="end"/>',
        _flow(1, "s", "t") + _flow(2, "t", "end"),
    )


def _flow(number: int, source: str, target: str, inside: str = "") -> str:
    return f'<b:sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{inside}</b:sequenceFlow>'


def _bundle(process_id: str, *parts: str) -> Bundle:
    head = f'<b:definitions xmlns:b="{BPMN}" xmlns:z="http://camunda.org/schema/zeebe/1.0" targetNamespace="x">'
    body = f'{head}<b:process id="{process_id}" isExecutable="true">{"".join(parts)}</b:process></b:definitions>'
    files = {f"{process_id}.bpmn": body.encode(), "forms/answer.form": json.dumps(FORM).encode()}
    return Bundle(process_id, files)
