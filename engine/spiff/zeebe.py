"""Reads the Camunda 8 extension elements of a node into an ``Extension``."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.spiff.diagram import Extension, Listener, Loop, Mapped
from engine.spiff.xml import bpmn, flag, zeebe


def extension(element: etree._Element) -> Extension:
    """Collect everything the node's ``bpmn:extensionElements`` say that we understand."""
    box = element.find(bpmn("extensionElements"))
    if box is None:
        return Extension()
    found: dict[str, Any] = {}
    listeners: tuple[Listener, ...] = ()
    for child in box:
        read = _READERS.get(child.tag) if isinstance(child.tag, str) else None
        if read is not None:
            said = read(child)
            found.update(said)
            listeners += said.get("listeners", ())
    if listeners:
        found["listeners"] = listeners
    return Extension(**found)


def unknown(element: etree._Element) -> list[str]:
    """The names of ``zeebe:`` elements of the node that we neither execute nor may ignore."""
    box = element.find(bpmn("extensionElements"))
    prefix = zeebe("")
    known = {*_READERS, *_IGNORED}
    return [
        str(c.tag)[len(prefix) :]
        for c in ([] if box is None else box)
        if str(c.tag).startswith(prefix) and c.tag not in known
    ]


def loop(element: etree._Element) -> Loop | None:
    """The loop marker of an activity; an absent collection is left empty for the checks to refuse."""
    marker = element.find(bpmn("multiInstanceLoopCharacteristics"))
    if marker is None:
        return _standard(element.find(bpmn("standardLoopCharacteristics")))
    found = marker.find(f"{bpmn('extensionElements')}/{zeebe('loopCharacteristics')}")
    said: dict[str, str] = {} if found is None else {str(k): str(v) for k, v in found.attrib.items()}
    completion = marker.findtext(bpmn("completionCondition"))
    return Loop(
        sequential=flag(marker, "isSequential"),
        collection=str(said.get("inputCollection", "")),
        element=_text(said.get("inputElement")),
        output_collection=_text(said.get("outputCollection")),
        output_element=_text(said.get("outputElement")),
        completion=completion.strip() if completion and completion.strip() else None,
    )


def _standard(marker: etree._Element | None) -> Loop | None:
    if marker is None:
        return None
    maximum = marker.get("loopMaximum", "")
    return Loop(
        sequential=True,
        collection="",
        standard=True,
        condition=_text((marker.findtext(bpmn("loopCondition")) or "").strip()),
        before=flag(marker, "testBefore"),
        maximum=int(maximum) if maximum.isdecimal() else -1 if maximum else None,
    )


def _text(value: object) -> str | None:
    return str(value) if value else None


def _definition(child: etree._Element) -> dict[str, Any]:
    return {"job_type": child.get("type"), "retries": child.get("retries")}


def _form(child: etree._Element) -> dict[str, Any]:
    return {"form_id": child.get("formId")}


def _io(child: etree._Element) -> dict[str, Any]:
    def lines(tag: str) -> tuple[Mapped, ...]:
        return tuple(Mapped(line.get("source", ""), line.get("target", "")) for line in child.findall(zeebe(tag)))

    return {"inputs": lines("input"), "outputs": lines("output")}


def _headers(child: etree._Element | None) -> dict[str, Any]:
    return {
        "headers": {}
        if child is None
        else {h.get("key", ""): h.get("value", "") for h in child.findall(zeebe("header"))}
    }


def _assignment(child: etree._Element) -> dict[str, Any]:
    said = {"assignee": "assignee", "candidateGroups": "candidate_groups", "candidateUsers": "candidate_users"}
    return {name: _text(child.get(attribute)) for attribute, name in said.items()}


def _schedule(child: etree._Element) -> dict[str, Any]:
    return {"due": _text(child.get("dueDate")), "follow_up": _text(child.get("followUpDate"))}


def _priority(child: etree._Element) -> dict[str, Any]:
    return {"priority": _text(child.get("priority"))}


def _script(child: etree._Element) -> dict[str, Any]:
    return {"script": child.get("expression", ""), "result_variable": _text(child.get("resultVariable"))}


def _decision(child: etree._Element) -> dict[str, Any]:
    return {"decision_id": _text(child.get("decisionId")), "result_variable": _text(child.get("resultVariable"))}


def _called(child: etree._Element) -> dict[str, Any]:
    return {
        "called_process": _text(child.get("processId")),
        "binding": child.get("bindingType")
        or ("latest" if child.get("processId", "").startswith("=") else "deployment"),
        "version_tag": _text(child.get("versionTag")),
        "parent_variables": flag(child, "propagateAllParentVariables", otherwise=True),
        "child_variables": flag(child, "propagateAllChildVariables", otherwise=True),
    }


def _tag(child: etree._Element) -> dict[str, Any]:
    return {"version_tag": _text(child.get("value"))}


def _properties(child: etree._Element) -> dict[str, Any]:
    return {"properties": {p.get("name", ""): p.get("value", "") for p in child.findall(zeebe("property"))}}


def _listeners(child: etree._Element) -> dict[str, Any]:
    """Of ``executionListeners`` and ``taskListeners``; ``extension`` puts the two together."""
    execution = child.tag == zeebe("executionListeners")
    tag = zeebe("executionListener" if execution else "taskListener")
    found = tuple(
        Listener(
            event=line.get("eventType", "start" if execution else ""),
            type=line.get("type", ""),
            execution=execution,
            headers=dict(_headers(line.find(zeebe("taskHeaders")))["headers"]),
        )
        for line in child.findall(tag)
    )
    return {"listeners": found}


_READERS = {
    zeebe("executionListeners"): _listeners,
    zeebe("taskListeners"): _listeners,
    zeebe("taskDefinition"): _definition,
    zeebe("formDefinition"): _form,
    zeebe("ioMapping"): _io,
    zeebe("taskHeaders"): _headers,
    zeebe("assignmentDefinition"): _assignment,
    zeebe("taskSchedule"): _schedule,
    zeebe("priorityDefinition"): _priority,
    zeebe("script"): _script,
    zeebe("calledDecision"): _decision,
    zeebe("calledElement"): _called,
    zeebe("properties"): _properties,
    zeebe("versionTag"): _tag,
}
_IGNORED = frozenset(zeebe(tag) for tag in ("userTask", "subscription", "loopCharacteristics", "userTaskForm"))
