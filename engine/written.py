"""A model's XML as one plain text, for a quick look into many files before the one that is meant is parsed."""

from __future__ import annotations

import re

from lxml import etree

#: Characters by number, but for the line breaks that editors write so in attributes: no id holds those.
_NUMBERED = re.compile(rb"&#(?!(?:9|10|13|x[9ADad]);)")
_OTHER_ENCODING = re.compile(rb"""\A\s*<\?xml[^>]*\bencoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)


def text(content: bytes) -> str:
    """The text of a file in any encoding of XML, its numbered characters written out; of broken XML what there is."""
    try:
        said = content.decode()
    except UnicodeDecodeError:
        return _rewritten(content)
    plain = "\0" not in said and not _NUMBERED.search(content) and not _OTHER_ENCODING.match(content)
    return said if plain else _rewritten(content)


def _rewritten(content: bytes) -> str:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    return content.decode(errors="replace") if root is None else str(etree.tostring(root, encoding="unicode"))
