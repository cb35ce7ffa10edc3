"""The attributes of the ``zeebe:`` elements: a misspelt one would be drawn and silently mean nothing."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.findings import Finding, error
from engine.spiff.xml import ZEEBE, bpmn

_VERSION = ("bindingType", "versionTag")
_MAPPING = ("source", "target")
_LISTENER = ("eventType", "retries", "type")
_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "taskDefinition": ("type", "retries"),
    "formDefinition": ("formId", "formKey", "externalReference", *_VERSION),
    "userTaskForm": ("id",),
    "input": _MAPPING,
    "output": _MAPPING,
    "header": ("key", "value"),
    "assignmentDefinition": ("assignee", "candidateGroups", "candidateUsers"),
    "taskSchedule": ("dueDate", "followUpDate"),
    "priorityDefinition": ("priority",),
    "script": ("expression", "resultVariable"),
    "calledDecision": ("decisionId", "resultVariable", *_VERSION),
    "calledElement": ("processId", "propagateAllChildVariables", "propagateAllParentVariables", *_VERSION),
    "loopCharacteristics": ("inputCollection", "inputElement", "outputCollection", "outputElement"),
    "executionListener": _LISTENER,
    "taskListener": _LISTENER,
    "property": ("name", "value"),
    "versionTag": ("value",),
    "subscription": ("correlationKey",),
}
_LOOPS = "multiInstanceLoopCharacteristics"


_FLAGS = (
    "isInterrupting", "cancelActivity", "triggeredByEvent", "isForCompensation", "instantiate", "parallelMultiple",
    "isSequential", "testBefore", "propagateAllChildVariables", "propagateAllParentVariables",
)  # fmt: skip
_TRUTHS = frozenset({"true", "false", "1", "0"})


def refuse(element: etree._Element) -> Iterator[Finding]:
    """A finding for each attribute of the node's own extensions that nobody knows; attributes of other namespaces are
    an editor's.
    """
    markers = (element.find(bpmn(name)) for name in (_LOOPS, "standardLoopCharacteristics"))
    yield from _flags(element, element, *(marker for marker in markers if marker is not None))
    yield from _twice(element)
    boxes = [element.find(bpmn("extensionElements")), element.find(f"{bpmn(_LOOPS)}/{bpmn('extensionElements')}")]
    for box in boxes:
        for child in [] if box is None else box.iter(f"{{{ZEEBE}}}*"):
            tag = str(child.tag)[len(ZEEBE) + 2 :]
            yield from _flags(element, child)
            for name in map(str, child.attrib):
                if tag in _ATTRIBUTES and not name.startswith("{") and name not in _ATTRIBUTES[tag]:
                    yield error(
                        element.get("id"),
                        f"zeebe:{tag}에는 {name} 속성이 없습니다. 있는 것: {', '.join(_ATTRIBUTES[tag])}",
                        f"A zeebe:{tag} has no attribute {name}, only {', '.join(_ATTRIBUTES[tag])}.",
                    )


def _flags(element: etree._Element, *parts: etree._Element) -> Iterator[Finding]:
    """Truth values of a node's parts that are none."""
    for part in parts:
        for name in _FLAGS:
            said = part.get(name)
            if said is not None and said.strip() not in _TRUTHS:
                yield error(
                    element.get("id"),
                    f"{name}은(는) true나 false입니다: {said}",
                    f"{name} is true or false, not {said}.",
                )


def _twice(element: etree._Element) -> Iterator[Finding]:
    """Extensions of which a node has one at most: of two, one would be silently passed over."""
    box = element.find(bpmn("extensionElements"))
    tags = [str(child.tag) for child in ([] if box is None else box)]
    for tag in sorted({tag for tag in tags if tag.startswith(f"{{{ZEEBE}}}") and tags.count(tag) > 1}):
        name = tag[len(ZEEBE) + 2 :]
        yield error(element.get("id"), f"zeebe:{name}이(가) 두 번 있습니다.", f"There are two zeebe:{name}.")
