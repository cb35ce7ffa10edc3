"""Reading versions: their files, their elements, what may come next."""

from __future__ import annotations

import inspect
from uuid import UUID

from django.db.models import Count, Q

from engine import definitions, handlers
from engine.models import Incident, ProcessInstance, ProcessVersion
from engine.queries.facts import ElementFacts, ProcessFacts, StageFacts, VersionFacts
from engine.spiff.diagram import Diagram, Flow, Node

bundle = definitions.bundle


class NoSuchForm(LookupError):
    """A version holds no form of this id."""


def form_bytes(version_id: UUID, form_id: str) -> bytes:
    """The form a version was deployed with.

    Raises:
        NoSuchForm: it holds none of this id.
    """
    found = definitions.bundle(version_id).forms.get(form_id)
    if found is None:
        raise NoSuchForm(form_id)
    return found


def start_form(process_id: str) -> tuple[UUID, str | None]:
    """The live version of a process and the form of its start event, if it has one.

    Raises:
        LookupError: the process is not deployed.
    """
    version_id = ProcessVersion.objects.filter(process_id=process_id, is_live=True).values_list("id", flat=True).first()
    if version_id is None:
        raise LookupError(process_id)
    definition = definitions.get(version_id)
    start = definition.diagram.plain_start(None)
    if start is None:
        return version_id, None
    form_id = start.ext.form_id or (start.id if start.id in definition.forms else None)
    return version_id, form_id


def diagram(version_id: UUID) -> bytes:
    """The BPMN file of a version."""
    found = definitions.bundle(version_id)
    own = found.files.get(f"{found.process_id}.bpmn")
    return own if own is not None else next(iter(found.of_kind(".bpmn").values()))


def element(version_id: UUID, element_id: str) -> ElementFacts:
    """One node.

    Raises:
        KeyError: the version has none of this id.
    """
    definition = definitions.get(version_id)
    return _facts(definition.diagram, definition.diagram.nodes[element_id], definition.forms)


def elements(version_id: UUID) -> list[ElementFacts]:
    """All nodes, in the order in which a case may reach them; the inside of a sub-process follows it."""
    definition = definitions.get(version_id)
    return [_facts(definition.diagram, node, definition.forms) for node in in_flow_order(definition.diagram)]


def flows(version_id: UUID) -> list[Flow]:
    """The sequence flows in file order."""
    return list(definitions.get(version_id).diagram.flows.values())


def stages(version_id: UUID) -> list[StageFacts]:
    """The stages citizens see (property ``stage``), in the order of the flow."""
    found: dict[str, list[Node]] = {}
    for node in in_flow_order(definitions.get(version_id).diagram):
        if stage := node.ext.properties.get("stage"):
            found.setdefault(stage, []).append(node)
    return [
        StageFacts(
            name=name,
            name_en=next((n.ext.properties["stageEn"] for n in nodes if "stageEn" in n.ext.properties), name),
            element_ids=tuple(node.id for node in nodes),
        )
        for name, nodes in found.items()
    ]


#: Where a case stops to wait: what lies behind is not "next" any more.
_WAITS = frozenset({"eventBasedGateway", "intermediateCatchEvent", "receiveTask"})


def next_steps(version_id: UUID, element_id: str) -> list[ElementFacts]:
    """The steps for people, calls and ends that may come next, without passing another such step or a wait."""
    definition = definitions.get(version_id)
    diagram_ = definition.diagram
    found: dict[str, ElementFacts] = {}
    pending, seen = [flow.target for flow in diagram_.outgoing.get(element_id, [])], set()
    while pending:
        node = diagram_.nodes[pending.pop(0)]
        if node.id in seen:
            continue
        seen.add(node.id)
        if node.kind in {"userTask", "callActivity", "endEvent"} and node.name:
            found.setdefault(node.name, _facts(diagram_, node, frozenset()))
        elif node.kind == "subProcess" and (start := diagram_.plain_start(node.id)):
            pending.append(start.id)
        elif node.kind not in _WAITS and not _joins(diagram_, node):
            pending.extend(flow.target for flow in diagram_.outgoing.get(node.id, []))
    return list(found.values())


def _joins(diagram_: Diagram, node: Node) -> bool:
    """Whether the node waits for other branches: what lies behind it comes only with them."""
    return node.kind == "parallelGateway" and len(diagram_.incoming.get(node.id, [])) > 1


def versions(process_id: str) -> list[VersionFacts]:
    """All versions of a process, the newest first."""
    running = Count("instances", filter=Q(instances__status="running"))
    rows = ProcessVersion.objects.filter(process_id=process_id).annotate(running=running).order_by("-number")
    return [
        VersionFacts(
            id=row.id,
            process_id=row.process_id,
            number=row.number,
            name=row.name,
            digest=row.digest,
            comment=row.comment,
            deployed_at=row.deployed_at,
            deployed_by=row.deployed_by,
            is_live=row.is_live,
            running=row.running,
        )
        for row in rows
    ]


def processes() -> list[ProcessFacts]:
    """All deployed processes by name of their live version."""
    live = ProcessVersion.objects.filter(is_live=True).order_by("process_id")
    return [_process(row) for row in live]


def process_facts(process_id: str) -> ProcessFacts:
    """One deployed process.

    Raises:
        LookupError: it is not deployed.
    """
    row = ProcessVersion.objects.filter(process_id=process_id, is_live=True).first()
    if row is None:
        raise LookupError(process_id)
    return _process(row)


def missing_handlers() -> list[str]:
    """Service types of live versions, and of versions still running, that no handler serves: "process v3: type"."""
    used = ProcessVersion.objects.filter(Q(is_live=True) | Q(instances__status="running")).distinct()
    known = handlers.registered()
    found = []
    for row in used.order_by("process_id", "number"):
        for node in definitions.get(row.id).diagram.nodes.values():
            found += [f"{row.process_id} v{row.number}: {wanted}" for wanted in _served(node) if wanted not in known]
    return found


def _served(node: Node) -> list[str]:
    """The types a node needs a handler for: its service, unless a worker outside does it, and its listeners."""
    own = [node.ext.job_type] if node.ext.job_type and node.ext.headers.get("external") != "true" else []
    return [name for name in [*own, *(line.type for line in node.ext.listeners)] if not name.startswith("=")]


def handler_docs(version_id: UUID) -> dict[str, str]:
    """What each service step does, by element id: the docstring of its handler, written for case workers."""
    known = handlers.registered()
    nodes = definitions.get(version_id).diagram.nodes.values()
    return {
        node.id: inspect.getdoc(known[node.ext.job_type].function) or ""
        for node in nodes
        if node.ext.job_type is not None and node.ext.job_type in known
    }


def in_flow_order(diagram_: Diagram) -> list[Node]:
    """Nodes breadth first from the starts of each scope, the inside of a sub-process right behind it."""
    found: list[Node] = []

    def walk(scope: str | None) -> None:
        members = diagram_.members.get(scope, [])
        first = [n for n in members if n.kind == "startEvent"] or [
            n for n in members if not diagram_.incoming.get(n.id)
        ]
        pending = [n for n in first if not n.by_event] + [n for n in members if n.by_event]
        seen: set[str] = set()
        while pending or (pending := [n for n in members if n.id not in seen][:1]):
            node = pending.pop(0)
            if node.id in seen or node.scope != scope:
                continue
            seen.add(node.id)
            found.append(node)
            if node.kind == "subProcess":
                walk(node.id)
            after = [diagram_.nodes[flow.target] for flow in diagram_.outgoing.get(node.id, [])]
            later = [n for n in pending if n.by_event]
            pending = [n for n in pending if not n.by_event] + after + diagram_.boundaries.get(node.id, []) + later

    walk(None)
    return found


def _facts(diagram_: Diagram, node: Node, forms: frozenset[str]) -> ElementFacts:
    named = node.id if node.id in forms else None
    return ElementFacts(
        id=node.id,
        kind=node.kind,
        name=node.name,
        label_en=node.ext.properties.get("labelEn", ""),
        lane=node.lane,
        lane_name=diagram_.lanes.get(node.lane or "", ""),
        scope=node.scope,
        host=node.host,
        form_id=node.ext.form_id or (named if node.kind in {"userTask", "startEvent"} else None),
        documentation=node.documentation,
        properties=node.ext.properties,
        job_type=node.ext.job_type,
        called_process=node.ext.called_process,
        decision_id=node.ext.decision_id,
        event=node.trigger.kind,
    )


def _process(row: ProcessVersion) -> ProcessFacts:
    ext = definitions.get(row.id).diagram.ext
    open_ = Incident.objects.filter(instance__process_id=row.process_id, resolved_at=None)
    return ProcessFacts(
        process_id=row.process_id,
        name=row.name,
        name_en=ext.properties.get("labelEn", row.name),
        version_id=row.id,
        version_number=row.number,
        running=ProcessInstance.objects.filter(process_id=row.process_id, status="running").count(),
        incidents=open_.count(),
    )
