"""Reads what an event waits for or throws, with the names its file declares at the top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from engine.findings import Finding, error
from engine.spiff import xml
from engine.spiff.diagram import Trigger
from engine.spiff.xml import bpmn, flag, local, zeebe

_TIMERS = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


@dataclass(frozen=True)
class Declared:
    """The messages (name, correlation key), signals (name), errors and escalations (code) of a file, by id."""

    messages: Mapping[str, tuple[str | None, str | None]]
    signals: Mapping[str, str | None]
    errors: Mapping[str, str | None]
    escalations: Mapping[str, str | None]


def declared(root: etree._Element) -> Declared:
    """Collect the declarations below ``bpmn:definitions``."""
    messages = {}
    for message in root.findall(bpmn("message")):
        found = message.find(f"{bpmn('extensionElements')}/{zeebe('subscription')}")
        messages[message.get("id", "")] = (message.get("name"), None if found is None else found.get("correlationKey"))
    return Declared(
        messages=messages,
        signals={e.get("id", ""): e.get("name") for e in root.findall(bpmn("signal"))},
        errors={e.get("id", ""): e.get("errorCode") for e in root.findall(bpmn("error"))},
        escalations={e.get("id", ""): e.get("escalationCode") for e in root.findall(bpmn("escalation"))},
    )


def of(element: etree._Element, known: Declared, problems: list[Finding]) -> tuple[Trigger, ...]:
    """The event definitions of an event node in file order, at least one; all of them at once are not waited for."""
    found = [child for child in element if local(child).endswith("EventDefinition")]
    element_id = element.get("id", "")
    if flag(element, "parallelMultiple") and len(found) > 1:
        problems.append(
            error(
                element_id,
                "여러 이벤트를 모두 기다릴 수는 없습니다.",
                "An event cannot wait for all of several events.",
            )
        )
    return tuple(_one(one, known, (element_id, problems)) for one in found) or (Trigger(),)


def message(element: etree._Element, known: Declared, problems: list[Finding]) -> Trigger:
    """The message a receive or send task names; a plain trigger when it names none."""
    if element.get("messageRef") is None:
        return Trigger()
    return _message(element, known, (element.get("id", ""), problems))


def _one(definition: etree._Element, known: Declared, at: tuple[str, list[Finding]]) -> Trigger:
    kind = local(definition).removesuffix("EventDefinition")
    match kind:
        case "timer":
            return _timer(definition, at)
        case "message":
            return _message(definition, known, at)
        case "link":
            return Trigger("link", definition.get("name"))
        case "conditional":
            return Trigger("conditional", text=(definition.findtext(bpmn("condition")) or "").strip())
        case "compensate":
            waits = "true" if flag(definition, "waitForCompletion", otherwise=True) else "false"
            return Trigger("compensate", xml.reference(definition, "activityRef"), text=waits)
        case "signal" | "error" | "escalation":
            return _named(definition, known, at)
        case _:
            return Trigger(kind)


def _named(definition: etree._Element, known: Declared, at: tuple[str, list[Finding]]) -> Trigger:
    kind = local(definition).removesuffix("EventDefinition")
    names = {"signal": known.signals, "error": known.errors, "escalation": known.escalations}[kind]
    reference = xml.reference(definition, f"{kind}Ref")
    if reference is not None and reference not in names:
        at[1].append(
            error(
                at[0],
                f"{reference}이(가) 선언되어 있지 않습니다.",
                f"{reference} is not declared in the file.",
                reference,
            )
        )
    return Trigger(kind, names.get(reference or "") or None, ref=reference)


def _message(definition: etree._Element, known: Declared, at: tuple[str, list[Finding]]) -> Trigger:
    reference = xml.reference(definition, "messageRef")
    if reference is not None and reference not in known.messages:
        at[1].append(
            error(
                at[0],
                f"메시지 {reference}이(가) 없습니다.",
                f"The message {reference} is not declared in the file.",
                reference,
            )
        )
    name, key = known.messages.get(reference or "", (None, None))
    return Trigger("message", name, key, ref=reference)


def _timer(definition: etree._Element, at: tuple[str, list[Finding]]) -> Trigger:
    found = [child for child in definition if local(child) in _TIMERS]
    if len(found) > 1:
        at[1].append(
            error(at[0], "타이머에 시각이 둘 이상입니다.", "The timer has more than one of date, duration and cycle.")
        )
    if not found:
        return Trigger("timer")
    return Trigger("timer", timer=_TIMERS[local(found[0])], text=(found[0].text or "").strip())
