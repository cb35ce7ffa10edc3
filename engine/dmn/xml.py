"""Reading the file: guarded XML, the namespaces of DMN 1.1 to 1.5, and short ways to look into elements."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.dmn.errors import DecisionRefused

MAX_BYTES = 2_000_000
MAX_ELEMENTS = 50_000
NAMESPACES = frozenset(
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ]
)
Element = etree._Element


def read(xml: bytes) -> Element:
    """Parse a file to its ``definitions``; DOCTYPE, entities, size and foreign roots are refused."""
    if len(xml) > MAX_BYTES:
        raise DecisionRefused("", f"the file is larger than {MAX_BYTES} bytes")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DecisionRefused("", f"the file is not XML: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DecisionRefused("", "a DOCTYPE is not allowed")
    if local(root) != "definitions" or namespace(root) not in NAMESPACES:
        raise DecisionRefused("", "the file is not a decision model of DMN 1.1 to 1.5")
    if sum(1 for _element in root.iter()) > MAX_ELEMENTS:
        raise DecisionRefused("", f"the file has more than {MAX_ELEMENTS} elements")
    return root


def local(element: Element) -> str:
    """Give the name of an element without its namespace."""
    return str(etree.QName(element).localname)


def namespace(element: Element) -> str:
    """Give the namespace of an element."""
    return str(etree.QName(element).namespace or "")


def children(element: Element, *names: str) -> Iterator[Element]:
    """Give the child elements of DMN with these names, or all of DMN."""
    for child in element:
        if namespace(child) in NAMESPACES and (not names or local(child) in names):
            yield child


def child(element: Element, *names: str) -> Element | None:
    """Give the first child with one of these names."""
    return next(children(element, *names), None)


def text_of(element: Element | None, name: str = "text") -> str:
    """Give the text of a child, without space around it."""
    found = None if element is None else child(element, name)
    return "" if found is None else "".join(str(part) for part in found.itertext()).strip()


def type_reference(element: Element | None) -> str:
    """Give the type an element refers to, an attribute since DMN 1.2 and an element in item definitions."""
    if element is None:
        return ""
    reference = element.get("typeRef") or text_of(element, "typeRef")
    prefix, colon, name = reference.partition(":")
    return name if colon and prefix in element.nsmap else reference
