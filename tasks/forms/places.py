"""Names and places: how a field is called in a posted form, on the page and in the data."""

from __future__ import annotations

from collections.abc import MutableMapping
from itertools import pairwise
from typing import Any

from engine.feel import Value

#: A place in the data: names of contexts and numbers of rows.
Place = tuple[str | int, ...]


def name_of(place: Place) -> str:
    """The posted name: ``rows[0].minutes``."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else (f".{part}" if text else part)
    return text


def count_name(list_name: str) -> str:
    """The hidden field that says how many rows a dynamic list has on the page."""
    return f"{list_name}[#]"


def page_id(name: str) -> str:
    """The element id of a posted name; stable, so that labels, errors and links hold."""
    return "f-" + name.replace("[", "-").replace("]", "").replace(".", "-").replace("#", "g-")


def value_at(data: Value, place: Place) -> Value:
    """The value at a place, null where there is none."""
    for part in place:
        if isinstance(part, int):
            data = data[part] if isinstance(data, list) and part < len(data) else None
        else:
            data = data.get(part) if isinstance(data, dict) else None
    return data


def put_at(data: MutableMapping[str, Any], place: Place, value: Value) -> None:
    """Set the value at a place, making the contexts and rows on the way."""
    here: Any = data
    part: Any
    for part, following in pairwise(place):
        fresh: Any = [] if isinstance(following, int) else {}
        _make_room(here, part)
        there = here[part] if isinstance(here, list) else here.get(part)
        if not isinstance(there, type(fresh)):
            here[part] = there = fresh
        here = there
    _make_room(here, place[-1])
    here[place[-1]] = value


def _make_room(here: object, part: str | int) -> None:
    if isinstance(here, list) and isinstance(part, int):
        here.extend([None] * (part + 1 - len(here)))
