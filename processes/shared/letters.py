"""What people are told: one letter per notice, in Korean and English, with the places where facts are put in."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.feel.values import Value


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A notice's wording. ``{name}`` and other braces take facts; the title carries none, for it goes out by SMS.

    ``path`` is where the reader finds the matter: a page of the site, with ``{case}`` for the case's id.
    """

    title_ko: str
    body_ko: str
    title_en: str
    body_en: str
    path: str = "/cases/{case}/"


class LetterUnknown(Exception):
    """A diagram names a notice that nobody has worded."""

    def __init__(self, notice: str) -> None:
        """Keep the notice's name, which stands in the step's header."""
        super().__init__(notice)
        self.notice = notice


def find(letters: Mapping[str, Letter], notice: str) -> Letter:
    """Give a lifecycle's letter by its name.

    Raises:
        LetterUnknown: there is none.
    """
    if notice not in letters:
        raise LetterUnknown(notice)
    return letters[notice]


def fill(text: str, facts: Mapping[str, Value]) -> str:
    """Put facts into a wording; a fact that is missing reads as a dash, for a notice must go out all the same."""
    return text.format_map(_Facts({name: "-" if value is None else str(value) for name, value in facts.items()}))


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "-"
