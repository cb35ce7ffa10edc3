"""Loads a BPMN file safely: bounded, no DOCTYPE, no entities, no network (security.md 1.4)."""

from __future__ import annotations

from lxml import etree

from engine import limits
from engine.findings import ModelRefused, error

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"


def load(content: bytes) -> etree._Element:
    """Parse the bytes of a diagram.

    Raises:
        ModelRefused: too large, with a DOCTYPE, not XML, or no BPMN definitions.
    """
    if len(content) > limits.MODEL_BYTES:
        raise ModelRefused([error(None, "모델이 2MB를 넘습니다.", "The model is larger than 2 MB.")])
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise ModelRefused([error(None, f"XML이 아닙니다: {problem}", f"This is not XML: {problem}")]) from None
    if root.getroottree().docinfo.internalDTD is not None or b"<!DOCTYPE" in content:
        raise ModelRefused([error(None, "DOCTYPE은 허용되지 않습니다.", "A DOCTYPE is not allowed.")])
    if root.tag != bpmn("definitions"):
        raise ModelRefused([error(None, "BPMN 정의가 아닙니다.", "The file holds no BPMN definitions.")])
    if sum(1 for element in root.iter(f"{{{BPMN}}}*")) > limits.MODEL_ELEMENTS:
        raise ModelRefused([error(None, "요소가 5,000개를 넘습니다.", "The model has more than 5,000 elements.")])
    return root


def bpmn(tag: str) -> str:
    """The full name of a BPMN tag."""
    return f"{{{BPMN}}}{tag}"


def zeebe(tag: str) -> str:
    """The full name of a Camunda 8 extension tag."""
    return f"{{{ZEEBE}}}{tag}"


def flag(element: etree._Element, name: str, *, otherwise: bool = False) -> bool:
    """A truth value of an attribute as XML Schema writes it: true or 1."""
    said = element.get(name)
    return otherwise if said is None else said.strip() in {"true", "1"}


def reference(element: etree._Element, name: str) -> str | None:
    """The id an attribute refers to: BPMN's schema lets it carry a namespace's prefix (``tns:ordered``)."""
    said = element.get(name)
    prefix, colon, rest = (said or "").partition(":")
    return rest if colon and prefix in element.nsmap else said


def local(element: etree._Element) -> str:
    """The tag without its namespace; an empty text for other namespaces than BPMN's."""
    tag = element.tag
    return tag[len(BPMN) + 2 :] if isinstance(tag, str) and tag.startswith(f"{{{BPMN}}}") else ""
