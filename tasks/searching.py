"""Search that understands Korean: texts are kept as letters (자모), so that two syllables already make trigrams."""

from __future__ import annotations

import unicodedata

#: Shorter than this no trigram can be made of a term; the list is then walked instead.
SHORTEST_INDEXED = 3


def letters(text: str) -> str:
    """A text in small letters, Hangul syllables taken apart (NFKD), blanks made one."""
    return " ".join(unicodedata.normalize("NFKD", text).casefold().split())


def words(text: str) -> list[str]:
    """The words of what somebody looks for, each in letters; all of them are to be found, in any order."""
    return letters(text).split()


def pattern(term: str) -> str:
    """The LIKE pattern that finds the term anywhere; its own wildcards are taken as they are."""
    plain = letters(term).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"
