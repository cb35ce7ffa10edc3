"""The few marks of Markdown that a form's text may use, as safe HTML: escaped first, then marked up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_BOLD = re.compile(r"\*\*(.{1,500}?)\*\*")
_EMPHASIS = re.compile(r"(?<![\w*])[*_]([^*_\s](?:[^*_]{0,500}[^*_\s])?)[*_](?![\w*])")
_CODE = re.compile(r"`([^`]{1,500})`")
_LINK = re.compile(r"\[([^\]]{1,300})\]\(([^)\s]{1,500})\)")
_ITEM = re.compile(r"^\s*(?:[-*+]|(\d{1,3})[.)])\s+(.*)$")
_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
_SAFE_TARGET = re.compile(r"^(https?://|mailto:|tel:|/(?!/)|#)")


def html(text: str) -> SafeString:
    """Headings (they begin at h3: the page has the first two), paragraphs, lists, emphasis, links and rules."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return mark_safe("\n".join(part for block in blocks for part in _block(block)))  # noqa: S308 - built from escaped parts


def _block(block: str) -> Iterator[str]:
    for kind, lines in groupby(block.split("\n"), key=_kind):
        content = list(lines)
        if kind == "rule":
            yield "<hr>"
        elif kind == "heading":
            yield from map(_heading, content)
        elif kind in ("ul", "ol"):
            items = "".join(f"<li>{_inline(found[2])}</li>" for line in content if (found := _ITEM.match(line)))
            yield f"<{kind}>{items}</{kind}>"
        else:
            yield f"<p>{'<br>'.join(map(_inline, content))}</p>"


def _kind(line: str) -> str:
    if re.fullmatch(r"\s*(-{3,}|\*{3,})\s*", line):
        return "rule"
    if _HEADING.match(line):
        return "heading"
    if found := _ITEM.match(line):
        return "ol" if found[1] else "ul"
    return "p"


def _heading(line: str) -> str:
    found = _HEADING.match(line)
    marks, words = (found[1], found[2]) if found else ("#", line)
    level = min(len(marks) + 2, 6)
    return f"<h{level}>{_inline(words)}</h{level}>"


def _inline(line: str) -> str:
    text = str(escape(line.strip()))
    text = _CODE.sub(r"<code>\1</code>", text)
    text = _LINK.sub(_link, text)
    text = _BOLD.sub(r"<strong>\1</strong>", text)
    return _EMPHASIS.sub(r"<em>\1</em>", text)


def _link(found: re.Match[str]) -> str:
    words, target = found[1], found[2]
    if not _SAFE_TARGET.match(target):
        return words
    return f'<a href="{target}" rel="noopener">{words}</a>'
