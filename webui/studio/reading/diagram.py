"""Reads a BPMN file of our dialect into ``Reading``."""

from collections.abc import Mapping, Sequence

from lxml import etree

from webui.studio.reading import order
from webui.studio.reading.steps import Lane, Reading, Step, Way
from webui.studio.reading.xml import BPMN, NotReadable, extension, local, parse, properties, text_of

NODES = {
    *("task", "userTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask", "manualTask"),
    *("callActivity", "subProcess", "transaction", "adHocSubProcess"),
    *("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"),
    *("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"),
}

#: fact name → (zeebe extension, attribute)
EXTENSIONS = {
    "form": ("formDefinition", "formId"),
    "due": ("taskSchedule", "dueDate"),
    "follow_up": ("taskSchedule", "followUpDate"),
    "assignee": ("assignmentDefinition", "assignee"),
    "groups": ("assignmentDefinition", "candidateGroups"),
    "users": ("assignmentDefinition", "candidateUsers"),
    "service": ("taskDefinition", "type"),
    "decision": ("calledDecision", "decisionId"),
    "result": ("calledDecision", "resultVariable"),
    "called": ("calledElement", "processId"),
    "script": ("script", "expression"),
    "script_result": ("script", "resultVariable"),
}

TIMERS = ("timeDate", "timeDuration", "timeCycle")


def read(content: bytes) -> Reading:
    """The reading of a diagram's first process.

    Raises:
        NotReadable: no XML that we read, or no process in it.
    """
    root = parse(content)
    process = root.find(f"{BPMN}process")
    if process is None:
        raise NotReadable("syntax", "no process")
    lanes = _lanes(process)
    return Reading(
        process_id=process.get("id", ""),
        name=process.get("name", "") or process.get("id", ""),
        documentation=text_of(process, f"{BPMN}documentation"),
        properties=properties(process),
        lanes=[Lane(id=lane.get("id", ""), name=lane.get("name", "")) for lane in process.iter(f"{BPMN}lane")],
        steps=_Reader(root, lanes).steps(process),
    )


def _lanes(process: etree._Element) -> dict[str, str]:
    """Node id → lane name; the innermost lane is the one that counts."""
    return {
        (reference.text or "").strip(): lane.get("name", "") or lane.get("id", "")
        for lane in process.iter(f"{BPMN}lane")
        for reference in lane.iterfind(f"{BPMN}flowNodeRef")
    }


class _Reader:
    """One walk over the nodes; keeps the lanes and the names of messages, signals and errors."""

    def __init__(self, root: etree._Element, lanes: Mapping[str, str]) -> None:
        self.lanes = lanes
        self.names = {one.get("id", ""): one.get("name", "") or one.get("errorCode", "") for one in root}

    def steps(self, parent: etree._Element, lane: str = "") -> list[Step]:
        """The nodes of a process or sub-process in flow order; inner nodes have their sub-process's lane."""
        nodes = {node.get("id", ""): node for node in parent if local(node) in NODES}
        flows = list(parent.iterfind(f"{BPMN}sequenceFlow"))
        ordered = order.in_flow_order(nodes, flows)
        ways = {one: [_way(nodes[one], flow, nodes) for flow in flows if flow.get("sourceRef") == one] for one in nodes}
        hosts = {one: _name(nodes.get(node.get("attachedToRef", ""))) for one, node in nodes.items()}
        return [self._step(nodes[one], ways[one], hosts[one], self.lanes.get(one, lane)) for one in ordered]

    def _step(self, node: etree._Element, ways: Sequence[Way], host: str, lane: str) -> Step:
        kind = "eventSubProcess" if node.get("triggeredByEvent") == "true" else local(node)
        return Step(
            id=node.get("id", ""),
            name=node.get("name", ""),
            kind=kind,
            event=_event(node),
            lane=lane,
            attached_to=host,
            interrupting=node.get("cancelActivity", node.get("isInterrupting", "true")) == "true",
            documentation=text_of(node, f"{BPMN}documentation"),
            facts=self._facts(node),
            properties=properties(node),
            ways=ways,
            children=self.steps(node, lane) if "ubProcess" in local(node) or local(node) == "transaction" else (),
        )

    def _facts(self, node: etree._Element) -> dict[str, str]:
        found = {fact: extension(node, *place) for fact, place in EXTENSIONS.items()}
        for timer in TIMERS:
            found[timer] = text_of(node, f"{BPMN}timerEventDefinition/{BPMN}{timer}")
        found["condition"] = text_of(node, f"{BPMN}conditionalEventDefinition/{BPMN}condition")
        found["thrown"] = self._thrown(node)
        loop = node.find(f"{BPMN}multiInstanceLoopCharacteristics")
        if loop is not None:
            found["collection"] = extension(loop, "loopCharacteristics", "inputCollection")
            found["each"] = "one_by_one" if loop.get("isSequential") == "true" else "together"
        return {fact: value for fact, value in found.items() if value}

    def _thrown(self, node: etree._Element) -> str:
        """The name of the message, signal, error or escalation of an event or a receive task."""
        references = (
            one.get(f"{kind}Ref") for one in (node, *node) for kind in ("message", "signal", "error", "escalation")
        )
        return next((self.names.get(one, one) for one in references if one), "")


def _event(node: etree._Element) -> str:
    kinds = (local(one) for one in node)
    return next((kind.removesuffix("EventDefinition") for kind in kinds if kind.endswith("EventDefinition")), "")


def _name(node: etree._Element | None) -> str:
    return "" if node is None else node.get("name", "") or node.get("id", "")


def _way(node: etree._Element, flow: etree._Element, nodes: Mapping[str, etree._Element]) -> Way:
    target = flow.get("targetRef", "")
    return Way(
        target_id=target,
        target_name=_name(nodes.get(target)) or target,
        condition=text_of(flow, f"{BPMN}conditionExpression"),
        name=flow.get("name", ""),
        is_default=node.get("default") == flow.get("id", ""),
    )
