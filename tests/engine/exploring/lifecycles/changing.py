"""Changes to a diagram's XML such as a hurried analyst makes."""

from collections.abc import Callable
from typing import TypeAlias

from lxml import etree

from engine.bundle import Bundle
from engine.spiff.xml import bpmn, zeebe

Change: TypeAlias = Callable[[etree._Element], None]


def changed(bundle: Bundle, *changes: Change) -> Bundle:
    """The bundle with its diagram changed."""
    path = f"{bundle.process_id}.bpmn"
    root = etree.fromstring(bundle.files[path])
    for change in changes:
        change(root)
    return Bundle(bundle.process_id, {**bundle.files, path: etree.tostring(root)})


def named(root: etree._Element, id: str) -> etree._Element:
    [found] = root.xpath("//*[@id=$id]", id=id)
    return found


def become(id: str, kind: str) -> Change:
    """Another kind of node."""
    return lambda root: setattr(named(root, id), "tag", bpmn(kind))


def put(id: str, name: str, value: str | None) -> Change:
    """An attribute set, or taken away."""

    def change(root: etree._Element) -> None:
        element = named(root, id)
        if value is None:
            del element.attrib[name]
        else:
            element.set(name, value)

    return change


def lead(flow: str, target: str) -> Change:
    """A flow that leads elsewhere."""
    return put(flow, "targetRef", target)


def leave_out(*ids: str) -> Change:
    """Elements that were forgotten."""

    def change(root: etree._Element) -> None:
        for id in ids:
            element = named(root, id)
            element.getparent().remove(element)

    return change


def add(scope: str, xml: str) -> Change:
    """Something more in a scope (BPMN without its namespace)."""

    def change(root: etree._Element) -> None:
        text = f'<x xmlns="{bpmn("")[1:-1]}" xmlns:zeebe="{zeebe("")[1:-1]}">{xml}</x>'
        named(root, scope).extend(list(etree.fromstring(text)))

    return change


def flow(id: str, source: str, target: str) -> str:
    return f'<sequenceFlow id="{id}" sourceRef="{source}" targetRef="{target}"/>'


def write(id: str, old: str, new: str) -> Change:
    """Another text in an element: its condition, its timer, or an attribute of one of its extensions."""

    def change(root: etree._Element) -> None:
        element, count = named(root, id), 0
        for part in element.iter():
            if part.text and old in part.text:
                part.text, count = part.text.replace(old, new), count + 1
            for name, value in part.attrib.items():
                if old in value and part is not element:
                    part.set(name, value.replace(old, new))
                    count += 1
        assert count, f"{id} does not hold {old}"

    return change


def unmapped(id: str, target: str) -> Change:
    """An input that was forgotten."""

    def change(root: etree._Element) -> None:
        [line] = named(root, id).xpath("./*/*/*[local-name()='input'][@target=$target]", target=target)
        line.getparent().remove(line)

    return change
