"""Between the text a browser posts and the FEEL value of one field."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from engine import feel
from engine.feel import Time, Value
from tasks.forms.schema import Field

SEOUL = ZoneInfo("Asia/Seoul")
LONGEST = {"textfield": 1_000, "textarea": 20_000}
_DIGITS = 30


class NotReadable(Exception):
    """A posted text that is no value of the field; ``code`` names the sentence, ``facts`` what it speaks of."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def is_blank(value: Value) -> bool:
    """Whether nothing was filled in: no value, no text, nothing chosen, no tick. A nought is an answer."""
    return value is None or value is False or value == "" or value == []


def read_text(field: Field, posted: str) -> str | None:
    """The text trimmed and in one Unicode form (NFC), lines ended by a line feed; null when empty."""
    text = unicodedata.normalize("NFC", posted.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text.isprintable() and any(map(_is_broken, text)):
        raise NotReadable("broken_text")
    if field.type == "textfield":
        text = " ".join(text.split("\n"))
    if len(text) > LONGEST[field.type]:
        raise NotReadable("too_long", limit=LONGEST[field.type], count=len(text))
    return text or None


def _is_broken(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t"


def read_number(field: Field, posted: str) -> Decimal | None:
    """A decimal number; thousands commas and full-width digits are understood."""
    text = unicodedata.normalize("NFKC", posted).strip().replace(",", "").replace(" ", "")
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise NotReadable("number") from None
    if not number.is_finite() or len(text) > _DIGITS or abs(number.adjusted()) > _DIGITS:
        raise NotReadable("number")
    digits = field.source.get("decimalDigits")
    exponent = number.normalize().as_tuple().exponent
    if isinstance(digits, int) and isinstance(exponent, int) and -exponent > digits:
        raise NotReadable("whole" if digits == 0 else "decimals", limit=digits)
    return number


def read_moment(field: Field, posted: str) -> date | Time | datetime | None:
    """A date, a time of day or both, by the field's subtype; both carry Korea's zone."""
    text = posted.strip().replace(".", "-").replace("/", "-") if subtype(field) == "date" else posted.strip()
    if not text:
        return None
    kind = subtype(field)
    try:
        if kind == "date":
            return date.fromisoformat("-".join(part.strip().zfill(2) for part in text.rstrip("-").split("-")))
        if kind == "time":
            return _time(time.fromisoformat(text.zfill(5)))
        moment = datetime.fromisoformat(text.replace(" ", "T"))
        return moment.astimezone(SEOUL) if moment.tzinfo is not None else moment.replace(tzinfo=SEOUL)
    except ValueError:
        raise NotReadable(kind) from None


def _time(moment: time) -> Time:
    if moment.tzinfo is not None:
        raise ValueError("a time of day without a zone")
    return Time(moment.hour, moment.minute, moment.second)


def subtype(field: Field) -> str:
    """``date``, ``time`` or ``datetime``; date when the form does not say."""
    found = field.source.get("subtype")
    return found if found in ("time", "datetime") else "date"


def text_of(field: Field, value: Value) -> str:
    """The text an input shows for the value; reading it gives the value again."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if field.type == "datetime":
        return _moment_text(field, value)
    return option_text(value)


def _moment_text(field: Field, value: Value) -> str:
    kind = subtype(field)
    if isinstance(value, str):
        return value
    if kind == "time" and isinstance(value, Time):
        return f"{value.hour:02}:{value.minute:02}" + (f":{value.second:02}" if value.second else "")
    if isinstance(value, datetime):
        local = value.astimezone(SEOUL) if value.tzinfo else value
        if kind == "date":
            return local.date().isoformat()
        return local.strftime("%Y-%m-%dT%H:%M:%S" if local.second else "%Y-%m-%dT%H:%M")
    return value.isoformat() if kind == "date" and isinstance(value, date) else ""


def option_text(value: Value) -> str:
    """The posted text of an option's value: texts as they are, numbers plain, anything else as FEEL writes it."""
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(feel.to_json(value))
