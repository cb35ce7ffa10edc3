"""From answers to what the page draws: labels, options, errors, attributes and layout, all decided on the server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from tasks.forms import inputs, richtext, scalars, sources, validation, wording
from tasks.forms.answers import Answers
from tasks.forms.options import asked
from tasks.forms.places import count_name, page_id
from tasks.forms.presented import (
    PresentedField,
    PresentedForm,
    PresentedLine,
    PresentedOption,
    PresentedRow,
)
from tasks.forms.schema import CHOICES, KNOWN, VALUES, Form
from tasks.forms.sheet import Cell, Sheet, is_fixed_list, work_out
from tasks.forms.surroundings import Surroundings
from tasks.forms.validation import FieldError
from tasks.forms.words import say


def present(  # noqa: PLR0913 - what a page says beside the answers
    form: Form,
    answers: Answers,
    surroundings: Surroundings,
    *,
    errors: Sequence[FieldError] = (),
    to_read: bool = False,
) -> PresentedForm:
    """The form as it looks with these answers and refusals; ``to_read`` for those who may only look."""
    sheet = work_out(form, answers, surroundings)
    drawing = _Drawing(sheet, {error.name: error for error in errors}, to_read=to_read)
    return PresentedForm(
        lines=drawing.lines(cell for cell in sheet.shown() if not cell.within),
        errors=list(errors),
        language=surroundings.language,
        live=any(_depends(field.source) for field in form.every_field()),
        has_files=any(field.type == "filepicker" for field in form.every_field()),
    )


def _depends(source: Mapping[str, object]) -> bool:
    return bool(source.get("conditional") or source.get("valuesExpression") or source.get("type") == "expression")


class _Drawing:
    """The drawing of one sheet; containers draw what lies in them."""

    def __init__(self, sheet: Sheet, errors: Mapping[str, FieldError], *, to_read: bool) -> None:
        self._sheet = sheet
        self._to_read = to_read
        self._errors = errors
        self._inside: dict[str, list[Cell]] = {}
        for cell in sheet.shown():
            if cell.within:
                self._inside.setdefault(cell.within[-1], []).append(cell)

    def lines(self, cells: Iterable[Cell]) -> list[PresentedLine]:
        """The cells by the rows of the layout; a cell without one has a line of its own."""
        drawn = [cell for cell in cells if cell.field.type in KNOWN]
        groups = groupby(enumerate(drawn), key=lambda pair: _layout_row(pair[1]) or f"#{pair[0]}")
        return [PresentedLine(fields=[self._field(cell) for _, cell in group]) for _, group in groups]

    def _field(self, cell: Cell) -> PresentedField:
        if cell.field.properties.get("view"):
            return self._view(cell)
        if cell.field.type == "dynamiclist":
            return self._list(cell)
        if cell.field.type == "group":
            return self._group(cell)
        return self._input(cell) if cell.field.type in VALUES else self._shown(cell)

    def _group(self, cell: Cell) -> PresentedField:
        return PresentedField(
            template="forms/group.html",
            type="group",
            id=page_id(cell.name),
            name=cell.name,
            label=self._text(cell, "label"),
            description=self._text(cell, "description"),
            easy=self._text(cell, "easy"),
            outline=cell.field.source.get("showOutline") is True,
            columns=_columns(cell),
            lines=self.lines(self._inside.get(cell.name, ())),
        )

    def _list(self, cell: Cell) -> PresentedField:
        most, fixed = validation.row_limit(cell.field, "maxRows"), self._to_read or is_fixed_list(cell.field)
        rows = self._rows(cell)
        error = self._errors.get(cell.name)
        return PresentedField(
            template="forms/dynamiclist.html",
            type="dynamiclist",
            id=page_id(cell.name),
            name=cell.name,
            label=self._text(cell, "label"),
            description=self._text(cell, "description"),
            easy=self._text(cell, "easy"),
            error=error.message if error else "",
            columns=_columns(cell),
            rows=rows,
            count_name=count_name(cell.name),
            value=str(len(rows)),
            may_add=not fixed and (most is None or len(rows) < most),
            may_remove=not fixed,
        )

    def _rows(self, cell: Cell) -> list[PresentedRow]:
        inside = self._inside.get(cell.name, ())
        label = self._text(cell, "label")
        language = self._sheet.surroundings.language
        rows = []
        for place, cells in groupby(inside, key=lambda inner: inner.rows[-1]):
            number = place[-1]
            assert isinstance(number, int)  # noqa: S101 - a row's place ends with its number
            rows.append(
                PresentedRow(
                    id=page_id(f"{cell.name}[{number}]"),
                    label=say("row", language, label=label, number=number + 1).strip(),
                    remove=f"{cell.name}:{number}",
                    lines=self.lines(list(cells)),
                )
            )
        return rows

    def _input(self, cell: Cell) -> PresentedField:
        sheet, name = self._sheet, cell.name
        error = self._errors.get(name)
        fixed = self._to_read or name in sheet.fixed or cell.field.type == "expression"
        options = self._options(cell)
        description, easy = self._text(cell, "description"), self._text(cell, "easy")
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
            columns=_columns(cell),
            prefix=inputs.adorner(sheet, cell, "prefixAdorner"),
            suffix=inputs.adorner(sheet, cell, "suffixAdorner"),
            options=options,
            files=inputs.files(sheet, cell),
            multiple=cell.field.source.get("multiple") is True,
            attributes=inputs.attributes(sheet, cell, described=bool(description or easy), error=error is not None),
        )

    def _options(self, cell: Cell) -> list[PresentedOption]:
        if cell.field.type not in CHOICES:
            return []
        chosen = self._chosen(cell)
        texts = [(scalars.option_text(option.value), option.label) for option in self._sheet.options(cell)]
        return [
            PresentedOption(
                id=f"{page_id(cell.name)}-{number}" if number else f"{page_id(cell.name)}-0",
                value=text,
                label=label,
                chosen=text in chosen,
            )
            for number, (text, label) in enumerate(texts)
        ]

    def _chosen(self, cell: Cell) -> set[str]:
        if cell.name not in self._sheet.fixed:
            return set(self._sheet.answers.texts.get(cell.name, ()))
        value = self._sheet.values.get(cell.name)
        return {scalars.option_text(one) for one in (value if isinstance(value, list) else [value]) if one is not None}

    def _shown(self, cell: Cell) -> PresentedField:
        scope, surroundings = self._sheet.scope(cell), self._sheet.surroundings
        written = self._text(cell, "text")
        return PresentedField(
            template=f"forms/{cell.field.type}.html",
            type=cell.field.type,
            id=page_id(cell.name),
            name=cell.name,
            label=self._text(cell, "label"),
            easy=self._text(cell, "easy"),
            html=richtext.html(written) if written else "",
            columns=_columns(cell),
            table=inputs.table(cell.field, scope, surroundings) if cell.field.type == "table" else None,
        )

    def _view(self, cell: Cell) -> PresentedField:
        scope = self._sheet.scope(cell)
        try:
            panel = sources.panel(cell.field.properties["view"], asked(scope, self._sheet.surroundings))
        except sources.SourceUnknown:
            panel = None
        return PresentedField(
            template="forms/view.html",
            type="view",
            id=page_id(cell.name),
            name=cell.name,
            label=self._text(cell, "label") or (panel.title if panel else ""),
            columns=_columns(cell),
            panel=panel,
        )

    def _text(self, cell: Cell, name: str) -> str:
        return wording.text(cell.field, name, self._sheet.scope(cell), self._sheet.surroundings)


def _layout_row(cell: Cell) -> str | None:
    layout = cell.field.source.get("layout")
    found = layout.get("row") if isinstance(layout, dict) else None
    return str(found) if found else None


def _columns(cell: Cell) -> int:
    layout = cell.field.source.get("layout")
    found = layout.get("columns") if isinstance(layout, dict) else None
    return found if isinstance(found, int) and 1 <= found <= 16 else 16
