"""From answers to what the page draws: labels, options, errors, attributes and layout, all decided on the server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from tasks.forms import leaves, validation
from tasks.forms.answers import Answers
from tasks.forms.leaves import Canvas
from tasks.forms.places import count_name, page_id
from tasks.forms.presented import PresentedField, PresentedForm, PresentedLine, PresentedRow
from tasks.forms.schema import KNOWN, VALUES, Form
from tasks.forms.sheet import Cell, is_fixed_list, work_out
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
    drawing = _Drawing(Canvas(sheet=sheet, errors={error.name: error for error in errors}, to_read=to_read))
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

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._sheet = canvas.sheet
        self._inside: dict[str, list[Cell]] = {}
        for cell in canvas.sheet.shown():
            if cell.within:
                self._inside.setdefault(cell.within[-1], []).append(cell)

    def lines(self, cells: Iterable[Cell]) -> list[PresentedLine]:
        """The cells by the rows of the layout; a cell without one has a line of its own."""
        drawn = [cell for cell in cells if cell.field.type in KNOWN]
        groups = groupby(enumerate(drawn), key=lambda pair: _layout_row(pair[1]) or f"#{pair[0]}")
        return [PresentedLine(fields=[self._field(cell) for _, cell in group]) for _, group in groups]

    def _field(self, cell: Cell) -> PresentedField:
        if cell.field.properties.get("view"):
            return leaves.view(self._canvas, cell)
        if cell.field.type == "dynamiclist":
            return self._list(cell)
        if cell.field.type == "group":
            return self._group(cell)
        return (leaves.entry if cell.field.type in VALUES else leaves.shown)(self._canvas, cell)

    def _group(self, cell: Cell) -> PresentedField:
        return PresentedField(
            template="forms/group.html",
            type="group",
            id=page_id(cell.name),
            name=cell.name,
            label=leaves.text(self._canvas, cell, "label"),
            description=leaves.text(self._canvas, cell, "description"),
            easy=leaves.text(self._canvas, cell, "easy"),
            outline=cell.field.source.get("showOutline") is True,
            columns=leaves.columns(cell),
            lines=self.lines(self._inside.get(cell.name, ())),
        )

    def _list(self, cell: Cell) -> PresentedField:
        most, fixed = validation.row_limit(cell.field, "maxRows"), self._canvas.to_read or is_fixed_list(cell.field)
        rows = self._rows(cell)
        error = self._canvas.errors.get(cell.name)
        return PresentedField(
            template="forms/dynamiclist.html",
            type="dynamiclist",
            id=page_id(cell.name),
            name=cell.name,
            label=leaves.text(self._canvas, cell, "label"),
            description=leaves.text(self._canvas, cell, "description"),
            easy=leaves.text(self._canvas, cell, "easy"),
            error=error.message if error else "",
            columns=leaves.columns(cell),
            rows=rows,
            count_name=count_name(cell.name),
            value=str(len(rows)),
            may_add=not fixed and (most is None or len(rows) < most),
            may_remove=not fixed,
        )

    def _rows(self, cell: Cell) -> list[PresentedRow]:
        inside = self._inside.get(cell.name, ())
        label = leaves.text(self._canvas, cell, "label")
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


def _layout_row(cell: Cell) -> str | None:
    layout = cell.field.source.get("layout")
    found = layout.get("row") if isinstance(layout, dict) else None
    return str(found) if found else None
