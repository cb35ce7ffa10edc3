"""From answers to variables: validated by the schema that drew the page; hidden fields dropped, fixed not taken."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

from engine.feel import Value
from tasks.forms import scalars, validation
from tasks.forms.answers import Answers
from tasks.forms.places import Place, put_at, value_at
from tasks.forms.schema import VALUES, Field, Form
from tasks.forms.sheet import Cell, Sheet, default_rows, is_fixed_list, work_out
from tasks.forms.surroundings import Surroundings
from tasks.forms.validation import FieldError


@dataclass(frozen=True, kw_only=True)
class FormResult:
    """What was read: FEEL values by variable, or what is wrong; ``answers`` are what the page shows again."""

    values: dict[str, Value]
    errors: list[FieldError]
    answers: Answers
    files: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the form may be handed over."""
        return not self.errors


def read(form: Form, answers: Answers, surroundings: Surroundings) -> FormResult:
    """Validate the answers and give the variables; ``files`` are the ids of the documents the values speak of.

    An entirely empty row that a list did not begin with is no answer and is left out.
    """
    sheet = work_out(form, answers, surroundings)
    dropped = _empty_rows(sheet)
    names = frozenset(name for name, cell in sheet.cells.items() if any(row in dropped for row in cell.rows))
    values: dict[str, Value] = _kept_around(sheet)
    for cell in sheet.shown():
        if cell.field.type == "dynamiclist" and cell.name not in names and not is_fixed_list(cell.field):
            put_at(values, cell.place, [])
        if cell.name not in names and _goes_out(sheet, cell):
            put_at(values, _moved_up(cell, dropped), sheet.values.get(cell.name))
    found = validation.errors(sheet, names)
    return FormResult(values=values, errors=found, answers=answers, files=_files(sheet))


def _goes_out(sheet: Sheet, cell: Cell) -> bool:
    """Fixed fields only complete their rows: writing them back could undo what a parallel branch wrote meanwhile."""
    if cell.field.type not in VALUES or not cell.place or cell.field.source.get("disabled") is True:
        return False
    return bool(cell.rows) or cell.name not in sheet.fixed


def _kept_around(sheet: Sheet) -> dict[str, Value]:
    """What a form with nested places leaves as it was: the other entries of its contexts, the rows of fixed lists."""
    kept: dict[str, Value] = {}
    for cell in sheet.cells.values():
        top = cell.place[0] if cell.place else None
        fixed_list = cell.field.type == "dynamiclist" and is_fixed_list(cell.field)
        if isinstance(top, str) and top not in kept and (len(cell.place) > 1 or fixed_list) and not cell.rows:
            known = sheet.surroundings.variables.get(top)
            if isinstance(known, dict | list):
                kept[top] = deepcopy(known)
    for name in sheet.hidden:
        cell = sheet.cells[name]
        if cell.place and value_at(kept, cell.place) is not None and cell.field.type in VALUES:
            put_at(kept, cell.place, None)
    return kept


def _empty_rows(sheet: Sheet) -> frozenset[Place]:
    rows: dict[Place, bool] = {}
    least: dict[Place, int] = {}
    for cell in sheet.cells.values():
        if cell.field.type == "dynamiclist":
            least[cell.place] = _least(cell.field)
        for row in cell.rows:
            filled = cell.field.type in VALUES and not scalars.is_blank(sheet.values.get(cell.name))
            filled = filled or cell.name in sheet.problems
            rows[row] = rows.get(row, False) or (filled and cell.field.type != "expression")
    return frozenset(
        row
        for row, filled in rows.items()
        if not filled and isinstance(row[-1], int) and row[-1] >= least.get(row[:-1], 0)
    )


def _least(listed: Field) -> int:
    if is_fixed_list(listed):
        return 1_000_000
    said = validation.row_limit(listed, "minRows")
    return default_rows(listed) if said is None else said


def _moved_up(cell: Cell, dropped: frozenset[Place]) -> Place:
    """The cell's place with its rows counted without the dropped ones before them."""
    place = list(cell.place)
    for row in cell.rows:
        position = len(row) - 1
        number = row[position]
        if isinstance(number, int):
            place[position] = number - sum((*row[:position], earlier) in dropped for earlier in range(number))
    return tuple(place)


def _files(sheet: Sheet) -> list[str]:
    found = []
    for cell in sheet.shown():
        if cell.field.type == "filepicker" and cell.name not in sheet.fixed:
            found += [str(file["id"]) for file in sheet.values.get(cell.name) or []]
    return found
