"""Code lists for ``properties.codes``: data files beside this module, one a list, in both languages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import orjson

from tasks.forms.sources import Option
from tasks.forms.words import Language

_FOLDER = Path(__file__).parent / "data"


class CodeListUnknown(Exception):
    """A form names a code list that does not exist."""


def names() -> frozenset[str]:
    """The names of all lists."""
    return frozenset(path.stem for path in _FOLDER.glob("*.json"))


def options(name: str, language: Language) -> list[Option]:
    """The codes of a list with their labels, in the list's order.

    Raises:
        CodeListUnknown: there is no list of that name.
    """
    position = 1 if language == "ko" else 2
    return [Option(value=row[0], label=row[position]) for row in _rows(name)]


def label(name: str, code: object, language: Language) -> str:
    """What people read for a code; the code itself where the list has no such one."""
    return next((option.label for option in options(name, language) if option.value == code), str(code))


@cache
def _rows(name: str) -> list[tuple[str, str, str]]:
    if name not in names():
        raise CodeListUnknown(name)
    return [(row[0], row[1], row[2]) for row in orjson.loads((_FOLDER / f"{name}.json").read_bytes())]
