"""The particulars of one input: its text, how it reads when fixed, its files, its attributes; and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.feel import Value
from tasks.forms import codes, scalars, wording
from tasks.forms.answers import FileValue, file_of
from tasks.forms.places import page_id, value_at
from tasks.forms.presented import PresentedOption, PresentedTable
from tasks.forms.schema import CHOICES, TEXT_TYPES, Field
from tasks.forms.sheet import Cell, Sheet
from tasks.forms.surroundings import Surroundings, evaluate
from tasks.forms.validation import number_rule

_MODES = {"email": "email", "phone": "tel"}


def value(sheet: Sheet, cell: Cell) -> str:
    """The text in the input: as it was typed, also when it was refused; a sealed value is never shown again."""
    if cell.field.sealed or cell.field.type in ("filepicker", "expression"):
        return ""
    if cell.name in sheet.fixed:
        return scalars.text_of(cell.field, sheet.values.get(cell.name))
    return sheet.answers.text(cell.name)


def shown(sheet: Sheet, cell: Cell, options: Sequence[PresentedOption]) -> str:
    """The value as people read it: for fixed and computed fields, and what is kept of a sealed one."""
    if cell.field.sealed:
        kept = sheet.answers.sealed.get(cell.name)
        held = sheet.values.get(cell.name)
        return kept.masked if kept else str(held.get("masked", "")) if isinstance(held, dict) else ""
    if cell.field.type in CHOICES:
        return ", ".join(option.label for option in options if option.chosen)
    text = wording.plain(sheet.values.get(cell.name), sheet.surroundings.language)
    mask = cell.field.properties.get("mask")
    return wording.masked(text, mask) if mask and text else text


def files(sheet: Sheet, cell: Cell) -> list[FileValue]:
    """The files attached so far."""
    if cell.field.type != "filepicker":
        return []
    held = sheet.values.get(cell.name)
    return [file_of(one) for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def adorner(sheet: Sheet, cell: Cell, name: str) -> str:
    """The text before or behind the input (원, 분, KRW, …)."""
    appearance = cell.field.source.get("appearance")
    written = appearance.get(name) if isinstance(appearance, dict) else None
    if sheet.surroundings.language == "en":
        written = cell.field.properties.get(f"{name}En") or written
    return wording.fill(str(written), sheet.scope(cell), sheet.surroundings) if written else ""


def attributes(sheet: Sheet, cell: Cell, *, described: bool, error: bool) -> dict[str, str]:
    """The attributes of the input (of a group of choices: of its fieldset) beside id and name."""
    field, found = cell.field, dict[str, str]()
    anchor = page_id(cell.name)
    tied = [f"{anchor}-hint"] if described or field.sealed else []
    tied += [f"{anchor}-suffix"] if adorner(sheet, cell, "suffixAdorner") else []
    tied += [f"{anchor}-error"] if error else []
    if tied:
        found["aria-describedby"] = " ".join(tied)
    if error:
        found["aria-invalid"] = "true"
    if autocomplete := field.properties.get("autocomplete"):
        found["autocomplete"] = autocomplete
    if pii := field.properties.get("pii"):
        found["data-pii"] = pii
    return found | _by_type(sheet, cell)


def _by_type(sheet: Sheet, cell: Cell) -> dict[str, str]:
    field = cell.field
    if field.sealed:
        return {"inputmode": "numeric", "maxlength": "14", "autocomplete": "off", "spellcheck": "false"}
    if field.type in TEXT_TYPES:
        return _text_attributes(sheet, cell)
    if field.type == "number":
        whole = field.source.get("decimalDigits") == 0
        return {"inputmode": "numeric" if whole else "decimal", "autocomplete": "off"} | (
            {"autocomplete": field.properties["autocomplete"]} if "autocomplete" in field.properties else {}
        )
    if field.type == "filepicker":
        accept = str(field.source.get("accept") or "")
        return {"accept": accept} if accept and not accept.startswith("=") else {}
    return {}


def _text_attributes(sheet: Sheet, cell: Cell) -> dict[str, str]:
    found: dict[str, str] = {}
    most = number_rule(sheet, cell, "maxLength")
    if most is not None:
        found["maxlength"] = str(int(most))
    kind = str(cell.field.rules.get("validationType") or "")
    if kind in _MODES:
        found["inputmode"] = _MODES[kind]
        found["type"] = _MODES[kind]
    if cell.field.type == "textarea":
        found["rows"] = "5"
    return found


def table(field: Field, scope: Mapping[str, Value], surroundings: Surroundings) -> PresentedTable:
    """The rows of a table's data source, cut to its columns."""
    found = evaluate(str(field.source.get("dataSource", "")), scope, surroundings)
    columns = _table_columns(field, scope, surroundings)
    rows = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
    return PresentedTable(
        columns=[_heading(column, surroundings) for column in columns],
        rows=[[_table_cell(column, row, surroundings) for column in columns] for row in rows],
    )


def _table_columns(field: Field, scope: Mapping[str, Value], surroundings: Surroundings) -> list[dict[str, Any]]:
    written = field.source.get("columns")
    if field.source.get("columnsExpression"):
        written = evaluate(str(field.source["columnsExpression"]), scope, surroundings)
    return [column for column in written if isinstance(column, dict)] if isinstance(written, list) else []


def _heading(column: Mapping[str, Any], surroundings: Surroundings) -> str:
    english = column.get("labelEn") if surroundings.language == "en" else None
    return str(english or column.get("label") or column.get("key") or "")


def _table_cell(column: Mapping[str, Any], row: Mapping[str, Value], surroundings: Surroundings) -> str:
    held = value_at(dict(row), tuple(str(column.get("key", "")).split(".")))
    names = column.get("codes")
    if isinstance(names, str) and held is not None and names in codes.names():
        return codes.label(names, held, surroundings.language)
    return wording.plain(held, surroundings.language)
