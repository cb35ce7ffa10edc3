"""Turns the XML of a file into diagrams, one for each process, and notes what cannot be executed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from engine.findings import Finding, ModelRefused, error
from engine.spiff import spelling, strangers, triggers, xml, zeebe
from engine.spiff.diagram import ACTIVITIES, EVENTS, GATEWAYS, Diagram, Flow, Node, Trigger
from engine.spiff.xml import bpmn, flag, local

EXECUTED = ACTIVITIES | GATEWAYS | EVENTS
#: A transaction is a sub-process that can be cancelled.
_KIND = {"transaction": "subProcess"}
_NOTES = frozenset({"documentation", "textAnnotation", "association", "group", "artifact", "auditing", "monitoring"})
_DATA = frozenset({"dataObject", "dataObjectReference", "dataStoreReference", "property", "ioSpecification"})
_LINKS = frozenset({"incoming", "outgoing", "laneSet", "dataInputAssociation", "dataOutputAssociation", "category"})
_INSIDE = frozenset({"extensionElements", "multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "script"})
SILENT = _NOTES | _DATA | _LINKS | _INSIDE


@dataclass
class _Reading:
    """What has been seen of one process so far."""

    known: triggers.Declared
    lane_of: dict[str, str]
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    associated: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)


def read(content: bytes) -> dict[str, Diagram]:
    """The processes of a file by id, in file order.

    Raises:
        ModelRefused: the file as a whole cannot be read (see ``xml.load``) or holds no process.
    """
    root = xml.load(content)
    known = triggers.declared(root)
    processes = root.findall(bpmn("process"))
    if not processes:
        raise ModelRefused([error(None, "프로세스가 없습니다.", "The file holds no process.")])
    repeated = [*_repeated_ids(root), *_unnamed(root)]
    diagrams: dict[str, Diagram] = {}
    for process in processes:
        process_id = process.get("id", "")
        diagrams[process_id] = _process(process, known, repeated)
    return diagrams


def _repeated_ids(root: etree._Element) -> list[Finding]:
    seen: set[str] = set()
    found: dict[str, Finding] = {}
    for element in root.iter(f"{{{xml.BPMN}}}*"):
        element_id = element.get("id")
        if element_id is None:
            continue
        if element_id in seen:
            found[element_id] = error(element_id, "같은 id가 두 번 쓰였습니다.", "This id is used twice in the file.")
        seen.add(element_id)
    return list(found.values())


def _unnamed(root: etree._Element) -> Iterator[Finding]:
    """Elements without an id, or with one of several words: nothing could point at them. Only a flow, which nothing has
    to point at, may go without (BPMN 2.0, table 8.5).
    """
    for element in root.iter(*map(bpmn, sorted(EXECUTED | {"process", "sequenceFlow", "lane"}))):
        element_id = element.get("id", "")
        if local(element) == "sequenceFlow" and "id" not in element.attrib:
            continue
        if not element_id or len(element_id.split()) != 1:
            yield error(
                element_id or None,
                f"{local(element)}의 id는 빈칸 없는 한 낱말이어야 합니다.",
                f"The id of a {local(element)} is one word.",
            )


def _process(process: etree._Element, known: triggers.Declared, repeated: list[Finding]) -> Diagram:
    lanes = {lane.get("id", ""): lane.get("name", lane.get("id", "")) for lane in process.iter(bpmn("lane"))}
    lane_of = {
        (reference.text or "").strip(): lane.get("id", "")
        for lane in process.iter(bpmn("lane"))
        for reference in lane.findall(bpmn("flowNodeRef"))
    }
    reading = _Reading(known, lane_of, problems=[*repeated, *_shared(process), *strangers.refuse(process)])
    pending: list[tuple[etree._Element, str | None, str | None]] = [(process, None, None)]
    while pending:
        element, scope, lane = pending.pop(0)
        for child in element:
            if (node := _child(child, (scope, lane), reading)) is not None and node.kind == "subProcess":
                pending.append((child, node.id, node.lane))
    return Diagram(
        process_id=process.get("id", ""),
        name=process.get("name", process.get("id", "")),
        ext=zeebe.extension(process),
        documentation=(process.findtext(bpmn("documentation")) or "").strip(),
        nodes=reading.nodes,
        flows=reading.flows,
        lanes=lanes,
        problems=tuple(reading.problems),
        handlers=_handlers(reading),
        executable=flag(process, "isExecutable", otherwise=True),
    )


def _shared(process: etree._Element) -> Iterator[Finding]:
    """Nodes in two lanes that do not lie in each other: nobody could say who does them."""
    first: dict[str, etree._Element] = {}
    for lane in process.iter(bpmn("lane")):
        for reference in lane.findall(bpmn("flowNodeRef")):
            node_id = (reference.text or "").strip()
            other = first.setdefault(node_id, lane)
            if other is not lane and other not in lane.iterancestors():
                yield error(
                    node_id,
                    "두 레인에 함께 있습니다.",
                    "The node lies in two lanes.",
                    other.get("id"),
                    lane.get("id"),
                )


def _handlers(reading: _Reading) -> dict[str, str]:
    """The compensation handler of each activity: joined to its compensation event by an association, either way."""
    found = {}
    for pair in reading.associated:
        for one, other in (pair, pair[::-1]):
            event, activity = reading.nodes.get(one), reading.nodes.get(other)
            if event is None or activity is None or event.host is None:
                continue
            if event.trigger.kind == "compensate" and activity.for_compensation:
                found[event.host] = activity.id
    return found


def _child(child: etree._Element, place: tuple[str | None, str | None], reading: _Reading) -> Node | None:
    kind = _KIND.get(local(child), local(child))
    element_id = child.get("id", "")
    if kind == "association":
        reading.associated.append((child.get("sourceRef", ""), child.get("targetRef", "")))
    if kind in EXECUTED:
        node = _node(child, place, reading)
        reading.nodes[element_id] = node
        return node
    if kind == "sequenceFlow":
        condition = child.find(bpmn("conditionExpression"))
        text = None if condition is None else (condition.text or "").strip()
        ends = child.get("sourceRef", ""), child.get("targetRef", "")
        flow_id = element_id or _made(ends, reading)
        reading.problems.extend(strangers.refuse(child))
        reading.flows[flow_id] = Flow(flow_id, *ends, condition=text, name=child.get("name", ""))
    elif kind and kind not in SILENT and not kind.endswith("EventDefinition"):
        reading.problems.append(
            error(element_id, f"{kind} 요소는 실행할 수 없습니다.", f"A {kind} cannot be executed.")
        )
    return None


def _made(ends: tuple[str, str], reading: _Reading) -> str:
    """An id for a flow without one, as no file can have written it: ``a→b``, and ``a→b→2`` for the next beside it."""
    name, number = "→".join(ends), 1
    while (made := name if number == 1 else f"{name}→{number}") in reading.flows:
        number += 1
    return made


def _node(element: etree._Element, place: tuple[str | None, str | None], reading: _Reading) -> Node:
    kind, element_id = _KIND.get(local(element), local(element)), element.get("id", "")
    _refuse_markers(element, reading.problems)
    attached = xml.reference(element, "attachedToRef")
    by_event = flag(element, "triggeredByEvent")
    interrupts = "cancelActivity" if kind == "boundaryEvent" else "isInterrupting"
    lane = reading.lane_of.get(element_id) or (reading.lane_of.get(attached or "")) or place[1]
    found = _triggers(element, reading)
    return Node(
        id=element_id,
        kind=kind,
        name=element.get("name", ""),
        scope=place[0],
        lane=lane,
        trigger=found[0],
        also=found[1:],
        interrupting=flag(element, interrupts, otherwise=True),
        host=attached,
        default=element.get("default"),
        loop=zeebe.loop(element),
        by_event=by_event,
        instantiates=flag(element, "instantiate"),
        for_compensation=flag(element, "isForCompensation"),
        transaction=local(element) == "transaction",
        documentation=(element.findtext(bpmn("documentation")) or "").strip(),
        ext=zeebe.extension(element),
    )


def _triggers(element: etree._Element, reading: _Reading) -> tuple[Trigger, ...]:
    kind = local(element)
    if kind in EVENTS:
        return triggers.of(element, reading.known, reading.problems)
    if kind in {"receiveTask", "sendTask"}:
        return (triggers.message(element, reading.known, reading.problems),)
    return (Trigger(),)


def _refuse_markers(element: etree._Element, problems: list[Finding]) -> None:
    element_id = element.get("id", "")
    if element.get("eventGatewayType") == "Parallel":
        problems.append(
            error(
                element_id,
                "모든 이벤트를 기다리는 게이트웨이는 실행할 수 없습니다.",
                "A gateway that waits for all its events cannot be executed.",
            )
        )
    problems.extend(strangers.refuse(element))
    problems.extend(spelling.refuse(element))
    if element.find(bpmn("multiInstanceLoopCharacteristics")) is not None and (
        element.find(bpmn("standardLoopCharacteristics")) is not None
    ):
        problems.append(
            error(
                element_id,
                "다중 인스턴스이거나 반복입니다. 둘 다일 수는 없습니다.",
                "It is a multi-instance or a loop, not both.",
            )
        )
    for name in zeebe.unknown(element):
        problems.append(
            error(element_id, f"zeebe:{name}은(는) 실행할 수 없습니다.", f"zeebe:{name} cannot be executed.")
        )
