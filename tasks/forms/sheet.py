"""One filled-in form, worked through: every field in every row with its value, and what is hidden.

Conditions and computed fields see the values of what is visible; they are worked out again until nothing changes, as
form-js does in the browser. Shown pages and validation both start from here, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.feel import Value
from tasks.forms import options, scalars
from tasks.forms.answers import MOST_ROWS, Answers
from tasks.forms.places import Place, name_of, put_at, value_at
from tasks.forms.scalars import NotReadable
from tasks.forms.schema import CHOICES, ONE_OF, TEXT_TYPES, VALUES, Field, Form
from tasks.forms.sources import Option
from tasks.forms.surroundings import Surroundings, evaluate, resolve

_ROUNDS = 12


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A field in its row: its posted name, its place in the data, the rows around it and the containers it lies in."""

    field: Field
    name: str
    place: Place
    rows: tuple[Place, ...]
    within: tuple[str, ...]


@dataclass(kw_only=True)
class Sheet:
    """The cells by name with their values; ``hidden`` and ``fixed`` (readonly or disabled) are names."""

    form: Form
    answers: Answers
    surroundings: Surroundings
    cells: dict[str, Cell] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    problems: dict[str, NotReadable] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    fixed: set[str] = field(default_factory=set)
    data: dict[str, Value] = field(default_factory=dict)
    scopes: dict[tuple[Place, ...], dict[str, Value]] = field(default_factory=dict)

    def scope(self, cell: Cell) -> dict[str, Value]:
        """The names an expression of the cell may use: variables, the form's data, the rows around it."""
        if cell.rows not in self.scopes:
            self.scopes[cell.rows] = self._scope(cell)
        return self.scopes[cell.rows]

    def _scope(self, cell: Cell) -> dict[str, Value]:
        root: dict[str, Value] = {"me": self.surroundings.me, **merged(self.surroundings.variables, self.data)}
        for place in cell.rows:
            row = value_at(self.data, place)
            number = place[-1]
            position = number + 1 if isinstance(number, int) else 1
            root = {**root, **(row if isinstance(row, dict) else {}), "this": row, "parent": root, "i": position}
        return root

    def shown(self) -> Iterator[Cell]:
        """The cells that are not hidden, in the order of the form."""
        return (cell for name, cell in self.cells.items() if name not in self.hidden)

    def options(self, cell: Cell) -> list[Option]:
        """What a choice offers here."""
        return options.of(cell.field, self.scope(cell), self.surroundings)


def work_out(form: Form, answers: Answers, surroundings: Surroundings) -> Sheet:
    """Read every field and settle what is hidden."""
    sheet = Sheet(form=form, answers=answers, surroundings=surroundings)
    for cell in _cells(sheet, form.fields, _Around()):
        sheet.cells[cell.name] = cell
    sheet.fixed = {name for name, cell in sheet.cells.items() if _is_fixed(sheet, cell)}
    for name, cell in sheet.cells.items():
        if cell.field.type in VALUES:
            _read(sheet, name, cell)
    for name in answers.refused.keys() & sheet.cells.keys():
        sheet.problems[name] = NotReadable(answers.refused[name].code, **answers.refused[name].facts)
    _settle(sheet)
    return sheet


def is_fixed_list(listed: Field) -> bool:
    """Whether people may not add or remove rows."""
    return listed.source.get("allowAddRemove") is False


@dataclass(frozen=True, kw_only=True)
class _Around:
    place: Place = ()
    rows: tuple[Place, ...] = ()
    within: tuple[str, ...] = ()


def _cells(sheet: Sheet, fields: Sequence[Field], around: _Around) -> Iterator[Cell]:
    for one in fields:
        place = around.place + one.path
        keyed = bool(one.path) and (one.type in VALUES or one.type == "dynamiclist")
        name = name_of(place) if keyed else f"{name_of(around.place)}#{one.id}"
        yield Cell(field=one, name=name, place=place, rows=around.rows, within=around.within)
        within = (*around.within, name)
        if one.type == "dynamiclist":
            for number in range(row_count(sheet, one, place)):
                row = (*place, number)
                yield from _cells(sheet, one.children, _Around(place=row, rows=(*around.rows, row), within=within))
        elif one.children:
            yield from _cells(sheet, one.children, _Around(place=around.place, rows=around.rows, within=within))


def row_count(sheet: Sheet, listed: Field, place: Place) -> int:
    """How many rows a list has: those posted, or for a list nobody may change those of its variable."""
    if not is_fixed_list(listed):
        return sheet.answers.rows(name_of(place))
    known = value_at(dict(sheet.surroundings.variables), place)
    return min(len(known), MOST_ROWS) if isinstance(known, list) else default_rows(listed)


def default_rows(listed: Field) -> int:
    """How many empty rows a list begins with (form-js: one)."""
    said = listed.source.get("defaultRepetitions")
    return min(said, MOST_ROWS) if isinstance(said, int) and said >= 0 else 1


def merged(variables: Mapping[str, Value], data: Mapping[str, Value]) -> dict[str, Value]:
    """The variables with the form's data over them; contexts that both have are merged entry by entry."""
    result = dict(variables)
    for name, value in data.items():
        known = result.get(name)
        result[name] = merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return result


def _is_fixed(sheet: Sheet, cell: Cell) -> bool:
    said = [cell.field.source[name] for name in ("readonly", "disabled") if name in cell.field.source]
    return any(resolve(one, _variables(sheet.surroundings), sheet.surroundings) is True for one in said)


def _variables(surroundings: Surroundings) -> Mapping[str, Value]:
    return {"me": surroundings.me, **surroundings.variables}


def _read(sheet: Sheet, name: str, cell: Cell) -> None:
    try:
        if name in sheet.fixed:
            sheet.values[name] = value_at(dict(sheet.surroundings.variables), cell.place)
        else:
            sheet.values[name] = _value(sheet, name, cell)
    except NotReadable as problem:
        sheet.values[name] = None
        sheet.problems[name] = problem


def _value(sheet: Sheet, name: str, cell: Cell) -> Value:
    one, answers = cell.field, sheet.answers
    if one.sealed:
        return answers.sealed[name].variable() if name in answers.sealed else None
    if one.type in TEXT_TYPES:
        return scalars.read_text(one, answers.text(name))
    if one.type == "number":
        return scalars.read_number(one, answers.text(name))
    if one.type == "datetime":
        return scalars.read_moment(one, answers.text(name))
    if one.type == "checkbox":
        return answers.text(name) not in ("", "false")
    if one.type == "filepicker":
        return [file.variable() for file in answers.files.get(name, ())]
    return None


def _settle(sheet: Sheet) -> None:
    if not any(map(_depends, sheet.cells.values())):
        _renew(sheet)
        return
    before: Any = None
    for _ in range(_ROUNDS):
        _renew(sheet)
        for name, cell in sheet.cells.items():
            if cell.field.type == "expression":
                sheet.values[name] = evaluate(
                    str(cell.field.source.get("expression", "")), sheet.scope(cell), sheet.surroundings
                )
            elif cell.field.type in CHOICES and name not in sheet.fixed:
                sheet.values[name] = _chosen(sheet, name, cell)
        _renew(sheet)
        sheet.hidden = _hidden(sheet)
        after = (sheet.hidden, dict(sheet.values))
        if after == before:
            return
        before = after


def _depends(cell: Cell) -> bool:
    """Whether what the cell is worth, or whether it is seen, may depend on other cells."""
    return cell.field.type == "expression" or cell.field.type in CHOICES or "conditional" in cell.field.source


def _renew(sheet: Sheet) -> None:
    sheet.data = _data(sheet)
    sheet.scopes.clear()


def _chosen(sheet: Sheet, name: str, cell: Cell) -> Value:
    posted = [text for text in sheet.answers.texts.get(name, ()) if text]
    if name in sheet.problems and sheet.problems[name].code == "choice":
        del sheet.problems[name]
    known = {scalars.option_text(option.value): option.value for option in sheet.options(cell)} if posted else {}
    if any(text not in known for text in posted):
        sheet.problems[name] = NotReadable("choice")
    found = [value for text, value in known.items() if text in posted]
    if cell.field.type in ONE_OF:
        return found[0] if found else None
    return found


def _data(sheet: Sheet) -> dict[str, Value]:
    data: dict[str, Value] = {}
    for name, cell in sheet.cells.items():
        if cell.field.type == "dynamiclist":
            put_at(data, cell.place, [{} for _ in range(row_count(sheet, cell.field, cell.place))])
        elif cell.field.type in VALUES and cell.place:
            put_at(data, cell.place, None if name in sheet.hidden else sheet.values.get(name))
    return data


def _hidden(sheet: Sheet) -> set[str]:
    hidden: set[str] = set()
    for name, cell in sheet.cells.items():
        condition = cell.field.source.get("conditional")
        hide = condition.get("hide") if isinstance(condition, dict) else None
        if any(outer in hidden for outer in cell.within) or (
            hide and resolve(hide, sheet.scope(cell), sheet.surroundings) is True
        ):
            hidden.add(name)
    return hidden
