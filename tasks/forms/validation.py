"""What a field's value must satisfy: the ``validate`` block of form-js and what the field's type itself demands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from engine.feel import Value, to_feel
from tasks.forms import patterns, scalars, wording
from tasks.forms.places import page_id
from tasks.forms.scalars import NotReadable
from tasks.forms.schema import ONE_OF, SEVERAL_OF, TEXT_TYPES, Field
from tasks.forms.sheet import Cell, Sheet, is_fixed_list, row_count
from tasks.forms.surroundings import resolve
from tasks.forms.words import say


@dataclass(frozen=True, kw_only=True)
class FieldError:
    """A refusal of one field: its posted name, the element a summary links to, its label with its row, the sentence."""

    name: str
    anchor: str
    label: str
    message: str


def errors(sheet: Sheet, dropped: frozenset[str]) -> list[FieldError]:
    """What is wrong with the visible fields, in the order of the form; ``dropped`` rows' fields are not looked at."""
    found = []
    for cell in sheet.shown():
        if cell.name in dropped or cell.name in sheet.fixed:
            continue
        problem = sheet.problems.get(cell.name) or _problem(sheet, cell)
        if problem is not None:
            found.append(_error(sheet, cell, problem))
    return found


def _problem(sheet: Sheet, cell: Cell) -> NotReadable | None:
    if cell.field.type == "dynamiclist":
        return _row_problem(sheet, cell)
    value = sheet.values.get(cell.name)
    if scalars.is_blank(value):
        return NotReadable(_required_code(cell.field)) if is_required(sheet, cell) else None
    if cell.field.type in TEXT_TYPES and isinstance(value, str):
        return _text_problem(sheet, cell, value)
    if cell.field.type == "number":
        return _number_problem(sheet, cell, value)
    if cell.field.type == "datetime":
        return _moment_problem(sheet, cell, value)
    if (
        cell.field.type == "filepicker"
        and isinstance(value, list)
        and len(value) > 1
        and cell.field.source.get("multiple") is not True
    ):
        return NotReadable("one_file")
    return None


def _rule(sheet: Sheet, cell: Cell, name: str) -> Value:
    return resolve(cell.field.rules.get(name), sheet.scope(cell), sheet.surroundings)


def is_required(sheet: Sheet, cell: Cell) -> bool:
    """Whether the field must be filled in, for the answers as they are."""
    return _rule(sheet, cell, "required") is True


def number_rule(sheet: Sheet, cell: Cell, name: str) -> Decimal | None:
    """A limit of the ``validate`` block (min, max, minLength, maxLength), written or computed."""
    limit = _rule(sheet, cell, name)
    if isinstance(limit, str):
        try:
            limit = Decimal(limit)
        except ArithmeticError:
            return None
    return to_feel(limit) if isinstance(limit, int | float | Decimal) and not isinstance(limit, bool) else None


def _required_code(field: Field) -> str:
    if field.type in ONE_OF:
        return "required_choice"
    if field.type in SEVERAL_OF:
        return "required_choices"
    return {"checkbox": "required_tick", "filepicker": "required_file"}.get(field.type, "required")


def _text_problem(sheet: Sheet, cell: Cell, text: str) -> NotReadable | None:
    if (least := number_rule(sheet, cell, "minLength")) is not None and len(text) < least:
        return NotReadable("too_short", limit=int(least))
    if (most := number_rule(sheet, cell, "maxLength")) is not None and len(text) > most:
        return NotReadable("too_long", limit=int(most), count=len(text))
    kind = cell.field.rules.get("validationType")
    if kind == "email" and not patterns.is_email(text):
        return NotReadable("email")
    if kind == "phone" and not patterns.is_phone(text):
        return NotReadable("phone")
    pattern = cell.field.rules.get("pattern")
    return (
        NotReadable("pattern")
        if pattern and kind in (None, "", "custom") and not patterns.fits(pattern, text)
        else None
    )


def _number_problem(sheet: Sheet, cell: Cell, number: Value) -> NotReadable | None:
    if not isinstance(number, Decimal):
        return None
    if (least := number_rule(sheet, cell, "min")) is not None and number < least:
        return NotReadable("too_small", limit=wording.plain(least, sheet.surroundings.language))
    if (most := number_rule(sheet, cell, "max")) is not None and number > most:
        return NotReadable("too_large", limit=wording.plain(most, sheet.surroundings.language))
    return None


def _moment_problem(sheet: Sheet, cell: Cell, moment: Value) -> NotReadable | None:
    if cell.field.source.get("disallowPassedDates") is not True:
        return None
    today = sheet.surroundings.environment.now.astimezone(scalars.SEOUL).date()
    day = moment.date() if isinstance(moment, datetime) else moment
    return NotReadable("passed") if isinstance(day, date) and day < today else None


def row_limit(field: Field, name: str) -> int | None:
    """``minRows`` or ``maxRows`` of a dynamic list (ours: form-js has none)."""
    said = str(field.properties.get(name, "")).strip()
    return int(said) if said.isdecimal() else None


def _row_problem(sheet: Sheet, cell: Cell) -> NotReadable | None:
    if is_fixed_list(cell.field):
        return None
    count = row_count(sheet, cell.field, cell.place)
    least, most = row_limit(cell.field, "minRows"), row_limit(cell.field, "maxRows")
    if least is not None and count < least:
        return NotReadable("too_few_rows", limit=least)
    return NotReadable("too_many_rows", limit=most) if most is not None and count > most else None


def label_of(sheet: Sheet, cell: Cell) -> str:
    """What the field is called, without marks of emphasis; a field without a name is called "this field"."""
    names = {"datetime": ("dateLabel", "label") if scalars.subtype(cell.field) != "time" else ("timeLabel", "label")}
    for name in names.get(cell.field.type, ("label",)):
        if found := wording.text(cell.field, name, sheet.scope(cell), sheet.surroundings):
            return found
    return say("untitled", sheet.surroundings.language)


def _error(sheet: Sheet, cell: Cell, problem: NotReadable) -> FieldError:
    label = " · ".join([*_rows_of(sheet, cell), label_of(sheet, cell)])
    own = ""
    if problem.code == "pattern":
        own = str(cell.field.rules.get("patternErrorMessage") or "")
        if sheet.surroundings.language == "en":
            own = cell.field.properties.get("patternErrorMessageEn") or own
    message = own or say(problem.code, sheet.surroundings.language, label=label, **problem.facts)
    anchor = page_id(cell.name)
    grouped = cell.field.type in ("radio", "checklist", "taglist") and bool(sheet.options(cell))
    return FieldError(name=cell.name, anchor=f"{anchor}-0" if grouped else anchor, label=label, message=message)


def _rows_of(sheet: Sheet, cell: Cell) -> list[str]:
    """The rows around a field, as people count them: "필요영역 2"."""
    lists = [sheet.cells[name] for name in cell.within if sheet.cells[name].field.type == "dynamiclist"]
    numbers = [row[-1] for row in cell.rows]
    return [
        f"{label_of(sheet, listed)} {number + 1}"
        for listed, number in zip(lists, numbers, strict=False)
        if isinstance(number, int)
    ]
