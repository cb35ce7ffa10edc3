"""JSON values that a program sends for a form, as the texts a page would have posted: one reading, one validation.

A context becomes dotted names, a list of contexts the rows of a dynamic list, a list of plain values several choices,
``true`` a tick, ``null`` an empty field. What a page's machinery may post besides (buttons, names the form does not
have, texts beyond the first) is refused here, with the name: a program's slip must not pass in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from engine.feel import Value
from tasks.forms import scalars
from tasks.forms.answers import LONGEST_NAME, MOST_NAMES, MOST_ROWS
from tasks.forms.places import count_name, name_of, page_id
from tasks.forms.posting import LARGEST, FormTooLarge, field_of
from tasks.forms.schema import NESTING, SEVERAL_OF, Field, Form
from tasks.forms.validation import FieldError
from tasks.forms.words import Language, say

#: What ``json`` gives when it reads numbers as Decimal and int.
Json = Mapping[str, object]
_COUNT = "[#]"
#: What a tick or none may be written as: truth, or as a page posts it.
_TICKS = frozenset({"true", "false", "on", ""})
#: How far from the point a number's digits may lie to be written out.
_FARTHEST = 100


class Given(dict[str, Sequence[str]]):
    """The posted texts that stand for JSON values; ``unreadable`` are names whose values have no such texts."""

    def __init__(self, values: Json) -> None:
        """Write the values as texts; raises FormTooLarge for more of them than any form holds."""
        super().__init__()
        self.unreadable: set[str] = set()
        size = 0
        for name, texts in _texts(values, (), self.unreadable):
            self[name] = texts
            size += sum(map(len, texts))
            if size > LARGEST or len(self) > MOST_NAMES:
                raise FormTooLarge


def slips(form: Form, given: Given, language: Language) -> list[FieldError]:
    """What the form cannot take of the values, whatever they say: unknown names, files, a list for a single value."""
    found = [_slip(name, "unreadable", language) for name in sorted(given.unreadable)]
    for name, texts in given.items():
        code = _wrong(form, given, name, texts)
        if code is not None:
            found.append(_slip(name.removesuffix(_COUNT), code, language))
    return list({error.name: error for error in reversed(found)}.values())[::-1]


def _wrong(form: Form, given: Given, name: str, texts: Sequence[str]) -> str | None:
    field = field_of(form, name) if len(name) <= LONGEST_NAME else None
    if name.endswith(_COUNT):
        # An empty list is no rows or no choices: one of its two readings has to fit.
        other = field_of(form, name.removesuffix(_COUNT)) if texts == ("0",) else None
        return None if field is not None or other is not None else "unknown"
    if field is None:
        fits = not any(texts) and field_of(form, count_name(name)) is not None
        return None if fits else "unknown"
    if field.type == "filepicker":
        return "no_file_here"
    if field.type == "checkbox" and not set(texts) <= _TICKS:
        return "unreadable"
    if count_name(name) in given and field.type not in SEVERAL_OF:
        return "one_value"
    return "one_value" if len(texts) != 1 and field.type not in SEVERAL_OF else None


def _slip(name: str, code: str, language: Language) -> FieldError:
    return FieldError(name=name, anchor=page_id(name), label=name, message=say(code, language))


def _texts(value: object, place: tuple[str | int, ...], unreadable: set[str]) -> Iterator[tuple[str, Sequence[str]]]:
    if isinstance(value, Mapping) and len(place) <= 2 * NESTING:
        for key, inner in value.items():
            # A name with marks of our own in it could pass for another place.
            if key and not set(key) & set("[]#."):
                yield from _texts(inner, (*place, key), unreadable)
            else:
                unreadable.add(name_of((*place, key)))
    elif isinstance(value, list):
        yield from _listed(value, place, unreadable)
    elif (text := _text(value)) is not None:
        yield name_of(place), (text,)
    else:
        unreadable.add(name_of(place))


def _listed(
    values: list[object], place: tuple[str | int, ...], unreadable: set[str]
) -> Iterator[tuple[str, Sequence[str]]]:
    name, texts = name_of(place), [_text(one) for one in values]
    if not values:
        yield count_name(name), ("0",)
        yield name, ()
    elif all(isinstance(one, Mapping) for one in values) and len(values) <= MOST_ROWS:
        yield count_name(name), (str(len(values)),)
        for number, row in enumerate(values):
            yield from _texts(row, (*place, number), unreadable)
    elif all(text is not None for text in texts):
        yield name, tuple(text for text in texts if text is not None)
    else:
        unreadable.add(name)


def _text(value: object) -> str | None:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal) and abs(value.adjusted()) > _FARTHEST:
        # Written out, 1e999999 would fill the memory; no field takes it in either writing.
        return str(value)
    return scalars.option_text(value) if isinstance(value, str | Decimal) else None


def value_of(field: Field, value: Value) -> Value:
    """A field's value as JSON has it, such that giving it back means the same: texts, numbers, truth, lists, null."""
    if value is None or isinstance(value, bool | str | Decimal):
        return value
    if isinstance(value, list):
        return [value_of(field, one) for one in value]
    return scalars.text_of(field, value)
