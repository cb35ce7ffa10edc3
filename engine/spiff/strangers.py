"""What an element says in the language of another engine: it would be drawn and silently not done."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.findings import Finding, error
from engine.spiff.xml import bpmn, zeebe

#: Namespaces whose attributes and elements mean execution elsewhere; what only decorates (colours, DI) is passed over.
_ENGINES = {
    "http://camunda.org/schema/1.0/bpmn": "Camunda 7",
    "http://activiti.org/bpmn": "Activiti",
    "http://flowable.org/bpmn": "Flowable",
    "http://operaton.org/schema/1.0/bpmn": "Operaton",
    "http://spiffworkflow.org/bpmn/schema/1.0/core": "SpiffWorkflow",
    "http://www.jboss.org/drools": "jBPM",
}
_FORMS = ("formKey", "externalReference")
_ROLES = ("performer", "humanPerformer", "potentialOwner", "resourceRole")
_LOOP_PARTS = ("loopCardinality", "loopDataInputRef", "loopDataOutputRef", "complexBehaviorDefinition")


def refuse(element: etree._Element) -> Iterator[Finding]:
    """A finding for each engine the element is written for, for forms of other kinds, and other languages than FEEL."""
    element_id = element.get("id")
    box = element.find(bpmn("extensionElements"))
    names = [*map(str, element.attrib), *(str(child.tag) for child in ([] if box is None else box))]
    engines = {_ENGINES[space] for name in names if (space := name[1:].partition("}")[0]) in _ENGINES}
    for engine in sorted(engines):
        yield error(
            element_id,
            f"{engine}용 속성은 여기에서 실행되지 않습니다.",
            f"What is said for {engine} is not executed here.",
        )
    form = None if box is None else box.find(zeebe("formDefinition"))
    if form is not None and any(form.get(name) for name in _FORMS):
        yield error(
            element_id,
            "양식은 formId로만 정합니다.",
            "A form is named by its formId; embedded and custom form keys are not executed.",
        )
    if (element.findtext(bpmn("script")) or "").strip():
        language = element.get("scriptFormat") or "?"
        yield error(
            element_id,
            f"{language} 스크립트는 실행되지 않습니다. FEEL만 실행합니다.",
            f"A script in {language} is not executed, FEEL only.",
        )
    yield from _unheard(element)
    condition = element.find(bpmn("conditionExpression"))
    language = "" if condition is None else condition.get("language", "")
    if language and "feel" not in language.lower():
        yield error(element_id, f"{language}은(는) FEEL이 아닙니다.", f"The language {language} is not FEEL.")


def _unheard(element: etree._Element) -> Iterator[Finding]:
    """What BPMN says in words that nobody here listens to: who does a step, how many tokens, how a loop counts."""
    element_id = element.get("id")
    for name in _ROLES:
        if element.find(bpmn(name)) is not None:
            yield error(
                element_id,
                f"{name}은(는) 실행되지 않습니다. 할 사람은 레인이나 zeebe:assignmentDefinition으로 정합니다.",
                f"A {name} is not executed: a lane or a zeebe:assignmentDefinition says who does it.",
            )
    for name in ("startQuantity", "completionQuantity"):
        if (said := element.get(name, "1")).strip() != "1":
            yield error(
                element_id, f"{name}은(는) 1만 실행합니다: {said}", f"The {name} {said} is not executed, only 1."
            )
    marker = element.find(bpmn("multiInstanceLoopCharacteristics"))
    if marker is None:
        return
    unread = [name for name in _LOOP_PARTS if marker.find(bpmn(name)) is not None]
    if marker.get("behavior", "All") != "All":
        unread.append("behavior")
    for name in unread:
        yield error(element_id, f"{name}은(는) 실행되지 않습니다.", f"A multi-instance's {name} is not executed.")
