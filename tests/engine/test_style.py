"""How a diagram is drawn: bpmnlint's advice, in both languages, and never more than a warning."""

import re

import pytest

from engine import checks
from tests.engine.building import bundle, flows, node, user
from tests.engine.stored_states.samples import E, S


def advice(*parts: str) -> dict[str, set[str]]:
    """The rules by element."""
    found: dict[str, set[str]] = {}
    for finding in checks.look_over(bundle("p", *parts)):
        assert finding.severity == "warning"
        assert finding.path == "p.bpmn"
        rule = finding.message_en.rpartition("(")[2].removesuffix(").")
        assert finding.message_ko.endswith(f"({rule}).")
        found.setdefault(rule, set()).add(finding.element_id)
    return found


@pytest.mark.parametrize(
    ("rule", "element", "parts"),
    [
        ("fake-join", "t", (S, E, user("a"), user("t"), node("exclusiveGateway", "g"),
                            flows("s -> g", "g -> t: =x", "g -> a: =y", "a -> t -> e"))),
        ("superfluous-gateway", "g", (S, E, node("exclusiveGateway", "g"), flows("s -> g -> e"))),
        ("label-required", "t", (S, E, '<bpmn:userTask id="t"/>', flows("s -> t -> e"))),
        ("no-implicit-end", "t", (S, user("t"), flows("s -> t"))),
        ("no-implicit-split", "t", (S, E, user("t"), node("endEvent", "e2"), flows("s -> t -> e", "t -> e2"))),
        ("end-event-required", "p", (S, user("t"), flows("s -> t"))),
        ("start-event-required", "p", (E, user("t"), flows("t -> e"))),
        ("no-gateway-join-fork", "g", (S, E, user("a"), user("b"), node("exclusiveGateway", "g"),
                                       flows("s -> g", "g -> a: =x", "g -> b: =y", "a -> g", "b -> e"))),
    ],
)  # fmt: skip
def test_a_rule_names_its_element(rule, element, parts):
    assert element in advice(*parts)[rule]


def test_what_the_engine_executes_against_the_rules_is_not_advised_against():
    both = '<bpmn:signalEventDefinition signalRef="x"/><bpmn:signalEventDefinition signalRef="y"/>'
    parts = (S, E, node("inclusiveGateway", "g"), node("intermediateCatchEvent", "w", both), flows("s -> g -> w -> e"))
    assert not {"no-inclusive-gateway", "single-event-definition"} & advice(*parts).keys()


def test_flows_without_ids_are_looked_at_as_well():
    parts = (
        S,
        E,
        user("a"),
        user("t"),
        node("exclusiveGateway", "g"),
        flows("s -> g", "g -> t: =x", "g -> a: =y", "a -> t -> e"),
    )
    without = tuple(re.sub(r'(<bpmn:sequenceFlow) id="[^"]*"', r"\1", part) for part in parts)
    assert "t" in advice(*without)["fake-join"]


def test_a_file_that_cannot_be_read_is_said_elsewhere():
    broken = bundle("p")
    broken.files["p.bpmn"] = b"<bpmn"
    assert checks.look_over(broken) == []
