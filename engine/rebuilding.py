"""Makes figures anew from the truth, where ``verify_instances`` says that they differ: the engine's own, and those that
upper layers register (the inbox's counters).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from engine import figures

#: Makes one kind of figures anew at this time; gives how many rows there are then.
Rebuild: TypeAlias = Callable[[datetime], int]

_of: dict[str, Rebuild] = {"days of steps": figures.rebuild}


def register(name: str, rebuild: Rebuild) -> None:
    """Let an upper layer make its sums anew; the same name again replaces it."""
    _of[name] = rebuild


def rebuild_all(now: datetime) -> dict[str, int]:
    """Make all of them anew, each in its own transactions; how many rows each has then, by name."""
    return {name: rebuild(now) for name, rebuild in _of.items()}
