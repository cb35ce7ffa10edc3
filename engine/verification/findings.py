"""What a check found: one thing that does not fit, as a sentence and as facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

#: Which comparison found it: an instance's rows, its history, the inbox, the starts by the clock, or the figures.
Check = Literal["rows", "history", "inbox", "starts", "figures"]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that is not as it should be; without an instance it concerns the whole store."""

    check: Check
    sentence: str
    process_id: str = ""
    case_number: str = ""
    instance_id: UUID | None = None

    def __str__(self) -> str:
        """The sentence behind the case it speaks of."""
        return f"{self.case_number}: {self.sentence}" if self.case_number else self.sentence
