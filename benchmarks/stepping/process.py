"""The process that `bin/bench step` runs: six user tasks, three exclusive gateways, a fork and a join, a rule, a timer
on the second step, a script, 3 KB of data.
"""

from __future__ import annotations

import json

from engine.bundle import Bundle

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
FLOWS = (
    ("s", "a", ""), ("a", "g1", ""), ("g1", "b", "n > 0"), ("g1", "c", "n <= 0"), ("b", "g2", ""), ("c", "g2", ""),
    ("g2", "fork", ""), ("fork", "d", ""), ("fork", "e", ""), ("d", "join", ""), ("e", "join", ""),
    ("join", "rule", ""), ("rule", "calc", ""), ("calc", "g3", ""),
    ("g3", "f", "m > 1"), ("g3", "end", "m <= 1"), ("f", "end", ""), ("late", "end", ""),
)  # fmt: skip
#: 3 KB that every instance carries, and what every step posts.
DATA = {"form": {f"field{n}": "가나다라마바사 " * 4 for n in range(34)}, "n": 2}
POSTED = {"text": "확인했습니다. " * 8, "n": "2"}
FORM = {
    "type": "default",
    "id": "answer",
    "schemaVersion": 19,
    "components": [
        {"type": "textarea", "key": "text", "label": "의견", "validate": {"required": True, "maxLength": 5000}},
        {"type": "number", "key": "n", "label": "수", "validate": {"required": True, "min": 0}},
    ],
}
RULES = (("1", "low"), ("2", "high"), ("-", "low"))
RULE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:bench">'
    '<decision id="level" name="level"><decisionTable id="t" hitPolicy="FIRST">'
    '<input id="i"><inputExpression id="ie" typeRef="number"><text>n</text></inputExpression></input>'
    '<output id="o" name="level" typeRef="string"/>'
    + "".join(
        f'<rule id="r{k}"><inputEntry id="i{k}"><text>{when}</text></inputEntry>'
        f'<outputEntry id="o{k}"><text>"{then}"</text></outputEntry></rule>'
        for k, (when, then) in enumerate(RULES)
    )
    + "</decisionTable></decision></definitions>"
)


def bundle() -> Bundle:
    """The process as we deploy it."""
    files = {"bench.bpmn": diagram(feel=True), "forms/answer.form": json.dumps(FORM).encode()}
    return Bundle("bench", {**files, "decisions/level.dmn": RULE.encode()})


def diagram(*, feel: bool) -> bytes:
    """The same diagram for both: FEEL for us, Python for SpiffWorkflow alone (whose rule is a script)."""
    flows = "".join(_flow(number, line, feel=feel) for number, line in enumerate(FLOWS))
    forms = '<b:extensionElements><z:userTask/><z:formDefinition formId="answer"/></b:extensionElements>'
    people = "".join(f'<b:userTask id="{name}" name="{name}">{forms if feel else ""}</b:userTask>' for name in "abcdef")
    gates = "".join(f'<b:exclusiveGateway id="{g}"/>' for g in ("g1", "g2", "g3"))
    gates += '<b:parallelGateway id="fork"/><b:parallelGateway id="join"/>'
    late = (
        '<b:boundaryEvent id="late" attachedToRef="b"><b:timerEventDefinition>'
        f"<b:timeDuration>{'PT48H' if feel else '&quot;PT48H&quot;'}</b:timeDuration></b:timerEventDefinition>"
        "</b:boundaryEvent>"
    )
    lane = '<b:laneSet id="ls"><b:lane id="worker" name="worker">{}</b:lane></b:laneSet>'
    lanes = lane.format("".join(f"<b:flowNodeRef>{name}</b:flowNodeRef>" for name in "abcdef")) if feel else ""
    body = f'{lanes}<b:startEvent id="s"/>{people}{gates}{_machines(feel=feel)}{late}<b:endEvent id="end"/>{flows}'
    head = f'<b:definitions xmlns:b="{BPMN}" xmlns:z="http://camunda.org/schema/zeebe/1.0" targetNamespace="x">'
    return f'{head}<b:process id="bench" isExecutable="true">{body}</b:process></b:definitions>'.encode()


def _machines(*, feel: bool) -> str:
    if not feel:
        return (
            "<b:scriptTask id=\"rule\"><b:script>level = {1: 'low', 2: 'high'}.get(n, 'low')</b:script></b:scriptTask>"
            '<b:scriptTask id="calc"><b:script>m = n * 2</b:script></b:scriptTask>'
        )
    box = "<b:extensionElements>{}</b:extensionElements>"
    rule = box.format('<z:calledDecision decisionId="level" resultVariable="level"/>')
    calc = box.format('<z:script expression="=n * 2" resultVariable="m"/>')
    return f'<b:businessRuleTask id="rule">{rule}</b:businessRuleTask><b:scriptTask id="calc">{calc}</b:scriptTask>'


def _flow(number: int, line: tuple[str, str, str], *, feel: bool) -> str:
    source, target, condition = line
    said = ""
    if condition:
        text = condition.replace("<", "&lt;").replace(">", "&gt;")
        said = f"<b:conditionExpression>{'=' if feel else ''}{text}</b:conditionExpression>"
    return f'<b:sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{said}</b:sequenceFlow>'
