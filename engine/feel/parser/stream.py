"""The parser's place in the tokens, and the names of several words it knows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING

from engine.feel.environment import Position
from engine.feel.errors import FeelLimitExceeded, FeelSyntaxError
from engine.feel.limits import Limits
from engine.feel.parser.tokens import Source, Token, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.feel.nodes import Node

RESERVED = frozenset(
    [
        *("if", "then", "else", "for", "return", "some", "every", "satisfies", "in", "and", "or", "between"),
        *("function", "external", "true", "false", "null"),
    ]
)


class Names:
    """Names of more than one token, found longest first."""

    def __init__(self, names: Collection[str] = ()) -> None:
        """Begin with these; names that cannot be written in FEEL are passed over."""
        self._by_first: dict[str, dict[tuple[str, ...], str]] = {}
        for name in names:
            self.add(name)

    def copy(self) -> Names:
        """Give a copy that can be added to."""
        twin = Names()
        twin._by_first = {first: dict(entries) for first, entries in self._by_first.items()}
        return twin

    def add(self, name: str) -> None:
        """Make a name known."""
        if name.isidentifier():
            return
        try:
            parts = tuple(token.text for token in tokenize(Source(name), most=50)[:-1])
        except (FeelSyntaxError, FeelLimitExceeded):
            return
        if len(parts) > 1:
            self._by_first.setdefault(parts[0], {})[parts] = name

    def longest(self, tokens: list[Token], index: int) -> tuple[str, int] | None:
        """Give the longest known name that begins at a token, and how many tokens it takes."""
        best: tuple[str, int] | None = None
        for parts, name in self._by_first.get(tokens[index].text, {}).items():
            size = len(parts)
            if (best is None or size > best[1]) and tuple(t.text for t in tokens[index : index + size]) == parts:
                best = (name, size)
        return best


class Stream:
    """Tokens under a cursor, with a guard against deep nesting."""

    def __init__(self, text: str, *, names: Names, types: Names, limits: Limits) -> None:
        """Cut the text; refuse one that is too long."""
        if len(text) > limits.text:
            raise FeelLimitExceeded("size", f"an expression of more than {limits.text} characters")
        self.source = Source(text)
        self.tokens = tokenize(self.source, most=limits.words)
        self.index = 0
        self.names = names
        self.types = types
        self.expression: Callable[[Stream], Node]
        self._nesting = limits.nesting

    @property
    def token(self) -> Token:
        """Give the token under the cursor."""
        return self.tokens[self.index]

    @property
    def position(self) -> Position:
        """Give the place of the token under the cursor."""
        return self.source.position(self.tokens[self.index].start)

    def at(self, *texts: str) -> bool:
        """Say whether the token is one of these operators or keywords."""
        token = self.tokens[self.index]
        return token.kind in ("op", "name") and token.text in texts

    def follows(self, offset: int, *texts: str) -> bool:
        """Say whether the token some places on is one of these operators or keywords."""
        token = self.tokens[min(self.index + offset, len(self.tokens) - 1)]
        return token.kind in ("op", "name") and token.text in texts

    def accept(self, *texts: str) -> str | None:
        """Step over one of these and give it, or give None and stay."""
        if not self.at(*texts):
            return None
        self.index += 1
        return self.tokens[self.index - 1].text

    def expect(self, *texts: str) -> str:
        """Step over one of these, or refuse the text."""
        found = self.accept(*texts)
        if found is None:
            raise self.refuse(" or ".join(f"'{text}'" for text in texts))
        return found

    def refuse(self, expected: str) -> FeelSyntaxError:
        """Make the error for the token under the cursor."""
        return self.source.refuse(self.token.start, expected)

    @contextmanager
    def nested(self) -> Iterator[None]:
        """Guard one level of nesting."""
        if self._nesting <= 0:
            raise FeelLimitExceeded("depth", "an expression nested too deeply")
        self._nesting -= 1
        yield
        self._nesting += 1


def take_quoted(stream: Stream) -> str | None:
    """Read a name between backticks, which may hold whatever no name may (Camunda's way), or give None and stay."""
    if stream.token.kind != "quoted":
        return None
    stream.index += 1
    return str(stream.tokens[stream.index - 1].value)


def take_name(stream: Stream) -> str:
    """Read a name: one between backticks, the longest known one, else all words up to what cannot belong to a name."""
    if (quoted := take_quoted(stream)) is not None:
        return quoted
    token = stream.token
    known = stream.names.longest(stream.tokens, stream.index)
    if token.kind != "name" or (known is None and token.text in RESERVED):
        raise stream.refuse("a name")
    name, size = known if known is not None else (token.text, 1)
    end = stream.index + size
    words = [name]
    while _continues(stream.tokens, end):
        words.append(stream.tokens[end].text)
        end += 1
    stream.index = end
    return " ".join(words)


def _continues(tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    if token.kind != "name" or token.text in RESERVED:
        return token.kind == "number"
    return token.text != "instance" or tokens[index + 1].text != "of"


def take_name_until(stream: Stream, *stops: str) -> str:
    """Read a name that is being declared: all tokens up to one of the stops, spaces as they were written."""
    if (quoted := take_quoted(stream)) is not None:
        return quoted
    begin = stream.index
    while not stream.at(*stops) and (stream.index == begin or not stream.at(",", "(", ")", "[", "]", "{", "}", ":")):
        if stream.token.kind in ("end", "string", "at", "quoted") or (
            stream.index == begin and stream.token.kind != "name"
        ):
            raise stream.refuse("a name")
        stream.index += 1
    if stream.index == begin:
        raise stream.refuse("a name")
    return written(stream, begin, stream.index)


def written(stream: Stream, begin: int, end: int) -> str:
    """Give the text of some tokens with single spaces where there was space."""
    parts: list[str] = []
    last = stream.tokens[begin].start
    for token in stream.tokens[begin:end]:
        parts.append(" " * (token.start > last) + token.text)
        last = token.start + len(token.text)
    return "".join(parts)


def declare(stream: Stream, names: Iterable[str]) -> None:
    """Make names known for the rest of the text."""
    for name in names:
        stream.names.add(name)
