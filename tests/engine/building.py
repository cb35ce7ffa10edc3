"""Small diagrams as Python: nodes and flows in, a bundle out."""

from itertools import pairwise
from uuid import UUID

from engine.bundle import Bundle

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'targetNamespace="urn:test">'
)


def flows(*lines: str) -> str:
    """Sequence flows out of lines such as ``a -> b``, ``a -> b: =x > 1``; their ids are f_a_b."""
    found = []
    for line in lines:
        path, _, condition = line.partition(": ")
        nodes = [part.strip() for part in path.split("->")]
        for source, target in pairwise(nodes):
            inside = ""
            if condition:
                text = condition.replace("&", "&amp;").replace("<", "&lt;")
                inside = (
                    f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{text}</bpmn:conditionExpression>'
                )
            found.append(
                f'<bpmn:sequenceFlow id="f_{source}_{target}" sourceRef="{source}" targetRef="{target}">'
                f"{inside}</bpmn:sequenceFlow>"
            )
    return "".join(found)


def extension(inside: str) -> str:
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"


def node(kind: str, id: str, inside: str = "", **attributes: str) -> str:
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<bpmn:{kind} id="{id}" name="{id}"{said}>{inside}</bpmn:{kind}>'


def user(id: str, zeebe: str = "", inside: str = "") -> str:
    return node("userTask", id, extension("<zeebe:userTask/>" + zeebe) + inside)


def script(id: str, expression: str, result: str) -> str:
    text = expression.replace('"', "&quot;").replace("<", "&lt;")
    return node("scriptTask", id, extension(f'<zeebe:script expression="{text}" resultVariable="{result}"/>'))


def service(id: str, type: str, zeebe: str = "") -> str:
    return node("serviceTask", id, extension(f'<zeebe:taskDefinition type="{type}"/>' + zeebe))


def io(*lines: str) -> str:
    """Mappings out of ``in =x -> y`` and ``out =x -> y``."""
    found = ""
    for line in lines:
        way, _, rest = line.partition(" ")
        source, _, target = rest.rpartition(" -> ")
        text = source.replace('"', "&quot;").replace("<", "&lt;")
        found += f'<zeebe:{"input" if way == "in" else "output"} source="{text}" target="{target}"/>'
    return f"<zeebe:ioMapping>{found}</zeebe:ioMapping>"


def timer(kind: str, text: str) -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{kind}>{text}</bpmn:{kind}></bpmn:timerEventDefinition>"


def message_event(ref: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="{ref}"/>'


def message(id: str, name: str, key: str | None = "=instance.caseNumber") -> str:
    inside = "" if key is None else extension(f'<zeebe:subscription correlationKey="{key}"/>')
    return f'<bpmn:message id="{id}" name="{name}">{inside}</bpmn:message>'


def file(*processes: str, top: str = "") -> bytes:
    return (HEAD + top + "".join(processes) + "</bpmn:definitions>").encode()


def process(id: str, *parts: str) -> str:
    return f'<bpmn:process id="{id}" name="{id}" isExecutable="true">{"".join(parts)}</bpmn:process>'


def bundle(id: str, *parts: str, top: str = "", files: dict[str, bytes] | None = None) -> Bundle:
    return Bundle(id, {f"{id}.bpmn": file(process(id, *parts), top=top)} | (files or {}))


PERSON = UUID("11111111-1111-4111-8111-111111111111")
OTHER = UUID("22222222-2222-4222-8222-222222222222")
