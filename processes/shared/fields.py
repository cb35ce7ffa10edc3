"""Reads fields of a form that was validated: what is empty becomes the empty text or None."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from engine.feel.values import Value


def text(values: Mapping[str, Value], key: str) -> str:
    """The field's text without surrounding space; empty where it was not filled in."""
    value = values.get(key)
    return value.strip() if isinstance(value, str) else ""


def whole(values: Mapping[str, Value], key: str) -> int | None:
    """The field's whole number; None where it was not filled in."""
    value = values.get(key)
    return int(value) if isinstance(value, Decimal | int) and not isinstance(value, bool) else None


def uuid_or_none(value: Value) -> UUID | None:
    """An id out of its text; None where there is none or it is no id."""
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
