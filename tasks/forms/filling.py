"""From values to answers: what the inputs show before anybody has typed, from variables and the form's defaults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.feel import Value, to_feel
from tasks.forms import scalars
from tasks.forms.answers import Answers, FileValue, Sealed, file_of, sealed_of
from tasks.forms.places import Place, count_name, name_of, value_at
from tasks.forms.schema import SEVERAL_OF, VALUES, Field, Form
from tasks.forms.sheet import default_rows
from tasks.forms.surroundings import Surroundings, resolve


def fill(form: Form, surroundings: Surroundings, values: Mapping[str, Value] | None = None) -> Answers:
    """The answers that show ``values`` (the variables by default), with the form's defaults where nothing is known."""
    filler = _Filler(surroundings, dict(surroundings.variables if values is None else values))
    filler.fields(form.fields, ())
    return Answers(texts=filler.texts, files=filler.files, sealed=filler.sealed)


def fill_row(listed: Field, name: str, number: int, surroundings: Surroundings) -> Answers:
    """The defaults of a row that is added to the list of that posted name."""
    filler = _Filler(surroundings, {})
    filler.fields(listed.children, (f"{name}[{number}]",))
    return Answers(texts=filler.texts, files=filler.files, sealed=filler.sealed)


class _Filler:
    def __init__(self, surroundings: Surroundings, values: dict[str, Value]) -> None:
        self._surroundings = surroundings
        self._values = values
        self.texts: dict[str, Sequence[str]] = {}
        self.files: dict[str, Sequence[FileValue]] = {}
        self.sealed: dict[str, Sealed] = {}

    def fields(self, fields: Sequence[Field], around: Place) -> None:
        """Fill these fields of one row (or of the form)."""
        for field in fields:
            place = around + field.path
            if field.type == "dynamiclist":
                self._rows(field, place)
            elif field.children:
                self.fields(field.children, around)
            elif field.type in VALUES and field.path:
                self._one(field, place)

    def _rows(self, field: Field, place: Place) -> None:
        known = value_at(self._values, place)
        count = len(known) if isinstance(known, list) else default_rows(field)
        self.texts[count_name(name_of(place))] = (str(count),)
        for number in range(count):
            self.fields(field.children, (*place, number))

    def _one(self, field: Field, place: Place) -> None:
        name, value = name_of(place), value_at(self._values, place)
        if value is None:
            scope = {"me": self._surroundings.me, **self._values}
            value = to_feel(resolve(field.source.get("defaultValue"), scope, self._surroundings))
        if field.sealed:
            if isinstance(value, dict):
                self.sealed[name] = sealed_of(value)
        elif field.type == "filepicker":
            self.files[name] = (
                tuple(file_of(one) for one in value if isinstance(one, dict)) if isinstance(value, list) else ()
            )
        elif field.type in SEVERAL_OF:
            self.texts[name] = tuple(map(scalars.option_text, value)) if isinstance(value, list) else ()
        elif field.type == "checkbox":
            self.texts[name] = ("true",) if value is True else ()
        elif field.type != "expression" and value is not None:
            self.texts[name] = (scalars.text_of(field, value),)
