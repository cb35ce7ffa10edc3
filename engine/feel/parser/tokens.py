"""Text into tokens. Names of several words are put together later, where it is known which names exist."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from typing import NamedTuple

from engine.feel.decimals import CONTEXT
from engine.feel.environment import Position
from engine.feel.errors import FeelLimitExceeded, FeelSyntaxError
from engine.feel.values import Value

_START = (
    "?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u167f\u1681-\u180d\u180f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe\uff00-\ufffd\U00010000-\U000effff"
)
_PART = _START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_SPACE = "\u0009-\u000d\u0020\u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
_TOKEN = re.compile(
    rf"""(?P<space>[{_SPACE}]+ | //[^\n]* | /\*.*?\*/)
    |(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<name>[{_START}][{_PART}]*)
    |(?P<quoted>`[^`\n]+`)
    |(?P<at>@[{_SPACE}]*"(?:[^"\\]|\\.)*")
    |(?P<string>"(?:[^"\\]|\\.)*")
    |(?P<op>\*\*|\.\.|->|<=|>=|!=|/(?!\*)|[-+*=<>()\[\]{{}},:.'])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}
_LAST_CODE = 0x10FFFF


class Token(NamedTuple):
    """A token: ``kind`` is number, name, quoted (a name between backticks), string, at, op or end; ``value`` is the
    constant or the name it stands for.
    """

    kind: str
    text: str
    start: int
    value: Value = None


class Source:
    """A text with its lines, for saying where something is."""

    def __init__(self, text: str) -> None:
        """Note where the lines begin."""
        self.text = text
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]

    def position(self, offset: int) -> Position:
        """Give line and column, from 1."""
        line = bisect_right(self._lines, offset)
        return Position(line, offset - self._lines[line - 1] + 1)

    def refuse(self, offset: int, expected: str) -> FeelSyntaxError:
        """Make the error to raise."""
        line, column = self.position(offset)
        return FeelSyntaxError(self.text, line=line, column=column, expected=expected)


def tokenize(source: Source, *, most: int) -> list[Token]:
    """Cut a text into tokens, the last of kind ``end``; more than ``most`` are refused."""
    tokens: list[Token] = []
    offset, text = 0, source.text
    while offset < len(text):
        match = _TOKEN.match(text, offset)
        if match is None:
            raise source.refuse(offset, _expected_at(text[offset:]))
        if match.lastgroup != "space":
            kind = str(match.lastgroup)
            tokens.append(Token(kind, match[0], offset, _constant(kind, match[0])))
            if len(tokens) > most:
                raise FeelLimitExceeded("size", f"an expression of more than {most} words")
        offset = match.end()
    tokens.append(Token("end", "", len(text)))
    return tokens


def _expected_at(rest: str) -> str:
    if rest.startswith('"'):
        return 'a closing "'
    if rest.startswith("@"):
        return 'text in "…" after @'
    if rest.startswith("`"):
        return "a name and a closing `"
    return "*/" if rest.startswith("/*") else "an expression"


def _constant(kind: str, text: str) -> Value:
    if kind == "number":
        return _number(text)
    if kind == "string":
        return unescape(text[1:-1])
    if kind == "quoted":
        return text[1:-1]
    return unescape(text[text.index('"') + 1 : -1]) if kind == "at" else None


def _number(text: str) -> Decimal | None:
    try:
        return CONTEXT.create_decimal(text)
    except ArithmeticError:
        return None


def unescape(text: str) -> str:
    r"""Resolve ``\n \t \r \" \' \\ \uXXXX \UXXXXXX``; other backslashes stay, as regular expressions need them."""
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(_unescape_one, text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescape_one(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) > 1:
        return chr(min(int(code[1:], 16), _LAST_CODE))
    return _SIMPLE.get(code, match[0])
