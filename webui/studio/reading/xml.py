"""XML from people's hands, read safely: no DOCTYPE, no entities, no network, at most 2 MB."""

from lxml import etree

from engine import limits

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"


class NotReadable(Exception):
    """The bytes are no XML that we read; ``reason`` is one of size, doctype, syntax."""

    def __init__(self, reason: str, detail: str = "") -> None:
        """Keep the reason and what the parser said."""
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}")


def parse(content: bytes) -> etree._Element:
    """The root element.

    Raises:
        NotReadable: too large, with a DOCTYPE, or no well-formed XML.
    """
    if len(content) > limits.MODEL_BYTES:
        raise NotReadable("size")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as problem:
        raise NotReadable("doctype" if b"<!DOCTYPE" in content else "syntax", str(problem)) from problem
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise NotReadable("doctype")
    return root


def local(element: etree._Element) -> str:
    """An element's name without its namespace; empty for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def text_of(element: etree._Element, path: str) -> str:
    """The text at a path below an element, trimmed; empty where there is none."""
    return (element.findtext(path) or "").strip()


def extension(node: etree._Element, name: str, attribute: str) -> str:
    """An attribute of a node's own zeebe extension, e.g. ``extension(task, "formDefinition", "formId")``."""
    found = node.find(f"{BPMN}extensionElements/{ZEEBE}{name}")
    return "" if found is None else found.get(attribute, "")


def properties(node: etree._Element) -> dict[str, str]:
    """The zeebe properties of a node."""
    path = f"{BPMN}extensionElements/{ZEEBE}properties/{ZEEBE}property"
    return {one.get("name", ""): one.get("value", "") for one in node.iterfind(path)}
