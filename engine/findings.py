"""What a check has to say about a bundle: one finding, in both languages, at one element."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One problem of a bundle: the element it stands at (None: the file), the file, and a sentence for the analyst.

    ``way_*`` is the shortest path that shows it, one text a stop; the messages end with it, the sentences do not.
    """

    element_id: str | None
    path: str
    message_ko: str
    message_en: str
    severity: Severity = "error"
    #: Further elements the sentence is about: the ends of a flow, the gateway before an event, the sub-process around.
    others: tuple[str, ...] = ()
    way_ko: tuple[str, ...] = ()
    way_en: tuple[str, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """All elements the finding is about."""
        return frozenset(self.others) | ({self.element_id} if self.element_id is not None else set())

    @property
    def sentence_ko(self) -> str:
        """The Korean message without the path."""
        return self.message_ko.removesuffix(_told("경로", self.way_ko))

    @property
    def sentence_en(self) -> str:
        """The English message without the path."""
        return self.message_en.removesuffix(_told("Path", self.way_en))

    def shown_by(self, way_ko: Sequence[str], way_en: Sequence[str]) -> Finding:
        """The same finding with the path that shows it."""
        return replace(
            self,
            message_ko=self.message_ko + _told("경로", way_ko),
            message_en=self.message_en + _told("Path", way_en),
            way_ko=tuple(way_ko),
            way_en=tuple(way_en),
        )


def _told(word: str, way: Sequence[str]) -> str:
    return f" {word}: {' → '.join(way)}" if way else ""


class ModelRefused(Exception):
    """A diagram that cannot be executed right; ``findings`` say which element and why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Keep the findings; the text is the English sentences."""
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{f.element_id or f.path}: {f.message_en}" for f in self.findings))


def error(element_id: str | None, ko: str, en: str, *others: str | None) -> Finding:
    """An error of the diagram itself (the path is filled in by who knows the file); ``others`` as in ``Finding``."""
    also = tuple(other for other in others if other)
    return Finding(element_id=element_id, path="", message_ko=ko, message_en=en, others=also)


def warning(element_id: str | None, ko: str, en: str) -> Finding:
    """Something to look at that does not stop a deployment."""
    return Finding(element_id=element_id, path="", message_ko=ko, message_en=en, severity="warning")
