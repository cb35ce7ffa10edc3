"""The drawing of one field that holds no others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tasks.forms import inputs, richtext, scalars, sources, validation, wording
from tasks.forms.options import asked
from tasks.forms.places import page_id
from tasks.forms.presented import PresentedField, PresentedOption
from tasks.forms.schema import CHOICES
from tasks.forms.sheet import Cell, Sheet
from tasks.forms.validation import FieldError


@dataclass(frozen=True, kw_only=True)
class Canvas:
    """What is drawn: the sheet, the refusals by name, and whether all is only to be read."""

    sheet: Sheet
    errors: Mapping[str, FieldError]
    to_read: bool = False


def entry(canvas: Canvas, cell: Cell) -> PresentedField:
    """A field that holds a value: to be filled in, or fixed."""
    sheet, name = canvas.sheet, cell.name
    error = canvas.errors.get(name)
    fixed = canvas.to_read or name in sheet.fixed or cell.field.type == "expression"
    options = _options(canvas, cell)
    description, easy = text(canvas, cell, "description"), text(canvas, cell, "easy")
    kept = cell.field.sealed and name in sheet.answers.sealed
    required = not fixed and not kept and validation.is_required(sheet, cell)
    return PresentedField(
        template="forms/fixed.html" if fixed else f"forms/{cell.field.type}.html",
        type=cell.field.type,
        id=page_id(name),
        name=name,
        label=validation.label_of(sheet, cell),
        description=description,
        easy=easy,
        required=required,
        fixed=fixed,
        sealed=cell.field.sealed,
        subtype=scalars.subtype(cell.field),
        value=inputs.value(sheet, cell),
        shown=inputs.shown(sheet, cell, options),
        error=error.message if error else "",
        columns=columns(cell),
        prefix=inputs.adorner(sheet, cell, "prefixAdorner"),
        suffix=inputs.adorner(sheet, cell, "suffixAdorner"),
        options=options,
        files=inputs.files(sheet, cell),
        multiple=cell.field.source.get("multiple") is True,
        attributes=inputs.attributes(sheet, cell, described=bool(description or easy), error=error is not None),
    )


def _options(canvas: Canvas, cell: Cell) -> list[PresentedOption]:
    if cell.field.type not in CHOICES:
        return []
    chosen = _chosen(canvas, cell)
    texts = [(scalars.option_text(option.value), option.label) for option in canvas.sheet.options(cell)]
    return [
        PresentedOption(
            id=f"{page_id(cell.name)}-{number}",
            value=value,
            label=label,
            chosen=value in chosen,
        )
        for number, (value, label) in enumerate(texts)
    ]


def _chosen(canvas: Canvas, cell: Cell) -> set[str]:
    if cell.name not in canvas.sheet.fixed:
        return set(canvas.sheet.answers.texts.get(cell.name, ()))
    value = canvas.sheet.values.get(cell.name)
    return {scalars.option_text(one) for one in (value if isinstance(value, list) else [value]) if one is not None}


def shown(canvas: Canvas, cell: Cell) -> PresentedField:
    """What is only shown: text, table, line, space."""
    scope, surroundings = canvas.sheet.scope(cell), canvas.sheet.surroundings
    written = text(canvas, cell, "text")
    return PresentedField(
        template=f"forms/{cell.field.type}.html",
        type=cell.field.type,
        id=page_id(cell.name),
        name=cell.name,
        label=text(canvas, cell, "label"),
        easy=text(canvas, cell, "easy"),
        html=richtext.html(written) if written else "",
        columns=columns(cell),
        table=inputs.table(cell.field, scope, surroundings) if cell.field.type == "table" else None,
    )


def view(canvas: Canvas, cell: Cell) -> PresentedField:
    """A read-only panel of records; empty where nobody registered the view."""
    scope = canvas.sheet.scope(cell)
    try:
        panel = sources.panel(cell.field.properties["view"], asked(scope, canvas.sheet.surroundings))
    except sources.SourceUnknown:
        panel = None
    return PresentedField(
        template="forms/view.html",
        type="view",
        id=page_id(cell.name),
        name=cell.name,
        label=text(canvas, cell, "label") or (panel.title if panel else ""),
        columns=columns(cell),
        panel=panel,
    )


def text(canvas: Canvas, cell: Cell, name: str) -> str:
    """A text of the field in the reader's language."""
    return wording.text(cell.field, name, canvas.sheet.scope(cell), canvas.sheet.surroundings)


def columns(cell: Cell) -> int:
    """The field's share of its row, in sixteenths."""
    layout = cell.field.source.get("layout")
    found = layout.get("columns") if isinstance(layout, dict) else None
    return found if isinstance(found, int) and 1 <= found <= 16 else 16
