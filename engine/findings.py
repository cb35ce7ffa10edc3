"""What a check has to say about a bundle: one finding, in both languages, at one element."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One problem of a bundle: the element it stands at (None: the file), the file, and a sentence for the analyst."""

    element_id: str | None
    path: str
    message_ko: str
    message_en: str
    severity: Severity = "error"


class ModelRefused(Exception):
    """A diagram that cannot be executed right; ``findings`` say which element and why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Keep the findings; the text is the English sentences."""
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{f.element_id or f.path}: {f.message_en}" for f in self.findings))


def error(element_id: str | None, ko: str, en: str) -> Finding:
    """An error of the diagram itself (the path is filled in by who knows the file)."""
    return Finding(element_id=element_id, path="", message_ko=ko, message_en=en)


def warning(element_id: str | None, ko: str, en: str) -> Finding:
    """Something to look at that does not stop a deployment."""
    return Finding(element_id=element_id, path="", message_ko=ko, message_en=en, severity="warning")
