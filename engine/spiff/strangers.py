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
    condition = element.find(bpmn("conditionExpression"))
    language = "" if condition is None else condition.get("language", "")
    if language and "feel" not in language.lower():
        yield error(element_id, f"{language}은(는) FEEL이 아닙니다.", f"The language {language} is not FEEL.")
