"""Who looks on while a scenario runs: told of each instance that is made and each element that is passed, in the order
of things across callers and called, which the lines of the history, one an instance and step, do not keep.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol
from uuid import UUID


class Watcher(Protocol):
    """Somebody who is told."""

    def began(self, process_id: str, instance_id: UUID) -> None:
        """An instance was made."""

    def passed(self, element_id: str) -> None:
        """A token went through an element."""


_watching: ContextVar[Watcher | None] = ContextVar("watching", default=None)


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Tell of everything that happens meanwhile, whoever starts it."""
    token = _watching.set(watcher)
    try:
        yield
    finally:
        _watching.reset(token)


def watcher() -> Watcher | None:
    """Who looks on, outside scenarios nobody."""
    return _watching.get()


class WatchedPath(list[str]):
    """The path of a step that somebody is told of as it grows."""

    def __init__(self, watcher: Watcher) -> None:
        """Begin an empty path."""
        super().__init__()
        self._watcher = watcher

    def append(self, element_id: str) -> None:
        """Go one element further."""
        super().append(element_id)
        self._watcher.passed(element_id)
