"""Traps of SpiffWorkflow 3.2.0 in data, storage and what it makes of Camunda 8 files, each beside our own behaviour."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO
from uuid import UUID

import pytest
from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.dmn.specs.model import HitPolicy

from engine import operations, queries
from tests.engine.building import bundle, extension, file, flows, node, process, script, service, user
from tests.engine.test_traps import ours, raw, ready

pytestmark = pytest.mark.django_db
LINE = (node("startEvent", "s"), user("a"), user("b"), node("endEvent", "e"), flows("s -> a -> b -> e"))
BOUNDS = (
    '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="D"><bpmndi:BPMNPlane id="P" bpmnElement="p">{}'
    "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"
)


def task(workflow: BpmnWorkflow, name: str):
    return next(t for t in workflow.get_tasks(state=TaskState.READY, manual=True) if t.task_spec.bpmn_id == name)


def stored(workflow: BpmnWorkflow) -> str:
    return BpmnWorkflowSerializer().serialize_json(workflow)


def as_jsonb(value: object) -> object:
    """What PostgreSQL's jsonb gives back: keys by length, then by bytes."""
    if isinstance(value, dict):
        return {key: as_jsonb(value[key]) for key in sorted(value, key=lambda key: (len(key), key))}
    return [as_jsonb(item) for item in value] if isinstance(value, list) else value


def test_a_state_comes_back_with_its_data(case):
    lost = 0
    for _ in range(40):
        workflow = raw(*LINE)
        first = task(workflow, "a")
        first.data["x"] = 1
        first.run()
        workflow.do_engine_steps()
        back = BpmnWorkflowSerializer().deserialize_json(json.dumps(as_jsonb(json.loads(stored(workflow)))))
        lost += task(back, "b").data != {"x": 1}
    assert lost
    ours(case, *LINE)
    case.complete("a", x=1)
    assert queries.variables(case.instance_id) == {"x": 1}


def test_nested_data_is_nobody_elses(case):
    workflow = raw(*LINE)
    first = task(workflow, "a")
    first.data["box"] = {"inner": {"v": 1}}
    first.run()
    workflow.do_engine_steps()
    workflow = BpmnWorkflowSerializer().deserialize_json(stored(workflow))
    task(workflow, "b").data["box"]["inner"]["v"] = 2
    done = next(t for t in workflow.get_tasks(state=TaskState.COMPLETED) if t.task_spec.bpmn_id == "a")
    assert done.data["box"]["inner"]["v"] == 2
    ours(case, *LINE)
    given = {"inner": {"v": 1}}
    case.complete("a", box=given)
    given["inner"]["v"] = 2
    assert queries.variables(case.instance_id)["box"] == {"inner": {"v": 1}}


def test_both_branches_keep_their_answers(case):
    parts = (
        node("startEvent", "s"),
        node("parallelGateway", "f"),
        user("a"),
        user("b"),
        node("parallelGateway", "j"),
        user("z"),
        node("endEvent", "e"),
        flows("s -> f -> a -> j -> z -> e", "f -> b -> j"),
    )
    workflow = raw(*parts)
    for name in ("a", "b"):
        task(workflow, name).data["form"] = [{"said": name}]
        task(workflow, name).run()
        workflow.do_engine_steps()
    # The join lays one branch's rows over the other's by their order: what was answered last is gone.
    assert task(workflow, "z").data["form"] == [{"said": "a"}]
    ours(case, *parts)
    case.complete("a", form=[{"said": "a"}], a=1)
    case.complete("b", form=[{"said": "b"}], b=1)
    assert queries.variables(case.instance_id) == {"form": [{"said": "b"}], "a": 1, "b": 1}


def test_a_step_that_is_over_is_not_done_again(case):
    workflow = raw(*LINE)
    first = task(workflow, "a")
    first.run()
    workflow.do_engine_steps()
    assert first.run() is True
    ours(case, *LINE)
    over = case.task("a").id
    case.complete("a")
    with pytest.raises(operations.TaskNotOpen):
        operations.complete(instance_id=case.instance_id, task_id=over, data={}, by=case.by, now=case.now)
    assert case.open == ["b"]


@pytest.mark.parametrize("value", [Decimal("0.10"), b"bytes"])
def test_the_raw_serializer_knows_no_decimals_and_no_bytes(value):
    workflow = raw(*LINE)
    task(workflow, "a").data["x"] = value
    with pytest.raises(TypeError):
        stored(workflow)


def test_typed_values_come_back_typed(case):
    ours(case, *LINE)
    own = UUID(int=7)
    case.complete("a", money=Decimal("0.10"), day=date(2026, 3, 1), own=str(own))
    found = queries.variables(case.instance_id)
    assert (found["money"], found["day"], found["own"]) == (Decimal("0.10"), date(2026, 3, 1), str(own))
    assert isinstance(found["money"], Decimal)


def test_the_first_true_branch_in_the_file_wins_wherever_it_is_drawn(case):
    def parts(one: str, other: str) -> str:
        way = flows("s -> g", f"g -> a: {one}", f"g -> b: {other}", "a -> e", "b -> e")
        return (
            node("startEvent", "s")
            + node("exclusiveGateway", "g")
            + user("a")
            + user("b")
            + node("endEvent", "e")
            + way
        )

    shapes = "".join(
        f'<bpmndi:BPMNShape id="{name}_di" bpmnElement="{name}">'
        f'<dc:Bounds x="{x}" y="{y}" width="9" height="9"/></bpmndi:BPMNShape>'
        for name, x, y in (("s", 0, 0), ("g", 50, 0), ("a", 99, 500), ("b", 99, 0), ("e", 200, 0))
    )
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(BytesIO(file(process("p", parts("True", "True")) + BOUNDS.format(shapes)))))
    workflow = BpmnWorkflow(parser.get_spec("p"), {})
    workflow.do_engine_steps()
    assert ready(workflow) == ["b"]
    deployed = bundle("p", parts("=n > 1", "=n > 0"))
    deployed.files["p.bpmn"] = file(process("p", parts("=n > 1", "=n > 0")) + BOUNDS.format(shapes))
    case.deploy(deployed)
    assert case.start("p", n=2).open == ["a"]


def test_a_condition_on_a_flow_out_of_a_task_is_looked_at(case):
    def parts(step: str, condition: str) -> tuple[str, ...]:
        return (
            node("startEvent", "s"),
            step,
            user("b"),
            node("endEvent", "e"),
            flows("s -> x", f"x -> b: {condition}", "b -> e"),
        )

    assert ready(raw(*parts(node("scriptTask", "x", "<bpmn:script>n = 1</bpmn:script>"), "False"))) == ["b"]
    ours(case, *parts(script("x", "=1", "n"), "=false"))
    assert case.open == []
    assert case.row.incidents.get().kind == "no_flow"


def test_a_deep_tree_is_not_taken_for_an_end():
    parts = (
        node("startEvent", "s"),
        node("exclusiveGateway", "back"),
        user("t"),
        node("exclusiveGateway", "again", default="f_again_e"),
        node("endEvent", "e"),
        flows("s -> back -> t -> again", "again -> back: n &lt; 1000".replace("&lt;", "<"), "again -> e"),
    )
    workflow = raw(*parts)
    turns = 0
    while not workflow.is_completed() and turns < 500:
        waiting = task(workflow, "t")
        waiting.data["n"] = turns
        waiting.run()
        workflow.do_engine_steps()
        turns += 1
    # test_sizes shows ten thousand turns of ours.
    assert turns < 400


def test_lanes_go_by_id(case):
    lane = '<bpmn:lane id="clerk" name="The clerk"><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane>'
    lanes = f"<bpmn:laneSet>{lane}</bpmn:laneSet>"
    assert task(raw(lanes, *LINE), "a").task_spec.lane == "The clerk"
    ours(case, lanes, *LINE)
    assert case.task("a").role == "clerk"


def test_camunda_files_mean_nothing_or_the_wrong_thing_to_the_raw_parser(case):
    def around(step: str) -> tuple[str, ...]:
        return (node("startEvent", "s"), step, node("endEvent", "e"), flows("s -> x -> e"))

    each = extension('<zeebe:loopCharacteristics inputCollection="=[1, 2]"/>')
    many = f"<bpmn:multiInstanceLoopCharacteristics>{each}</bpmn:multiInstanceLoopCharacteristics>"
    refused = (
        node("businessRuleTask", "x", extension('<zeebe:calledDecision decisionId="d" resultVariable="r"/>')),
        script("x", "=1", "r"),
        node("callActivity", "x", extension('<zeebe:calledElement processId="q"/>')),
        node("userTask", "x", many),
    )
    for step in refused:
        with pytest.raises(ValidationException):
            raw(*around(step))
    sent = node("sendTask", "x", extension('<zeebe:taskDefinition type="p.send"/>'))
    assert raw(*around(sent)).is_completed()
    started = raw(*around(service("x", "p.work"))).get_tasks(state=TaskState.STARTED)
    assert [t.task_spec.bpmn_id for t in started] == ["x"]
    ours(case, *around(refused[3]))
    assert case.open == ["x", "x"]


def test_decision_tables_of_the_raw_engine_know_two_hit_policies():
    # tests/engine/dmn runs all of ours.
    assert {policy.value for policy in HitPolicy} == {"UNIQUE", "COLLECT"}
