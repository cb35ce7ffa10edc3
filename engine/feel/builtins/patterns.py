"""Regular expressions of XPath 2.0, translated to the ``regex`` package and bounded in time.

XPath differs from Python: ``\\i`` and ``\\c`` are name characters, ``[a-z-[aeiou]]`` subtracts, ``\\p{IsHangul…}``
names a block, ``x`` drops white space everywhere, ``$`` matches only at the very end, ``.`` stops at carriage returns
too, and a back-reference must point to a group that is closed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex

from engine.feel.builtins.translation import replacement_template, translate
from engine.feel.environment import Run
from engine.feel.errors import FeelLimitExceeded, Undefined

_FLAGS = {"s": regex.DOTALL, "m": regex.MULTILINE, "i": regex.IGNORECASE, "x": 0}


class Pattern(NamedTuple):
    """A pattern with its flags, as written."""

    text: str
    flags: str


@lru_cache(maxsize=512)
def _compiled(pattern: Pattern) -> regex.Pattern[str]:
    text, flags = pattern
    if not set(flags) <= set("smix"):
        raise Undefined(f"the flags {flags!r} are not of s, m, i, x")
    options = regex.VERSION1
    for flag in flags:
        options |= _FLAGS[flag]
    try:
        return regex.compile(f"(?-f:{translate(text, flags)})", options)
    except (regex.error, RecursionError, OverflowError, ValueError) as error:
        raise Undefined("the pattern is not a regular expression of XPath") from error


def _ready(run: Run, pattern: Pattern) -> regex.Pattern[str]:
    if len(pattern.text) > run.limits.pattern:
        raise FeelLimitExceeded("size", f"a pattern of more than {run.limits.pattern} characters")
    run.tick(50)
    compiled = _compiled(pattern)
    run.check_clock()
    return compiled


def search(run: Run, text: str, pattern: Pattern) -> bool:
    """Say whether the pattern is found anywhere in the text."""
    compiled = _ready(run, pattern)
    try:
        return compiled.search(text, timeout=run.limits.pattern_seconds) is not None
    except TimeoutError as error:
        raise _too_slow() from error


def replace(run: Run, text: str, pattern: Pattern, replacement: str) -> str:
    """Replace all that is found; ``$1`` is a group, ``$0`` all of it."""
    compiled = _ready(run, pattern)
    parts = replacement_template(replacement, compiled.groups)
    room = run.limits.characters

    def fill(match: regex.Match[str]) -> str:
        nonlocal room
        filled = "".join(part if isinstance(part, str) else match.group(part) or "" for part in parts)
        room -= len(filled)
        if room < 0:
            raise FeelLimitExceeded("size", f"a text of more than {run.limits.characters} characters")
        return filled

    try:
        if compiled.fullmatch("", timeout=run.limits.pattern_seconds) is not None:
            raise Undefined("the pattern matches the empty text")
        return run.text(compiled.sub(fill, text, timeout=run.limits.pattern_seconds))
    except TimeoutError as error:
        raise _too_slow() from error


def split(run: Run, text: str, pattern: Pattern) -> list[str]:
    """Cut the text where the pattern is found; a pattern that matches nothing at all is undefined."""
    compiled = _ready(run, pattern)
    try:
        if compiled.fullmatch("", timeout=run.limits.pattern_seconds) is not None:
            raise Undefined("the delimiter matches the empty text")
        parts, begin = [], 0
        for match in compiled.finditer(text, timeout=run.limits.pattern_seconds):
            parts.append(text[begin : match.start()])
            begin = match.end()
        return [*parts, text[begin:]]
    except TimeoutError as error:
        raise _too_slow() from error


def found(run: Run, text: str, pattern: Pattern) -> list[str]:
    """Give every part of the text that matches, from left to right."""
    compiled = _ready(run, pattern)
    try:
        return [match.group() for match in compiled.finditer(text, timeout=run.limits.pattern_seconds)]
    except TimeoutError as error:
        raise _too_slow() from error


def _too_slow() -> FeelLimitExceeded:
    return FeelLimitExceeded("time", "a regular expression that takes too long")
