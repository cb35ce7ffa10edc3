"""How much one evaluation may use, so that a hostile expression ends in a refusal within 100 ms."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The budget of one evaluation; sizes count list items, context entries and characters.

    ``seconds`` is processor time of the evaluating thread, so that a loaded machine refuses nothing that is harmless.
    """

    text: int = 20_000
    words: int = 5_000
    nesting: int = 100
    steps: int = 100_000
    depth: int = 60
    seconds: float = 0.06
    items: int = 10_000
    characters: int = 100_000
    pattern: int = 1_000
    pattern_seconds: float = 0.06


DEFAULT_LIMITS = Limits()
