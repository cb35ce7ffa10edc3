"""XPath's regular expressions into those of the ``regex`` package, one piece at a time."""

from __future__ import annotations

import re

from engine.feel.errors import FeelLimitExceeded, Undefined

_NAME_START = r"_:\p{L}"
_NAME_PART = r"\-._:\p{L}\p{M}\p{N}\u00b7"
_CLASSES = {"i": _NAME_START, "c": _NAME_PART}
_PLAIN_ESCAPES = frozenset("nrt\\|.?*+(){}-[]^$sSdDwW/")
_PIECE = re.compile(
    r"""\\(?P<property>[pP])\{(?P<name>[^}]*)\} | \\(?P<back>[1-9]) | \\(?P<escape>.)
    | \{(?P<repeat>[0-9]{1,9})(?:,[0-9]{0,9})?\} | (?P<special>\(\?(?!:)) | (?P<open>\((?:\?:)?) | (?P<plain>.)""",
    re.VERBOSE | re.DOTALL,
)
_LARGEST = 10_000
_QUANTIFIERS = frozenset("*+?")
_TEMPLATE = re.compile(r"\\([\\$])|\$(\d+)|([\\$])")
_BLOCK = re.compile(r"Is([A-Za-z0-9\-]+)")


def translate(pattern: str, flags: str) -> str:
    """Rewrite a pattern; what XPath does not know is undefined."""
    if "x" in flags:
        pattern = _without_space(pattern)
    return _Translation(pattern, flags).result()


def _without_space(pattern: str) -> str:
    kept, depth = [], 0
    index = 0
    while index < len(pattern):
        char = pattern[index]
        if char in " \t\n\r" and depth == 0:
            index += 1
            continue
        if char == "\\" and depth > 0 and index + 1 < len(pattern):
            kept.append(char)
            index, char = index + 1, pattern[index + 1]
        elif char in "[]":
            depth = max(0, depth + (1 if char == "[" else -1))
        kept.append(char)
        index += 1
    return "".join(kept)


class _Translation:
    """One pattern on its way; counts groups to check back-references."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.pattern = pattern
        self.flags = flags
        self.caseless = "i" in flags
        self.open: list[int] = []
        self.closed: set[int] = set()
        self.groups = 0
        self.sizes = [0]
        self.last = 0
        self.quantified = 0

    def result(self) -> str:
        parts: list[str] = []
        index = 0
        while index < len(self.pattern):
            if self.pattern[index] == "[":
                self.quantified = 0
                text, index = _char_class(self.pattern, index, caseless=self.caseless)
                self._grow(1)
            else:
                text, index = self._piece(index)
            parts.append(text)
        return "".join(parts)

    def _piece(self, index: int) -> tuple[str, int]:
        match = _PIECE.match(self.pattern, index)
        if match is None or match["special"]:
            raise Undefined("the pattern is not a regular expression of XPath")
        if match["repeat"] or match["plain"] in _QUANTIFIERS:
            self._quantify(match["plain"], int(match["repeat"] or 1))
            return match[0], match.end()
        self.quantified = 0
        if match["open"]:
            self._open(match["open"])
            return match["open"], match.end()
        if match["plain"]:
            return self._plain(match["plain"]), match.end()
        self._grow(1)
        if match["property"]:
            found = _property(match["property"], match["name"])
            return f"(?-i:{found})" if self.caseless else found, match.end()
        if match["back"]:
            return self._back_reference(index)
        return _escape(match["escape"]), match.end()

    def _grow(self, size: int) -> None:
        """Count what a piece adds to the compiled pattern; repetitions inside repetitions multiply."""
        self.last = size
        self.sizes[-1] += size
        if self.sizes[-1] > _LARGEST:
            raise FeelLimitExceeded("size", "a pattern that repeats too much")

    def _quantify(self, sign: str | None, least: int) -> None:
        """Allow one quantifier, and a ? behind it."""
        if self.quantified > (sign == "?"):
            raise Undefined("a quantifier behind a quantifier")
        self.quantified += 1
        self._grow(self.last * max(0, least - 1))

    def _open(self, text: str) -> None:
        if text == "(":
            self.groups += 1
            self.open.append(self.groups)
        else:
            self.open.append(0)
        self.sizes.append(0)

    def _plain(self, char: str) -> str:
        if char == ")":
            if not self.open:
                raise Undefined("a bracket is closed that was not opened")
            self.closed.add(self.open.pop())
            self._grow(self.sizes.pop())
            return char
        if char == "{":
            raise Undefined("a { must be written \\{")
        self._grow(1)
        if char == "." and "s" not in self.flags:
            return r"[^\n\r]"
        if char == "^" and "m" in self.flags:
            return r"(?:(?<=\n)(?!\Z)|\A)"
        if char == "$":
            return r"(?=\n|\Z)" if "m" in self.flags else r"\Z"
        return "\\#" if char == "#" else char

    def _back_reference(self, index: int) -> tuple[str, int]:
        end = index + 2
        number = int(self.pattern[index + 1])
        while (
            end < len(self.pattern)
            and self.pattern[end].isdigit()
            and int(self.pattern[index + 1 : end + 1]) <= self.groups
        ):
            end += 1
            number = int(self.pattern[index + 1 : end])
        if number not in self.closed:
            raise Undefined(f"there is no closed group {number}")
        return f"(?:\\{number})", end


def _escape(char: str) -> str:
    if char.lower() in _CLASSES:
        inner = _CLASSES[char.lower()]
        return f"[{'^' if char.isupper() else ''}{inner}]"
    if char not in _PLAIN_ESCAPES:
        raise Undefined(f"\\{char} means nothing in a pattern")
    if char in "wW":
        return f"[{'^' if char == 'w' else ''}\\p{{P}}\\p{{Z}}\\p{{C}}]"
    if char in "sS":
        return f"[{'^' if char == 'S' else ''} \\t\\n\\r]"
    if char in "dD":
        return r"\p{Nd}" if char == "d" else r"\P{Nd}"
    return f"\\{char}"


def _property(letter: str, name: str) -> str:
    block = _BLOCK.fullmatch(name)
    if block is not None:
        return f"\\{letter}{{InBlock={block[1]}}}".replace("InBlock", "Block")
    if not re.fullmatch(r"[A-Z][a-z]?", name):
        raise Undefined(f"there is no property {name}")
    return f"\\{letter}{{{name}}}"


def _char_class(pattern: str, begin: int, *, caseless: bool) -> tuple[str, int]:
    """Translate ``[…]`` with ranges, escapes and one subtraction at its end."""
    index = begin + 1
    negated = pattern[index : index + 1] == "^"
    index += negated
    parts: list[str] = []
    while True:
        char = pattern[index : index + 1]
        if not char:
            raise Undefined("a [ is not closed")
        if char == "]":
            break
        if pattern.startswith("-[", index):
            inner, index = _char_class(pattern, index + 1, caseless=caseless)
            if pattern[index : index + 1] != "]":
                raise Undefined("a subtraction ends its class")
            return f"(?:(?!{inner}){_class_text(parts, negated=negated, caseless=caseless)})", index + 1
        text, index = _class_piece(pattern, index)
        parts.append(text)
    if not parts:
        raise Undefined("a [ ] is empty")
    return _class_text(parts, negated=negated, caseless=caseless), index + 1


def _class_text(parts: list[str], *, negated: bool, caseless: bool) -> str:
    """Write a class; a property such as Lu does not lose its case when case is ignored, so it stands apart then."""
    properties = [part for part in parts if caseless and part[:2] in (r"\p", r"\P")]
    if not properties:
        return f"[{'^' if negated else ''}{''.join(parts)}]"
    plain = "".join(part for part in parts if part not in properties)
    either = "|".join([f"(?-i:[{''.join(properties)}])", *([f"[{plain}]"] if plain else [])])
    return f"(?:(?!{either})(?s:.))" if negated else f"(?:{either})"


def _class_piece(pattern: str, index: int) -> tuple[str, int]:
    char = pattern[index]
    if char == "[":
        raise Undefined("a [ inside [ ] must be written \\[")
    if char != "\\":
        return (
            "\\" + char if char in "&~|#^" or (char == "-" and pattern[index + 1 : index + 2] == "-") else char
        ), index + 1
    match = _PIECE.match(pattern, index)
    if match is None or not (match["property"] or match["escape"]):
        raise Undefined("a \\ in [ ] means nothing here")
    if match["property"]:
        return _property(match["property"], match["name"]), match.end()
    return _escape(match["escape"]), match.end()


def replacement_template(text: str, groups: int) -> list[str | int]:
    r"""Read a replacement: ``$1``, ``$0``, ``\$`` and ``\\``; a digit that makes no group is text."""
    parts: list[str | int] = []
    end = 0
    for match in _TEMPLATE.finditer(text):
        parts.append(text[end : match.start()])
        end = match.end()
        if match[3]:
            raise Undefined("a $ or \\ in a replacement stands alone")
        if match[1]:
            parts.append(match[1])
            continue
        digits = match[2]
        size = len(digits)
        while size > 1 and int(digits[:size]) > groups:
            size -= 1
        number = int(digits[:size])
        parts.append(number if number <= groups else "")
        parts.append(digits[size:])
    return [*parts, text[end:]]
