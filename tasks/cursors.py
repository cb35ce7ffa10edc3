"""Cursors of lists: the place of a page's edge as opaque text; a broken one is the first page."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """A place in a list: what follows it is wanted, or with ``backwards`` what comes before."""

    at: datetime
    id: UUID
    backwards: bool


def write(place: tuple[datetime, UUID], *, backwards: bool) -> str:
    """The text of a place."""
    at, item_id = place
    return urlsafe_b64encode(f"{'p' if backwards else 'n'}|{at.isoformat()}|{item_id}".encode()).decode().rstrip("=")


def read(text: str | None) -> Cursor | None:
    """The place of a text; None for the first page."""
    if not text or len(text) > 200:
        return None
    try:
        way, at, item_id = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split("|")
        moment = datetime.fromisoformat(at)
        found = Cursor(at=moment, id=UUID(item_id), backwards=way == "p")
    except ValueError:
        return None
    return found if moment.tzinfo is not None else None
