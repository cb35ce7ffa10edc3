"""The texts of a form in the reader's language, with ``{{…}}`` filled in, and values as people read them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from engine.feel import Time, Value
from tasks.forms.scalars import SEOUL, option_text
from tasks.forms.schema import Field
from tasks.forms.surroundings import Surroundings, evaluate, is_expression, resolve
from tasks.forms.words import Language, say

#: A hole in a text that an expression fills.
HOLE = re.compile(r"\{\{(.+?)\}\}", re.DOTALL)
_LABELS = ("dateLabel", "timeLabel")
_WEEKDAYS = {"ko": "월화수목금토일", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


def text(field: Field, name: str, scope: Mapping[str, Value], surroundings: Surroundings) -> str:
    """A text of a field (label, description, text, …): English from ``<name>En`` if wanted and there.

    A date's ``dateLabel`` and a time's ``timeLabel`` are its label: their English is ``labelEn``, as everywhere.
    """
    written = field.source.get(name) or field.properties.get(name) or ""
    if surroundings.language == "en":
        english = field.properties.get(f"{name}En") or field.source.get(f"{name}En")
        written = english or (name in _LABELS and field.properties.get("labelEn")) or written
    return fill(str(written), scope, surroundings)


def fill(written: str, scope: Mapping[str, Value], surroundings: Surroundings) -> str:
    """A text with its ``{{expressions}}`` filled in, or computed as a whole when it begins with ``=``."""
    if is_expression(written):
        return plain(evaluate(written, scope, surroundings), surroundings.language)
    return HOLE.sub(lambda hole: plain(evaluate(hole[1], scope, surroundings), surroundings.language), written)


def computed(field: Field, name: str, scope: Mapping[str, Value], surroundings: Surroundings) -> Value:
    """A property of the field that may be an expression (readonly, min, …)."""
    return resolve(field.source.get(name), scope, surroundings)


def plain(value: Value, language: Language) -> str:
    """A value as people read it: numbers with commas, dates with the weekday, lists with commas, null as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("yes" if value else "no", language)
    if isinstance(value, Decimal | int):
        number = Decimal(value)
        return f"{number:,f}" if number != number.to_integral_value() else f"{int(number):,}"
    if isinstance(value, list):
        return ", ".join(plain(item, language) for item in value)
    if isinstance(value, dict):
        return _context(value, language)
    return _moment(value, language)


def _context(value: Mapping[str, Value], language: Language) -> str:
    for name in ("masked", "label", "name"):
        if name in value:
            return plain(value[name], language)
    return ", ".join(plain(item, language) for item in value.values() if item is not None)


def _moment(value: Value, language: Language) -> str:
    if isinstance(value, datetime):
        local = value.astimezone(SEOUL) if value.tzinfo else value
        return f"{_day(local.date(), language)} {local:%H:%M}"
    if isinstance(value, date):
        return _day(value, language)
    if isinstance(value, Time):
        return f"{value.hour:02}:{value.minute:02}"
    return option_text(value)


def _day(day: date, language: Language) -> str:
    weekday = _WEEKDAYS[language][day.weekday()]
    if language == "ko":
        return f"{day.year}년 {day.month}월 {day.day}일({weekday})"
    return f"{weekday} {day.isoformat()}"


def masked(value: str, how: str) -> str:
    """A value that is shown but not in full: ``rrn``, ``phone``, ``account`` (the last four), or the first letter."""
    if how == "rrn":
        return value[:8] + "*" * max(len(value) - 8, 0)
    if how == "phone":
        digits = [position for position, letter in enumerate(value) if letter.isdigit()]
        hidden = set(digits[-8:-4])
        return "".join("*" if position in hidden else letter for position, letter in enumerate(value))
    if how == "account":
        return "*" * max(len(value) - 4, 0) + value[-4:]
    return value[:1] + "*" * max(len(value) - 1, 0)
